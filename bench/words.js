/**
 * Measures the time and the heap use of several ways to read a 64-bit pointer as a number, to
 * advance one, and to copy samples to shared memory, in JavaScript. The first of each kind is the
 * one that src/core/pointer-word.ts or frame-copier.ts uses.
 *
 *   npm run bench -- words
 */

import { sumOfReads, timed } from './core/cases.js';
import { measure } from './core/measure.js';
import { formatTable, machine } from './report.js';

const page = new ArrayBuffer(4096);
const doubles = new Float64Array(page);
const bigs = new BigUint64Array(page);
const halves = new Uint32Array(page);
const signed = new Int32Array(page);
const scratch = new Float64Array(1);
const scratchHalves = new Uint32Array(scratch.buffer);
const HALF = 0x1_0000_0000;
const COPIED = 2048;
const source = new Int32Array(COPIED).fill(1);
const target = new Int32Array(new SharedArrayBuffer(4 * COPIED));
const [sourceBytes, targetBytes] = [source, target].map(({ buffer }) => Buffer.from(buffer));
/** Above 2^32, as after a day at 48 kHz. */
bigs[1] = 5_000_000_000n;

/** @type {readonly [name: string, loop: (count: number) => number][]} */
const WAYS = [
  [
    'read: one load through a scratch word',
    (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        scratch[0] = doubles[1];
        sum += scratchHalves[1] * HALF + scratchHalves[0];
      }
      return sum;
    },
  ],
  [
    'read: high, low, high again until equal',
    (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        let high = halves[3];
        let low = halves[2];
        while (high !== halves[3]) {
          high = halves[3];
          low = halves[2];
        }
        sum += high * HALF + low;
      }
      return sum;
    },
  ],
  [
    'read: Number(BigUint64Array)',
    (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += Number(bigs[1]);
      return sum;
    },
  ],
  [
    'add: the low half, stored alone unless it carries',
    (count) => {
      for (let i = 0; i < count; i++) {
        const low = signed[2];
        const sum = (low + (i & 7)) | 0;
        if (low >= 0 || sum < 0) {
          signed[2] = sum;
        } else {
          scratchHalves[0] = sum;
          scratchHalves[1] = halves[3] + 1;
          doubles[1] = scratch[0];
        }
      }
      return signed[2];
    },
  ],
  [
    'add: one 64-bit integer addition',
    (count) => {
      for (let i = 0; i < count; i++) bigs[1] = BigInt.asUintN(64, bigs[1] + BigInt((i & 7) | 0));
      return Number(bigs[1]);
    },
  ],
  [
    'add: two halves, stored as one word',
    (count) => {
      for (let i = 0; i < count; i++) {
        scratch[0] = doubles[1];
        const sum = scratchHalves[1] * HALF + scratchHalves[0] + (i & 7);
        scratchHalves[0] = sum;
        scratchHalves[1] = sum / HALF;
        doubles[1] = scratch[0];
      }
      return doubles[1];
    },
  ],
  [
    'copy a word: Buffer.prototype.copy',
    (count) => {
      for (let done = 0; done < count; done += COPIED) {
        sourceBytes.copy(targetBytes, 0, 0, 4 * COPIED - 4);
      }
      return target[0];
    },
  ],
  [
    'copy a word: TypedArray.prototype.set',
    (count) => {
      for (let done = 0; done < count; done += COPIED) target.set(source.subarray(1), 1);
      return target[0];
    },
  ],
  [
    'copy a word: eight in each iteration',
    (count) => {
      for (let done = 0; done < count; done += COPIED) {
        for (let at = 0; at < COPIED; at += 8) {
          target[at] = source[at];
          target[at + 1] = source[at + 1];
          target[at + 2] = source[at + 2];
          target[at + 3] = source[at + 3];
          target[at + 4] = source[at + 4];
          target[at + 5] = source[at + 5];
          target[at + 6] = source[at + 6];
          target[at + 7] = source[at + 7];
        }
      }
      return target[0];
    },
  ],
  [
    'copy a word: one in each iteration',
    (count) => {
      for (let done = 0; done < count; done += COPIED) {
        for (let at = 0; at < COPIED; at++) target[at] = source[at];
      }
      return target[0];
    },
  ],
];

const results = measure(WAYS.map(([name, loop]) => ({ name, run: timed(loop) })));
const rows = results.map(({ name, minNs, medianNs, bytes }) => [
  name,
  minNs.toFixed(2),
  medianNs.toFixed(2),
  bytes < 0.5 ? '0' : bytes.toFixed(0),
]);
console.log(machine());
console.log(formatTable(['', 'ns, min', 'ns, median', 'bytes'], rows));
if (Number.isNaN(sumOfReads())) throw new Error('a case read no number');
