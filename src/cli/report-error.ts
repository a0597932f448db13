import { AlsaMmapError } from '../device/errors.js';
import { jsonLine, printable } from './text/printable.js';

/**
 * Says what went wrong: one line on stderr, and with --json the same as a document on stdout. With
 * --verbose what the kernel said and the stack follow.
 * @returns the exit code
 */
export function reportError(error: unknown, words: readonly string[]): number {
  const known =
    error instanceof AlsaMmapError
      ? error
      : new AlsaMmapError('FAILED', `internal error: ${String(error)}`, { cause: error });
  process.stderr.write(`alsa-mmap: ${printable(known.message)}\n`);
  if (hasFlag(words, 'verbose', 'v')) process.stderr.write(errorDetails(known, error));
  if (hasFlag(words, 'json')) process.stdout.write(`${jsonLine(errorDocument(known))}\n`);
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

function errorDetails({ code, errno, syscall, device }: AlsaMmapError, error: unknown): string {
  const facts = Object.entries({ code, errno, syscall, device })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`);
  const stack = (error instanceof Error && error.stack ? error.stack : '').split('\n');
  return [facts.join(', '), ...stack]
    .filter((line) => line !== '')
    .map((line) => `  ${printable(line)}\n`)
    .join('');
}

/** The words are read as they are: it may be them that are wrong. */
function hasFlag(words: readonly string[], name: string, letter?: string): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some(
    (word) =>
      word === `--${name}` || (letter !== undefined && new RegExp(`^-[a-z]*${letter}$`).test(word)),
  );
}
