import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { type FormatName, findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';

export const RATE_HZ = 48_000;
export const PATTERN_FRAMES = 2 * RATE_HZ;
/** snd-aloop cuts off what is played last while it drains: let that be silence. */
const SILENT_FRAMES = RATE_HZ;

/** Writes a file of the pattern, and silence after it. */
export function writePattern(
  path: string,
  formatName: FormatName,
  channels: number,
  { rateHz = RATE_HZ, patternFrames = PATTERN_FRAMES } = {},
): void {
  const format = findFormat(formatName)!;
  const codec = sampleCodec(format);
  const frames = patternFrames + SILENT_FRAMES;
  const bytes = new Uint8Array(frames * channels * format.bytes);
  const view = codec.view(bytes.buffer, 0, bytes.byteLength);
  for (let frame = 0; frame < patternFrames; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      const index = (frame * channels + channel) * codec.elements;
      codec.set(view, index, patternSample(codec, frame + 1, channel));
    }
  }
  const wav = createWav(path, { format, channels, rateHz });
  wav.write(bytes);
  wav.finish();
}

/** Start of the pattern in the recording, and the frames (of the first hundred) that differ. */
export function compare(path: string, formatName: FormatName, channels: number) {
  const codec = sampleCodec(findFormat(formatName)!);
  const wav = readWav(path);
  try {
    const { frames } = wav;
    const bytes = wav.data(0, frames);
    const view = codec.view(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = view.findIndex((sample) => sample !== 0);
    const start = first < 0 ? -1 : Math.floor(first / channels / codec.elements);
    const wrongFrames: number[] = [];
    for (let frame = 0; start >= 0 && frame < PATTERN_FRAMES && wrongFrames.length < 100; frame++) {
      for (let channel = 0; channel < channels; channel++) {
        const expected = patternSample(codec, frame + 1, channel);
        const index = ((start + frame) * channels + channel) * codec.elements;
        if (codec.get(view, index) !== expected) {
          wrongFrames.push(frame);
          break;
        }
      }
    }
    return { first: start, wrongFrames, frames };
  } finally {
    wav.close();
  }
}
