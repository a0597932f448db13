/** Reads a word at byte `at`: unsigned up to 24 bits, signed for 32 bits. */
export type LoadWord = (source: Uint8Array, at: number) => number;
/** Writes the low bits of a word at byte `at`. */
export type StoreWord = (target: Uint8Array, at: number, word: number) => void;

/** Access to words of 1 to 4 bytes at any byte offset. */
export interface WordAccess {
  readonly load: LoadWord;
  readonly store: StoreWord;
}

type WordSize = 1 | 2 | 3 | 4;

/** @param bytes size of a word in bytes */
export function wordAccess(bytes: WordSize, byteOrder: 'little' | 'big'): WordAccess {
  return (byteOrder === 'little' ? LITTLE_ENDIAN : BIG_ENDIAN)[bytes];
}

const BYTE: WordAccess = {
  load: (source, at) => source[at]!,
  store: (target, at, word) => {
    target[at] = word;
  },
};

const LITTLE_ENDIAN: Record<WordSize, WordAccess> = {
  1: BYTE,
  2: {
    load: (source, at) => source[at]! | (source[at + 1]! << 8),
    store: (target, at, word) => {
      target[at] = word;
      target[at + 1] = word >> 8;
    },
  },
  3: {
    load: (source, at) => source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16),
    store: (target, at, word) => {
      target[at] = word;
      target[at + 1] = word >> 8;
      target[at + 2] = word >> 16;
    },
  },
  4: {
    load: (source, at) =>
      source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16) | (source[at + 3]! << 24),
    store: (target, at, word) => {
      target[at] = word;
      target[at + 1] = word >> 8;
      target[at + 2] = word >> 16;
      target[at + 3] = word >> 24;
    },
  },
};

const BIG_ENDIAN: Record<WordSize, WordAccess> = {
  1: BYTE,
  2: {
    load: (source, at) => (source[at]! << 8) | source[at + 1]!,
    store: (target, at, word) => {
      target[at] = word >> 8;
      target[at + 1] = word;
    },
  },
  3: {
    load: (source, at) => (source[at]! << 16) | (source[at + 1]! << 8) | source[at + 2]!,
    store: (target, at, word) => {
      target[at] = word >> 16;
      target[at + 1] = word >> 8;
      target[at + 2] = word;
    },
  },
  4: {
    load: (source, at) =>
      (source[at]! << 24) | (source[at + 1]! << 16) | (source[at + 2]! << 8) | source[at + 3]!,
    store: (target, at, word) => {
      target[at] = word >> 24;
      target[at + 1] = word >> 16;
      target[at + 2] = word >> 8;
      target[at + 3] = word;
    },
  },
};
