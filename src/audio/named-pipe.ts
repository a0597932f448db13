import { constants, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileError } from './file-error.js';
import { statOf } from './file-identity.js';

const READER_POLL_MS = 50;

/**
 * Opens a FIFO or another pipe for non-blocking writes as soon as it has a reader. open(2) would
 * block the thread until then, so that no signal could end the program.
 * @returns the descriptor; undefined if the path is not a pipe
 * @throws {AlsaMmapError} PERMISSION or FAILED; see `fileError`
 */
export async function openNamedPipe(path: string): Promise<number | undefined> {
  if (!statOf(path)?.isFIFO()) return undefined;
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
