import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FrameFifo } from '../../src/stream/frame-fifo.js';

/** Writes numbered frames of two bytes, from `first` on. */
function writeNumbered(fifo: FrameFifo, first: number, count: number): number {
  return fifo.write(
    new Uint8Array(Uint16Array.from({ length: count }, (_, n) => first + n).buffer),
  );
}

function readNumbers(fifo: FrameFifo, maxFrames: number): number[] {
  const bytes = new Uint8Array(2 * maxFrames + 1);
  const count = fifo.read(bytes);
  return [...new Uint16Array(bytes.buffer.slice(0, 2 * count))];
}

describe('FrameFifo', () => {
  it('returns written frames in order and accepts no more than its room', () => {
    const step = fc.record({ write: fc.nat({ max: 20 }), read: fc.nat({ max: 20 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 17 }),
        fc.array(step, { maxLength: 40 }),
        (capacity, steps) => {
          const fifo = FrameFifo.allocate(capacity, 2);
          const model: number[] = [];
          let next = 0;
          for (const { write, read } of steps) {
            const room = capacity - model.length;
            const count = writeNumbered(fifo, next, write);
            expect(count).toBe(Math.min(write, room));
            for (let frame = 0; frame < count; frame++) model.push(next++);
            expect(fifo.readableFrames).toBe(model.length);
            expect(readNumbers(fifo, read)).toEqual(model.splice(0, read));
          }
        },
      ),
    );
  });

  it('keeps readable frames until commitRead, across its end', () => {
    const fifo = FrameFifo.allocate(5, 2);
    writeNumbered(fifo, 0, 4);
    readNumbers(fifo, 3);
    writeNumbered(fifo, 4, 3);
    const readable = (maxFrames: number) =>
      fifo.readableSegments(maxFrames).flatMap(({ byteOffset, frames }) => {
        return [...new Uint16Array(fifo.bytes.slice(byteOffset, byteOffset + 2 * frames).buffer)];
      });
    expect(readable(9)).toEqual([3, 4, 5, 6]);
    expect(readable(3)).toEqual([3, 4, 5]);
    expect(fifo.readableFrames).toBe(4);
    fifo.commitRead(3);
    expect(readNumbers(fifo, 9)).toEqual([6]);
  });

  it('is shared through its memory', () => {
    const fifo = FrameFifo.allocate(5, 2);
    const other = new FrameFifo(fifo.buffer, 2);
    expect(other.capacity).toBe(5);
    writeNumbered(fifo, 7, 3);
    expect(readNumbers(other, 9)).toEqual([7, 8, 9]);
    expect(fifo.readableFrames).toBe(0);
  });

  it('is exhausted when it is closed and empty', () => {
    const fifo = FrameFifo.allocate(5, 2);
    writeNumbered(fifo, 7, 3);
    fifo.close();
    expect(fifo.exhausted).toBe(false);
    readNumbers(fifo, 3);
    expect(fifo.exhausted).toBe(true);
    fifo.waitUntilReadableSync(60_000);
  });

  it('reads whole frames only', () => {
    const fifo = FrameFifo.allocate(5, 2);
    writeNumbered(fifo, 7, 3);
    expect(fifo.read(new Uint8Array(3))).toBe(1);
    expect(fifo.read(new Uint8Array(1))).toBe(0);
    expect(fifo.readableFrames).toBe(2);
  });

  it('passes every frame between two threads in order and whole', async () => {
    const fifo = FrameFifo.allocate(61, 8);
    const total = 200_000;
    // The reader knows only the layout of the memory.
    const worker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       const indices = new Int32Array(workerData, 0, 2);
       const frames = new BigInt64Array(workerData, 64);
       let mismatches = 0;
       for (let read = 0, next = 0n; next < ${total}n; ) {
         const written = Atomics.load(indices, 0);
         for (; read !== written; read = (read + 1) % 122) {
           if (frames[read % 61] !== next++) mismatches++;
         }
         Atomics.store(indices, 1, read);
       }
       parentPort.postMessage(mismatches);`,
      { eval: true, workerData: fifo.buffer },
    );
    onTestFinished(async () => {
      await worker.terminate();
    });
    const mismatches = new Promise<number>((resolve, reject) =>
      worker.on('message', resolve).on('error', reject),
    );
    for (let next = 0; next < total; ) {
      const count = Math.min(40, total - next);
      const words = BigInt64Array.from({ length: count }, (_, frame) => BigInt(next + frame));
      next += fifo.write(new Uint8Array(words.buffer));
    }
    expect(await mismatches).toBe(0);
    expect(fifo.readableFrames).toBe(0);
  });
});
