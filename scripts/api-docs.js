/** Writes docs/api/ from the docstrings of the library's entry points. */

import { writeApiDocs } from './api-docs/write.js';

const problems = await writeApiDocs();
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
