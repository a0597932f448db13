import { statSync } from 'node:fs';
import { attemptOn } from './file-error.js';
import { FileInput } from './file-input.js';
import { FileSource } from './file-io.js';
import type { FrameInput } from './frame-input.js';
import { openPipeInput, PipeInput } from './pipe-input.js';
import { PipeSource } from './pipe-source.js';
import { rawSamples } from './raw-input.js';
import type { WavParams } from './wav-fmt.js';
import { readWav, WavReader } from './wav-reader.js';

/**
 * Opens a file, FIFO or, for `-`, stdin; waits for the header of a pipe.
 * @param raw parameters of samples without a header; undefined for a WAV file
 * @returns undefined if aborted before the header was complete
 * @throws {AlsaMmapError} as `readWav`
 */
export async function openInput(
  path: string,
  raw: WavParams | undefined,
  aborted: AbortSignal,
): Promise<FrameInput | undefined> {
  if (path !== '-' && !isPipe(path)) {
    const wav =
      raw === undefined ? readWav(path) : new WavReader(new FileSource(path), rawSamples(raw));
    return new FileInput(path, wav);
  }
  const pipe = PipeSource.open(path);
  try {
    if (raw !== undefined) return new PipeInput(pipe, rawSamples(raw));
    const input = await openPipeInput(pipe, aborted);
    if (input === undefined) pipe.close();
    return input;
  } catch (error) {
    pipe.close();
    throw error;
  }
}

function isPipe(path: string): boolean {
  const stats = attemptOn('open for reading', path, () => statSync(path));
  return !stats.isFile() && !stats.isDirectory();
}
