import type { SampleFormat } from '../device/format.js';
import { wavLayout } from './wav-fmt.js';
import { isWavLayoutIdentical } from './wav-ring-formats.js';
import { type WordAccess, wordAccess } from './word-access.js';

type Transcode = (source: Uint8Array, samples: number, target: Uint8Array) => void;

/**
 * Brings samples between a ring's format and the file's, bit for bit; the file holds
 * `wavLayout(format)`. Padding in the ring does not reach the file, and comes back as the sign.
 */
export class WavTranscoder {
  /** Same bytes: nothing to do. */
  readonly isIdentity: boolean;
  readonly ringFrameBytes: number;
  readonly fileFrameBytes: number;
  readonly #channels: number;
  readonly #toFile: Transcode;
  readonly #toRing: Transcode;

  constructor(format: SampleFormat, channels: number) {
    this.isIdentity = isWavLayoutIdentical(format);
    this.#channels = channels;
    this.ringFrameBytes = channels * format.bytes;
    this.fileFrameBytes = channels * wavLayout(format).bytes;
    const ways = transcodesFor(format);
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

function transcodesFor(format: SampleFormat): { toFile: Transcode; toRing: Transcode } {
  // Floats never pass through a number: of a NaN that need not bring all bits back.
  const turned = format.kind === 'float' && format.byteOrder === 'big';
  if (isWavLayoutIdentical(format) || turned) {
    const move = turned ? reverseSampleBytes(format.bytes) : copyBytes(format.bytes);
    return { toFile: move, toRing: move };
  }
  return { toFile: ringToFile(format), toRing: fileToRing(format) };
}

function copyBytes(sampleBytes: number): Transcode {
  return (source, samples, target) => {
    for (let at = 0; at < samples * sampleBytes; at++) target[at] = source[at]!;
  };
}

function reverseSampleBytes(sampleBytes: number): Transcode {
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
function ringToFile(format: SampleFormat): Transcode {
  const { ring, file, ringBytes, fileBytes, shift, signFlip } = integerLayout(format);
  return (source, samples, target) => {
    for (let sample = 0, from = 0, to = 0; sample < samples; sample++) {
      file.store(target, to, (ring.load(source, from) ^ signFlip) << shift);
      from += ringBytes;
      to += fileBytes;
    }
  };
}

/** Integers out of the highest bits of the file's container, and what is above them in the ring. */
function fileToRing(format: SampleFormat): Transcode {
  const { ring, file, ringBytes, fileBytes, shift, signFlip } = integerLayout(format);
  const above = 32 - 8 * fileBytes;
  const kept = format.kind === 'signed' ? -1 : -1 >>> (32 - format.width);
  return (source, samples, target) => {
    for (let sample = 0, from = 0, to = 0; sample < samples; sample++) {
      const signed = (file.load(source, from) << above) >> (above + shift);
      ring.store(target, to, (signed ^ signFlip) & kept);
      from += fileBytes;
      to += ringBytes;
    }
  };
}

interface IntegerLayout {
  readonly ring: WordAccess;
  readonly file: WordAccess;
  readonly ringBytes: number;
  readonly fileBytes: number;
  /** Bits of the file's container below the sample. */
  readonly shift: number;
  /** The sample's highest bit where one of the two is unsigned, else 0. */
  readonly signFlip: number;
}

function integerLayout(format: SampleFormat): IntegerLayout {
  const { bitsPerSample, bytes } = wavLayout(format);
  const fileKind = bitsPerSample === 8 ? 'unsigned' : 'signed';
  // Integers have 32 bits at most.
  const ringBytes = format.bytes as 1 | 2 | 3 | 4;
  const fileBytes = bytes as 1 | 2 | 3 | 4;
  return {
    ring: wordAccess(ringBytes, format.byteOrder),
    file: wordAccess(fileBytes, 'little'),
    ringBytes,
    fileBytes,
    shift: bitsPerSample - format.width,
    signFlip: format.kind === fileKind ? 0 : 1 << (format.width - 1),
  };
}
