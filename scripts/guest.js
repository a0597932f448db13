// Runs one command, or a shell, in the kernel guest: a virtual machine with sound cards.
import { rmSync } from 'node:fs';
import { parseCommandLine, USAGE } from './guest/options.js';
import { runInGuest } from './guest/run.js';

async function main() {
  const { help, keep, verbose, ...options } = parseCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const run = await runInGuest({
    ...options,
    onStdout: (chunk) => process.stdout.write(chunk),
    onStderr: (chunk) => process.stderr.write(chunk),
    log: note,
  });
  if (verbose) note(times(run));
  for (const line of [...run.guestProblems, ...run.kernelProblems]) note(line);
  if (keep) note(`results in ${run.outDir}`);
  else rmSync(run.outDir, { recursive: true, force: true });
  return run.exitCode;
}

function note(line) {
  process.stderr.write(`guest: ${line}\n`);
}

function times({ kernelVersion, bootSeconds, totalSeconds }) {
  const [boot, total] = [bootSeconds, totalSeconds].map((seconds) => seconds.toFixed(2));
  return `kernel ${kernelVersion}, booted in ${boot} s, ${total} s in all`;
}

try {
  process.exitCode = await main();
} catch (error) {
  note(error.message);
  if (error.outDir) note(`results in ${error.outDir}`);
  process.exitCode = 1;
}
