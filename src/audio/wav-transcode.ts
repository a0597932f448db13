import type { SampleFormat } from '../device/format.js';
import { wavLayout } from './wav-fmt.js';
import { isStoredAsIs } from './wav-formats.js';
import { type WordBytes, wordBytes } from './word-bytes.js';

type Transcode = (source: Uint8Array, samples: number, target: Uint8Array) => void;

/**
 * Brings samples between a ring's format and the file's, bit for bit; the file holds
 * `wavLayout(format)`. Padding in the ring does not reach the file, and comes back as the sign.
 */
export class WavTranscoder {
  /** Same bytes: nothing to do. */
  readonly identical: boolean;
  readonly ringFrameBytes: number;
  readonly fileFrameBytes: number;
  readonly #channels: number;
  readonly #toFile: Transcode;
  readonly #toRing: Transcode;

  constructor(format: SampleFormat, channels: number) {
    this.identical = isStoredAsIs(format);
    this.#channels = channels;
    this.ringFrameBytes = channels * format.bytes;
    this.fileFrameBytes = channels * wavLayout(format).bytes;
    const ways = waysOf(format);
    this.#toFile = ways.toFile;
    this.#toRing = ways.toRing;
  }

  /**
   * Brings `frames` frames as they lie in the ring to what the file holds; each begins at its first
   * byte, and they do not overlap. Does not allocate.
   */
  toFile(source: Uint8Array, frames: number, target: Uint8Array): void {
    this.#toFile(source, frames * this.#channels, target);
  }

  /** The reverse of `toFile`. */
  toRing(source: Uint8Array, frames: number, target: Uint8Array): void {
    this.#toRing(source, frames * this.#channels, target);
  }
}

function waysOf(format: SampleFormat): { toFile: Transcode; toRing: Transcode } {
  // Floats never pass through a number: of a NaN that need not bring all bits back.
  const turned = format.kind === 'float' && format.byteOrder === 'big';
  if (isStoredAsIs(format) || turned) {
    const move = turned ? reversed(format.bytes) : copied(format.bytes);
    return { toFile: move, toRing: move };
  }
  return { toFile: raised(format), toRing: lowered(format) };
}

function copied(sampleBytes: number): Transcode {
  return (source, samples, target) => {
    for (let at = 0; at < samples * sampleBytes; at++) target[at] = source[at]!;
  };
}

function reversed(sampleBytes: number): Transcode {
  return (source, samples, target) => {
    const end = samples * sampleBytes;
    for (let at = 0; at < end; at += sampleBytes) {
      for (let byte = 0; byte < sampleBytes; byte++) {
        target[at + byte] = source[at + sampleBytes - 1 - byte]!;
      }
    }
  };
}

/** Integers into the highest bits of the file's container. */
function raised(format: SampleFormat): Transcode {
  const { ring, file, ringBytes, fileBytes, below, flip } = integersOf(format);
  return (source, samples, target) => {
    for (let sample = 0, from = 0, to = 0; sample < samples; sample++) {
      file.store(target, to, (ring.load(source, from) ^ flip) << below);
      from += ringBytes;
      to += fileBytes;
    }
  };
}

/** Integers out of the highest bits of the file's container, and what is above them in the ring. */
function lowered(format: SampleFormat): Transcode {
  const { ring, file, ringBytes, fileBytes, below, flip } = integersOf(format);
  const above = 32 - 8 * fileBytes;
  const kept = format.kind === 'signed' ? -1 : -1 >>> (32 - format.width);
  return (source, samples, target) => {
    for (let sample = 0, from = 0, to = 0; sample < samples; sample++) {
      const signed = (file.load(source, from) << above) >> (above + below);
      ring.store(target, to, (signed ^ flip) & kept);
      from += fileBytes;
      to += ringBytes;
    }
  };
}

interface Integers {
  readonly ring: WordBytes;
  readonly file: WordBytes;
  readonly ringBytes: number;
  readonly fileBytes: number;
  /** Bits of the file's container below the sample. */
  readonly below: number;
  /** The sample's highest bit where one of the two is unsigned, else 0. */
  readonly flip: number;
}

function integersOf(format: SampleFormat): Integers {
  const { bitsPerSample, bytes } = wavLayout(format);
  const fileKind = bitsPerSample === 8 ? 'unsigned' : 'signed';
  // Integers have 32 bits at most.
  const ringBytes = format.bytes as 1 | 2 | 3 | 4;
  const fileBytes = bytes as 1 | 2 | 3 | 4;
  return {
    ring: wordBytes(ringBytes, format.byteOrder),
    file: wordBytes(fileBytes, 'little'),
    ringBytes,
    fileBytes,
    below: bitsPerSample - format.width,
    flip: format.kind === fileKind ? 0 : 1 << (format.width - 1),
  };
}
