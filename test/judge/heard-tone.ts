import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';

/** The first channel of what a card played, from its first sound to its last. */
export function heardTone(path: string): Float64Array {
  const wav = readWav(path);
  try {
    const codec = sampleCodec(wav.format);
    const bytes = wav.data(0, wav.frames);
    const view = codec.view(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const samples = Float64Array.from({ length: wav.frames }, (_, frame) =>
      codec.toNormalized(codec.get(view, frame * wav.channels)),
    );
    const loud = (sample: number) => Math.abs(sample) > 0;
    // A sine begins with a 0.
    return samples.subarray(samples.findIndex(loud) - 1, samples.findLastIndex(loud) + 1);
  } finally {
    wav.close();
  }
}
