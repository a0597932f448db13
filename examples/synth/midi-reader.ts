import { AlsaMmapError } from 'alsa-mmap';

/** Reads the numbers of a MIDI file, from one byte to another, never past the end. */
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

  /** Most significant byte first, `bytes` of them. */
  integer(bytes: number): number {
    let value = 0;
    for (let count = 0; count < bytes; count++) value = value * 256 + this.byte();
    return value;
  }

  /** Seven bits a byte, the last without the high bit; four bytes at most. */
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

  /** A piece of `length` bytes as a reader of its own, which this one goes past. */
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
  return new AlsaMmapError('UNSUPPORTED', `the MIDI file is broken at byte ${at}: ${what}`);
}
