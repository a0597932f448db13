import { constants, openSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileError } from './file-error.js';

const READER_POLL_MS = 50;

/** Returns true if the path is a FIFO or another pipe. */
export function isNamedPipe(path: string): boolean {
  try {
    return statSync(path).isFIFO();
  } catch {
    return false;
  }
}

/**
 * Opens a pipe for non-blocking writes as soon as it has a reader. open(2) would block the thread
 * until then, so that no signal could end the program.
 * @returns the descriptor
 * @throws {AlsaMmapError} PERMISSION or FAILED; see `fileError`
 */
export async function openNamedPipe(path: string): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (cause) {
      const hasNoReader = (cause as NodeJS.ErrnoException).code === 'ENXIO';
      if (!hasNoReader) throw fileError('open for writing', path, cause);
    }
    await sleep(READER_POLL_MS);
  }
}
