import { statSync } from 'node:fs';
import type { SampleFormat } from '../device/format.js';
import { attemptOn } from './file-error.js';
import { FileInput } from './file-input.js';
import { FileSource } from './file-io.js';
import type { FrameInput } from './frame-input.js';
import { openPipeInput, PipeInput } from './pipe-input.js';
import { PipeSource } from './pipe-source.js';
import { WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_PCM, type WavParams, wavLayout } from './wav-fmt.js';
import { readWav, WavReader } from './wav-reader.js';
import { ringFormatsFor } from './wav-ring-formats.js';
import type { StoredSamples } from './wav-samples.js';

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

/** Describes samples without a header, in `format`, from the first byte to the last. */
function rawSamples({ format, channels, rateHz }: WavParams): StoredSamples {
  return { format, formats: formatsFor(format), stored: format, channels, rateHz, ...WHOLE_FILE };
}

const WHOLE_FILE = { offset: 0, bytes: undefined, warnings: [] } as const;

/** Returns the ring formats that hold samples of `format` bit for bit; `format` is the first. */
function formatsFor(format: SampleFormat): SampleFormat[] {
  const { bitsPerSample, validBits, bytes } = wavLayout(format);
  const others = ringFormatsFor({
    formatTag: format.kind === 'float' ? WAVE_FORMAT_IEEE_FLOAT : WAVE_FORMAT_PCM,
    channels: 1,
    rateHz: 1,
    blockAlign: bytes,
    bitsPerSample,
    validBits,
    hasStandardSubformat: true,
  });
  return [format, ...others.filter((other) => other !== format)];
}
