import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { ROOT } from './program.js';

export const SCHEMA_FOLDER = join(ROOT, 'docs/schema');

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
// A schema may refer to definitions of another.
for (const file of readdirSync(SCHEMA_FOLDER)) {
  ajv.addSchema(JSON.parse(readFileSync(join(SCHEMA_FOLDER, file), 'utf8')), file);
}

/** Validator of the documents `alsa-mmap.NAME/1`. */
export function compileSchema(name: string): ValidateFunction {
  return ajv.getSchema(`${name}.schema.json`)!;
}
