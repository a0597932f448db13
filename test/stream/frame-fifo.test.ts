import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FrameFifo } from '../../src/stream/frame-fifo.js';

/** Puts numbered frames of two bytes, from `first` on. */
function put(fifo: FrameFifo, first: number, count: number): number {
  return fifo.put(count, (from, length, target, targetByte) => {
    const view = new DataView(target.buffer, target.byteOffset);
    for (let frame = 0; frame < length; frame++) {
      view.setUint16(targetByte + 2 * frame, (first + from + frame) & 0xffff, true);
    }
  });
}

function take(fifo: FrameFifo, most: number): number[] {
  const bytes = new Uint8Array(2 * most + 1);
  const count = fifo.take(bytes);
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
            expect(fifo.waiting).toBe(model.length);
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
    const shown: number[] = [];
    const show = (most: number) =>
      fifo.peek(most, (source, sourceByte, to, count) => {
        expect(to).toBe(shown.length);
        const bytes = source.slice(sourceByte, sourceByte + 2 * count);
        shown.push(...new Uint16Array(bytes.buffer));
      });
    expect(show(9)).toBe(4);
    expect(shown.splice(0)).toEqual([3, 4, 5, 6]);
    expect(show(3)).toBe(3);
    expect(shown).toEqual([3, 4, 5]);
    expect(fifo.waiting).toBe(4);
    fifo.drop(3);
    expect(take(fifo, 9)).toEqual([6]);
  });

  it('is the same on both sides of its memory', () => {
    const fifo = FrameFifo.allocate(5, 2);
    const other = new FrameFifo(fifo.buffer, 2);
    expect(other.capacity).toBe(5);
    put(fifo, 7, 3);
    expect(take(other, 9)).toEqual([7, 8, 9]);
    expect(fifo.waiting).toBe(0);
  });

  it('takes whole frames only', () => {
    const fifo = FrameFifo.allocate(5, 2);
    put(fifo, 7, 3);
    expect(fifo.take(new Uint8Array(3))).toBe(1);
    expect(fifo.take(new Uint8Array(1))).toBe(0);
    expect(fifo.waiting).toBe(2);
  });

  it('brings every frame from one thread to another, in order and whole', async () => {
    const fifo = FrameFifo.allocate(61, 8);
    const total = 200_000;
    // The other side as plain JavaScript: the layout is a contract between two threads.
    const worker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       const counts = new BigInt64Array(workerData, 0, 2);
       const frames = new BigInt64Array(workerData, 64);
       let wrong = 0;
       for (let taken = 0n; taken < ${total}n; ) {
         const put = Atomics.load(counts, 0);
         if (put === taken) continue;
         for (; taken < put; taken++) if (frames[Number(taken % 61n)] !== taken) wrong++;
         Atomics.store(counts, 1, taken);
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
      next += fifo.put(Math.min(40, total - next), (from, count, target, targetByte) => {
        const words = new BigInt64Array(target.buffer, target.byteOffset + targetByte, count);
        for (let frame = 0; frame < count; frame++) words[frame] = BigInt(next + from + frame);
      });
    }
    expect(await wrong).toBe(0);
    expect(fifo.waiting).toBe(0);
  });
});
