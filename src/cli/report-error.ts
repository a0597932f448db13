import { type AlsaMmapError, toAlsaMmapError } from '../device/errors.js';
import { documentHead } from './document-head.js';
import type { OutputValues } from './options/common.js';
import { jsonLine, printable } from './text/printable.js';
import { writeError, writeOutput } from './text/terminal-output.js';

/**
 * Reports an error: one line on stderr, with --json also a document on stdout, with --verbose also
 * errno, system call and stack. USAGE errors have no stack: they are not about the program.
 * @returns the exit code
 */
export function reportError(
  error: unknown,
  { json, verbose }: Pick<OutputValues, 'json' | 'verbose'>,
): number {
  const known = toAlsaMmapError(error);
  writeError(`alsa-mmap: ${printable(known.message)}\n`);
  if (verbose) writeError(errorDetails(known, error));
  if (json) writeOutput(`${jsonLine(errorDocument(known))}\n`);
  return known.exitCode;
}

/** Document of schema `alsa-mmap.error/1`. */
export function errorDocument(error: AlsaMmapError) {
  return {
    ...documentHead('error'),
    error: {
      code: error.code,
      exitCode: error.exitCode,
      message: error.message,
      errno: error.errno,
      syscall: error.syscall,
      device: error.device,
    },
  };
}

function errorDetails({ code, errno, syscall, device }: AlsaMmapError, error: unknown): string {
  const facts = Object.entries({ code, errno, syscall, device })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`);
  const hasStack = code !== 'USAGE' && error instanceof Error;
  const stack = hasStack ? stackOf(error).split('\n') : [];
  return [facts.join(', '), ...stack]
    .filter((line) => line !== '')
    .map((line) => `  ${printable(line)}\n`)
    .join('');
}

/** Stack of the failure; for one in another thread, that thread's. */
function stackOf({ stack = '', cause }: Error): string {
  return typeof cause === 'string' ? cause : stack;
}
