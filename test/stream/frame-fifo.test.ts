import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FrameFifo } from '../../src/stream/frame-fifo.js';

/** Puts numbered frames of two bytes, from `first` on. */
function put(fifo: FrameFifo, first: number, count: number): number {
  return fifo.write(
    new Uint8Array(Uint16Array.from({ length: count }, (_, n) => first + n).buffer),
  );
}

function take(fifo: FrameFifo, most: number): number[] {
  const bytes = new Uint8Array(2 * most + 1);
  const count = fifo.read(bytes);
  return [...new Uint16Array(bytes.buffer.slice(0, 2 * count))];
}

describe('FrameFifo', () => {
  it('gives back what was put, in order, and takes no more than it has room for', () => {
    const turn = fc.record({ put: fc.nat({ max: 20 }), take: fc.nat({ max: 20 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 17 }),
        fc.array(turn, { maxLength: 40 }),
        (capacity, turns) => {
          const fifo = FrameFifo.allocate(capacity, 2);
          const model: number[] = [];
          let next = 0;
          for (const { put: wanted, take: most } of turns) {
            const room = capacity - model.length;
            const count = put(fifo, next, wanted);
            expect(count).toBe(Math.min(wanted, room));
            for (let frame = 0; frame < count; frame++) model.push(next++);
            expect(fifo.readableFrames).toBe(model.length);
            expect(take(fifo, most)).toEqual(model.splice(0, most));
          }
        },
      ),
    );
  });

  it('shows what waits, across its end too, and takes it only when told', () => {
    const fifo = FrameFifo.allocate(5, 2);
    put(fifo, 0, 4);
    take(fifo, 3);
    put(fifo, 4, 3);
    const shown = (most: number) =>
      fifo.readableSegments(most).flatMap(({ byteOffset, frames }) => {
        return [...new Uint16Array(fifo.bytes.slice(byteOffset, byteOffset + 2 * frames).buffer)];
      });
    expect(shown(9)).toEqual([3, 4, 5, 6]);
    expect(shown(3)).toEqual([3, 4, 5]);
    expect(fifo.readableFrames).toBe(4);
    fifo.commitRead(3);
    expect(take(fifo, 9)).toEqual([6]);
  });

  it('is the same on both sides of its memory', () => {
    const fifo = FrameFifo.allocate(5, 2);
    const other = new FrameFifo(fifo.buffer, 2);
    expect(other.capacity).toBe(5);
    put(fifo, 7, 3);
    expect(take(other, 9)).toEqual([7, 8, 9]);
    expect(fifo.readableFrames).toBe(0);
  });

  it('is exhausted when the last frame was put and all were taken', () => {
    const fifo = FrameFifo.allocate(5, 2);
    put(fifo, 7, 3);
    fifo.close();
    expect(fifo.exhausted).toBe(false);
    take(fifo, 3);
    expect(fifo.exhausted).toBe(true);
    fifo.waitUntilReadableSync(60_000);
  });

  it('takes whole frames only', () => {
    const fifo = FrameFifo.allocate(5, 2);
    put(fifo, 7, 3);
    expect(fifo.read(new Uint8Array(3))).toBe(1);
    expect(fifo.read(new Uint8Array(1))).toBe(0);
    expect(fifo.readableFrames).toBe(2);
  });

  it('brings every frame from one thread to another, in order and whole', async () => {
    const fifo = FrameFifo.allocate(61, 8);
    const total = 200_000;
    // The other side as plain JavaScript: the layout is a contract between two threads.
    const worker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       const places = new Int32Array(workerData, 0, 2);
       const frames = new BigInt64Array(workerData, 64);
       let wrong = 0;
       for (let taken = 0, next = 0n; next < ${total}n; ) {
         const put = Atomics.load(places, 0);
         for (; taken !== put; taken = (taken + 1) % 122) if (frames[taken % 61] !== next++) wrong++;
         Atomics.store(places, 1, taken);
       }
       parentPort.postMessage(wrong);`,
      { eval: true, workerData: fifo.buffer },
    );
    onTestFinished(async () => {
      await worker.terminate();
    });
    const wrong = new Promise<number>((resolve, reject) =>
      worker.on('message', resolve).on('error', reject),
    );
    for (let next = 0; next < total; ) {
      const count = Math.min(40, total - next);
      const words = BigInt64Array.from({ length: count }, (_, frame) => BigInt(next + frame));
      next += fifo.write(new Uint8Array(words.buffer));
    }
    expect(await wrong).toBe(0);
    expect(fifo.readableFrames).toBe(0);
  });
});
