import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { addToWord, loadWord, storeWord, UNMAPPED_WORDS } from '../../src/core/pointer-word.js';
import { codeOf } from './on-the-sim.js';

const LIMIT = 2 ** 53;
/** Two values that differ in every bit, so that a torn read equals neither. */
const ONE = 0x15_5555_5555_5555;
const OTHER = 0x0a_aaaa_aaaa_aaaa;

function word(value = 0n) {
  const bits = BigUint64Array.of(value);
  return { bits, words: new Float64Array(bits.buffer) };
}

/** Adds to the word as a commit does. */
function addTo(words: Float64Array, frames: number): void {
  const halves = new Int32Array(words.buffer, words.byteOffset, 2);
  addToWord(words, halves, halves[0]!, halves[1]!, frames);
}

describe('a 64-bit word', () => {
  it.each([0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 48, LIMIT - 1, LIMIT])(
    'holds %d',
    (value) => {
      const { bits, words } = word();
      storeWord(words, 0, value);
      expect(bits[0]).toBe(BigInt(value));
      expect(loadWord(words, 0)).toBe(value);
    },
  );

  it('stores every integer up to 2^53 and leaves adjacent words unchanged', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n }), (value) => {
        const bits = BigUint64Array.of(7n, 0n, 9n);
        const words = new Float64Array(bits.buffer);
        storeWord(words, 1, Number(value));
        expect([...bits]).toEqual([7n, value, 9n]);
        expect(loadWord(words, 1)).toBe(Number(value));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([2n ** 53n + 1n, 2n ** 62n, 2n ** 63n, 2n ** 64n - 1n, 0x7ff8n << 48n, 0xfff0n << 48n])(
    'of 0x%s frames is an error, not a rounded number',
    (value) => {
      const { words } = word(value);
      expect(codeOf(() => loadWord(words, 0))).toBe('RANGE');
    },
  );

  it('names the value above 2^53 in the error', () => {
    const { words } = word(2n ** 62n);
    expect(() => loadWord(words, 0)).toThrow('0x4000000000000000');
  });

  it.each([-1, 0.5, 1.5, LIMIT + 2, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses to hold %d and keeps what it had',
    (value) => {
      const { bits, words } = word(42n);
      expect(codeOf(() => storeWord(words, 0, value))).toBe('RANGE');
      expect(bits[0]).toBe(42n);
    },
  );

  it('adds frames across 2^32', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: LIMIT - 2 ** 31 }),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (value, frames) => {
          const { bits, words } = word(BigInt(value));
          addTo(words, frames);
          expect(bits[0]).toBe(BigInt(value) + BigInt(frames));
          expect(loadWord(words, 0)).toBe(value + frames);
        },
      ),
    );
    const { bits, words } = word(2n ** 32n - 1n);
    addTo(words, 1);
    expect(bits[0]).toBe(2n ** 32n);
  });

  it('throws CLOSED for reads and writes after the unmap', () => {
    expect(codeOf(() => loadWord(UNMAPPED_WORDS, 1))).toBe('CLOSED');
    expect(codeOf(() => storeWord(UNMAPPED_WORDS, 1, 3))).toBe('CLOSED');
    expect(codeOf(() => storeWord(UNMAPPED_WORDS, 1, -3))).toBe('CLOSED');
  });
});

describe('a 64-bit word between two threads', () => {
  const workers: Worker[] = [];
  afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.terminate())));

  /** `stop` ends the thread; `count` is its number of iterations. */
  function shared() {
    const buffer = new SharedArrayBuffer(32);
    return { buffer, words: new Float64Array(buffer), ints: new Int32Array(buffer, 16) };
  }

  function thread(body: string, buffer: SharedArrayBuffer): Worker {
    const worker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       const bits = new BigUint64Array(workerData);
       const ints = new Int32Array(workerData, 16);
       const values = [${ONE}n, ${OTHER}n];
       ${body}`,
      { eval: true, workerData: buffer },
    );
    workers.push(worker);
    return worker;
  }

  it('is never read torn', () => {
    const { buffer, words, ints } = shared();
    storeWord(words, 0, ONE);
    thread(
      `for (let i = 0; Atomics.load(ints, 0) === 0; i++) {
         Atomics.store(bits, 0, values[i & 1]);
         Atomics.store(ints, 1, i);
       }`,
      buffer,
    );
    while (Atomics.load(ints, 1) === 0) Atomics.wait(ints, 1, 0, 10);
    const seen = new Map([
      [ONE, 0],
      [OTHER, 0],
    ]);
    for (let i = 0; i < 3_000_000; i++) {
      const value = loadWord(words, 0);
      const count = seen.get(value);
      if (count === undefined) expect.fail(`torn: 0x${value.toString(16)}`);
      seen.set(value, count + 1);
    }
    Atomics.store(ints, 0, 1);
    expect(Math.min(...seen.values())).toBeGreaterThan(0);
  });

  it('is never written torn', async () => {
    const { buffer, words, ints } = shared();
    storeWord(words, 0, ONE);
    const worker = thread(
      `const count = [0, 0];
       let torn = '';
       Atomics.store(ints, 1, 1);
       while (Atomics.load(ints, 0) === 0) {
         const value = Atomics.load(bits, 0);
         const which = values.indexOf(value);
         if (which < 0) torn = value.toString(16);
         else count[which]++;
       }
       parentPort.postMessage({ torn, count });`,
      buffer,
    );
    const message = new Promise<{ torn: string; count: number[] }>((resolve) =>
      worker.on('message', resolve),
    );
    while (Atomics.load(ints, 1) === 0) Atomics.wait(ints, 1, 0, 10);
    for (let i = 0; i < 3_000_000; i++) storeWord(words, 0, i % 2 === 0 ? OTHER : ONE);
    Atomics.store(ints, 0, 1);
    const { torn, count } = await message;
    expect(torn).toBe('');
    expect(Math.min(...count)).toBeGreaterThan(0);
  });

  it('is never torn during an addition', async () => {
    const { buffer, words, ints } = shared();
    const bits = new BigUint64Array(buffer, 0, 1);
    const halves = new Int32Array(buffer, 0, 2);
    // Each addition changes both halves, and every sum is a multiple of the step.
    const step = 2 ** 31 - 1;
    const worker = thread(
      `let torn = '', seen = 0, last = 0n;
       Atomics.store(ints, 1, 1);
       while (Atomics.load(ints, 0) === 0) {
         const value = Atomics.load(bits, 0);
         if (value % ${step}n !== 0n || value < last) torn = value.toString(16);
         if (value !== last) seen++;
         last = value;
       }
       parentPort.postMessage({ torn, seen });`,
      buffer,
    );
    const message = new Promise<{ torn: string; seen: number }>((resolve) =>
      worker.on('message', resolve),
    );
    while (Atomics.load(ints, 1) === 0) Atomics.wait(ints, 1, 0, 10);
    for (let i = 0; i < 3_000_000; i++) addToWord(words, halves, halves[0]!, halves[1]!, step);
    Atomics.store(ints, 0, 1);
    const { torn, seen } = await message;
    expect(torn).toBe('');
    expect(seen).toBeGreaterThan(0);
    expect(bits[0]).toBe(3_000_000n * BigInt(step));
  });
});
