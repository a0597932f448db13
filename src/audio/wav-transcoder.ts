import type { SampleFormat } from '../device/format.js';
import { wavLayout } from './wav-fmt.js';
import { isWavLayoutIdentical, wavIntegerKind } from './wav-ring-formats.js';

export type Transcode = (source: Uint8Array, samples: number, target: Uint8Array) => void;

/**
 * Converts samples between a ring's format and the file's layout (`wavLayout`) bit for bit. Padding
 * in the ring is not written to the file; on the way back it is the sign extension.
 * @example
 * import { findFormat } from 'alsa-mmap';
 * import { WavTranscoder } from 'alsa-mmap/wav';
 *
 * const transcoder = new WavTranscoder(findFormat('S24_LE')!, 2);
 * const file = new Uint8Array(10 * transcoder.fileFrameBytes);
 * transcoder.toFile(new Uint8Array(10 * transcoder.ringFrameBytes), 10, file);
 * console.log(transcoder.ringFrameBytes, transcoder.fileFrameBytes); // 8 6
 */
export class WavTranscoder {
  /** True if the bytes are the same in both. */
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
    const { toFile, toRing } = transcodesFor(format);
    this.#toFile = toFile;
    this.#toRing = toRing;
  }

  /**
   * Converts `frames` interleaved frames of the ring to the file's layout, from the first byte of
   * `source` to the first byte of `target`, which must not overlap. Does not allocate.
   */
  toFile(source: Uint8Array, frames: number, target: Uint8Array): void {
    this.#toFile(source, frames * this.#channels, target);
  }

  /** Converts in the opposite direction of `toFile`. */
  toRing(source: Uint8Array, frames: number, target: Uint8Array): void {
    this.#toRing(source, frames * this.#channels, target);
  }
}

/**
 * Returns the conversion of integers from a file's container of `fileBits` bits to a ring format of
 * as many bits or more, or of floats of the same size.
 */
export function toRingTranscode(format: SampleFormat, fileBits: number): Transcode {
  if (fileBits === wavLayout(format).bitsPerSample) return transcodesFor(format).toRing;
  return fileToRing(format, fileBits);
}

function transcodesFor(format: SampleFormat): { toFile: Transcode; toRing: Transcode } {
  // Floats are never loaded as numbers: that may change the bits of a NaN.
  const isReversed = format.kind === 'float' && format.byteOrder === 'big';
  if (isWavLayoutIdentical(format) || isReversed) {
    const move = isReversed ? reverseSampleBytes(format.bytes) : copyBytes(format.bytes);
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

/** Stores integers in the highest bits of the file's container. */
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

/** Loads integers from the highest bits of the file's container and pads them for the ring. */
function fileToRing(format: SampleFormat, fileBits?: number): Transcode {
  const { ring, file, ringBytes, fileBytes, shift, signFlip } = integerLayout(format, fileBits);
  const down = 32 - 8 * fileBytes + Math.max(0, shift);
  const up = Math.max(0, -shift);
  const unused = 32 - 8 * fileBytes;
  const mask = format.kind === 'signed' ? -1 : -1 >>> (32 - format.width);
  return (source, samples, target) => {
    for (let sample = 0, from = 0, to = 0; sample < samples; sample++) {
      const signed = ((file.load(source, from) << unused) >> down) << up;
      ring.store(target, to, (signed ^ signFlip) & mask);
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
  /** Bits of the file's container below the sample; negative if the ring has more bits. */
  readonly shift: number;
  /** Highest bit of the sample if exactly one of the two is unsigned, else 0. */
  readonly signFlip: number;
}

function integerLayout(
  format: SampleFormat,
  bitsPerSample: number = wavLayout(format).bitsPerSample,
): IntegerLayout {
  const fileBytes = bitsPerSample / 8;
  return {
    ring: wordAccess(format.bytes, format.byteOrder),
    file: wordAccess(fileBytes, 'little'),
    ringBytes: format.bytes,
    fileBytes,
    shift: bitsPerSample - format.width,
    signFlip: format.kind === wavIntegerKind(bitsPerSample) ? 0 : 1 << (format.width - 1),
  };
}

/** Access to words of 1 to 4 bytes at any byte offset. */
interface WordAccess {
  /** Reads the word at byte `at`: unsigned up to 24 bits, signed for 32 bits. */
  load(source: Uint8Array, at: number): number;
  /** Writes the low bits of a word at byte `at`. */
  store(target: Uint8Array, at: number, word: number): void;
}

function wordAccess(bytes: number, byteOrder: SampleFormat['byteOrder']): WordAccess {
  const lowest = byteOrder === 'little' ? 0 : bytes - 1;
  const step = byteOrder === 'little' ? 1 : -1;
  return {
    load(source, at) {
      let word = 0;
      for (let byte = 0, from = at + lowest; byte < bytes; byte++, from += step) {
        word |= source[from]! << (8 * byte);
      }
      return word;
    },
    store(target, at, word) {
      for (let byte = 0, to = at + lowest; byte < bytes; byte++, to += step) {
        target[to] = word >> (8 * byte);
      }
    },
  };
}
