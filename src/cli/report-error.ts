import { AlsaMmapError } from '../device/errors.js';

/**
 * Says what went wrong: one line on stderr, and with --json the same as a document on stdout; the
 * stack only with --verbose.
 * @returns the exit code
 */
export function reportError(error: unknown, words: readonly string[]): number {
  const known =
    error instanceof AlsaMmapError
      ? error
      : new AlsaMmapError('FAILED', `internal error: ${String(error)}`, { cause: error });
  const verbose = words.includes('--verbose') || words.includes('-v');
  const stack = error instanceof Error ? error.stack : undefined;
  process.stderr.write(`alsa-mmap: ${oneLine(known.message)}\n`);
  if (verbose && stack !== undefined) process.stderr.write(`${stack}\n`);
  if (words.includes('--json')) {
    process.stdout.write(`${JSON.stringify(errorDocument(known))}\n`);
  }
  return known.exitCode;
}

/** The document of schema `alsa-mmap.error/1`. */
export function errorDocument(error: AlsaMmapError): object {
  return {
    schema: 'alsa-mmap.error/1',
    error: {
      code: error.code,
      exitCode: error.exitCode,
      message: error.message,
      errno: error.errno ?? null,
      syscall: error.syscall ?? null,
      device: error.device ?? null,
    },
  };
}

/** Names of devices and files come from outside: no line breaks, no control characters. */
function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ');
}
