import { AlsaMmapError } from 'alsa-mmap';

/** Reader of the numbers of a MIDI file within a range of bytes. */
export class MidiReader {
  readonly #bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.at = from;
    this.end = Math.min(end, bytes.length);
  }

  get left(): number {
    return this.end - this.at;
  }

  byte(): number {
    return this.#bytes[this.#pass(1)]!;
  }

  peek(): number {
    const byte = this.byte();
    this.at--;
    return byte;
  }

  /** Reads a big-endian integer of `bytes` bytes. */
  integer(bytes: number): number {
    let value = 0;
    for (let count = 0; count < bytes; count++) value = value * 256 + this.byte();
    return value;
  }

  /** Reads a variable-length integer: 7 bits per byte, at most four bytes. */
  variable(): number {
    const start = this.at;
    let value = 0;
    for (let count = 0; count < 4; count++) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    throw brokenMidi(start, 'a number is longer than four bytes');
  }

  /** Returns a reader of the next `length` bytes and skips them. */
  piece(length: number): MidiReader {
    const from = this.#pass(length);
    return new MidiReader(this.#bytes, from, from + length);
  }

  skip(length: number): void {
    this.#pass(length);
  }

  text(length: number): string {
    const from = this.#pass(length);
    return String.fromCharCode(...this.#bytes.subarray(from, from + length));
  }

  #pass(length: number): number {
    if (length > this.left) throw brokenMidi(this.at, 'it ends in the middle of something');
    this.at += length;
    return this.at - length;
  }
}

export function brokenMidi(at: number, what: string): AlsaMmapError {
  return new AlsaMmapError('UNSUPPORTED', `invalid MIDI file at byte ${at}: ${what}`);
}
