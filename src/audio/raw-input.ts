import type { SampleFormat } from '../device/format.js';
import { WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_PCM, type WavParams, wavLayout } from './wav-fmt.js';
import { ringFormatsFor } from './wav-ring-formats.js';
import type { StoredSamples } from './wav-samples.js';

/** Describes samples without a header, in `format`, from the first byte to the last. */
export function rawSamples({ format, channels, rateHz }: WavParams): StoredSamples {
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
