import { statSync } from 'node:fs';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { WavTranscoder } from '../../src/audio/wav-transcoder.js';

/** A WAV file's samples, raw and on unit scale, channel by channel. */
export interface WavChannels {
  readonly format: string;
  readonly rateHz: number;
  readonly frames: number;
  /** The file ends where its header says, except for a byte that makes it even. */
  readonly sealed: boolean;
  readonly raw: Float64Array[];
  readonly unit: Float64Array[];
}

export function readChannels(path: string): WavChannels {
  const wav = readWav(path);
  try {
    const codec = sampleCodec(wav.format);
    const bytes = new Uint8Array(wav.frames * wav.channels * wav.format.bytes);
    new WavTranscoder(wav.format, wav.channels).toRing(wav.data(0, wav.frames), wav.frames, bytes);
    const view = codec.view(bytes.buffer, 0, bytes.byteLength);
    const raw = Array.from({ length: wav.channels }, (_, channel) =>
      Float64Array.from({ length: wav.frames }, (_, frame) =>
        codec.get(view, (frame * wav.channels + channel) * codec.elements),
      ),
    );
    const unit = raw.map((samples) => samples.map((value) => codec.toNormalized(value)));
    const left = statSync(path).size - wav.dataOffset - wav.frames * wav.frameBytes;
    return {
      format: wav.format.name,
      rateHz: wav.rateHz,
      frames: wav.frames,
      sealed: left === 0 || left === 1,
      raw,
      unit,
    };
  } finally {
    wav.close();
  }
}
