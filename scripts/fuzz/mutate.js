/** @typedef {(below: number) => number} Random */
/** @typedef {{ other: Buffer, pieces: readonly string[], random: Random }} Material */

const MAX_BYTES = 4096;

/**
 * Generator of integers from 0 to below `below`, the same for the same seed (a linear congruence).
 * @param {number} seed
 * @returns {Random}
 */
export function randomOf(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Changes the bytes in a few places.
 * @param {Buffer} bytes
 * @param {Buffer} other another input of the corpus
 * @param {readonly string[]} pieces
 * @param {Random} random
 */
export function mutate(bytes, other, pieces, random) {
  let changed = bytes;
  for (let times = 1 + random(4); times > 0; times--) {
    const way = WAYS[random(WAYS.length)];
    changed = way(changed, { other, pieces, random });
  }
  return changed.subarray(0, MAX_BYTES);
}

/**
 * Replaces `length` bytes at `at`.
 * @param {Buffer} bytes
 * @param {number} at
 * @param {number} length
 * @param {Uint8Array} into the replacement
 */
function splice(bytes, at, length, into) {
  return Buffer.concat([bytes.subarray(0, at), into, bytes.subarray(at + length)]);
}

const EDGES = [0, 1, 0x7f, 0x80, 0xff];

/** @type {readonly ((bytes: Buffer, material: Material) => Buffer)[]} */
const WAYS = [
  function flipBit(bytes, { random }) {
    if (bytes.length === 0) return bytes;
    const changed = Buffer.from(bytes);
    changed[random(bytes.length)] ^= 1 << random(8);
    return changed;
  },
  function setByte(bytes, { random }) {
    if (bytes.length === 0) return bytes;
    const changed = Buffer.from(bytes);
    changed[random(bytes.length)] = random(2) ? random(256) : EDGES[random(EDGES.length)];
    return changed;
  },
  function setWord(bytes, { random }) {
    if (bytes.length < 4) return bytes;
    const changed = Buffer.from(bytes);
    changed.writeUInt32LE(random(2) ? random(256) : random(2 ** 32), random(bytes.length - 3));
    return changed;
  },
  (bytes, { random }) => splice(bytes, random(bytes.length + 1), random(9), Buffer.alloc(0)),
  (bytes, { random, pieces }) => {
    const piece = Buffer.from(pieces[random(pieces.length)], 'latin1');
    return splice(bytes, random(bytes.length + 1), random(2) ? piece.length : 0, piece);
  },
  (bytes, { random }) => {
    const from = random(bytes.length + 1);
    const again = bytes.subarray(from, from + 1 + random(32));
    return splice(bytes, random(bytes.length + 1), 0, again);
  },
  (bytes, { random, other }) => {
    const at = random(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length + 1))]);
  },
];
