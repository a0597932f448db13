/** Runs one command, or a shell, in the kernel guest: a virtual machine with sound cards. */

import { rmSync } from 'node:fs';
import { runCommand } from './command-line.js';
import { parseCommandLine, USAGE } from './guest/options.js';
import { GuestError, runInGuest, SHOW_OUTPUT } from './guest/run.js';

const note = SHOW_OUTPUT.log;

await runCommand('npm run guest', async (words) => {
  const { help, keep, verbose, ...options } = parseCommandLine(words);
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  try {
    const run = await runInGuest({ ...options, ...SHOW_OUTPUT });
    const [boot, total] = [run.bootSeconds, run.totalSeconds].map((value) => value.toFixed(2));
    if (verbose) note(`kernel ${run.kernelVersion}, booted in ${boot} s, ${total} s in all`);
    for (const line of [...run.guestProblems, ...run.kernelProblems]) note(line);
    if (keep) note(`results in ${run.outDir}`);
    else rmSync(run.outDir, { recursive: true, force: true });
    return run.exitCode;
  } catch (error) {
    if (error instanceof GuestError && error.outDir) note(`results in ${error.outDir}`);
    throw error;
  }
});
