import { writeSync } from 'node:fs';
import { mayBeTerminal } from '../../report/terminal.js';
import { BROKEN_PIPE_EXIT } from '../signals.js';

export type StandardStream = NodeJS.WriteStream & { readonly fd: 1 | 2 };

const handled = new Set<StandardStream>();

export function isTerminal(descriptor: 1 | 2): boolean {
  if (!mayBeTerminal(descriptor)) return false;
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY === true;
}

/**
 * Handles the errors of a stream. A reader that closes the pipe ends the program silently, a
 * running stream in order (see `watchSignals`). Any other write error is reported and ends it at
 * once.
 */
export function handleErrors(stream: StandardStream): StandardStream {
  if (!handled.has(stream)) stream.on('error', (error) => handleWriteError(stream.fd, error));
  handled.add(stream);
  return stream;
}

/**
 * Writes text to a descriptor that is no terminal, without creating Node's stream.
 * @returns the bytes that only the stream can write
 */
export function writeDirectly(descriptor: 1 | 2, text: string): Uint8Array {
  let bytes: Uint8Array = Buffer.from(text);
  if (mayBeTerminal(descriptor)) return bytes;
  try {
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(descriptor, bytes));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A pipe that is non-blocking, because Node or another process made it so.
    if (code === 'EAGAIN') return bytes;
    handleWriteError(descriptor, { code });
  }
  return new Uint8Array();
}

function handleWriteError(descriptor: 1 | 2, { code }: Pick<NodeJS.ErrnoException, 'code'>): void {
  // No output is left to report an error of stderr on.
  if (descriptor === 2) return;
  if (code === 'EPIPE') {
    if (process.listenerCount('SIGPIPE') === 0) process.exit(BROKEN_PIPE_EXIT);
    return;
  }
  handleErrors(process.stderr).write(`alsa-mmap: cannot write to stdout: ${code}\n`);
  process.exit(1);
}
