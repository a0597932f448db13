import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { FrameFifo } from '../../src/stream/frame-fifo.js';

const LONG_MS = 20_000;

/** Returns true if the promise is still pending after all ready tasks have run. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  promise.then(() => {
    pending = false;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  return pending;
}

describe('waitUntilReadable and waitUntilWritable', () => {
  it('resolve when a frame is readable', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const waiting = fifo.waitUntilReadable(LONG_MS);
    expect(await isPending(waiting)).toBe(true);
    fifo.commitWrite(1);
    expect(await isPending(waiting)).toBe(false);
    await fifo.waitUntilReadable(LONG_MS);
  });

  it('resolve when a frame is writable', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    await fifo.waitUntilWritable(LONG_MS);
    fifo.commitWrite(4);
    const waiting = fifo.waitUntilWritable(LONG_MS);
    expect(await isPending(waiting)).toBe(true);
    fifo.commitRead(1);
    expect(await isPending(waiting)).toBe(false);
  });

  it('resolve at close and at wakeWaiters', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const waiting = fifo.waitUntilReadable(LONG_MS);
    fifo.wakeWaiters();
    expect(await isPending(waiting)).toBe(false);
    const other = fifo.waitUntilReadable(LONG_MS);
    fifo.close();
    expect(await isPending(other)).toBe(false);
    await fifo.waitUntilReadable(LONG_MS);
  });

  it('resolve after the timeout', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    await fifo.waitUntilReadable(5);
  });

  it('resolve at a write from another thread', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const waiting = fifo.waitUntilReadable(LONG_MS);
    // Word 0 of the header is the write index.
    const worker = new Worker(
      `const { workerData } = require('node:worker_threads');
       const words = new Int32Array(workerData);
       setTimeout(() => { Atomics.store(words, 0, 1); Atomics.notify(words, 0); }, 30);`,
      { eval: true, workerData: fifo.buffer },
    );
    await waiting;
    expect(fifo.readableFrames).toBe(1);
    await worker.terminate();
  });
});

describe('waitUntilReadableSync', () => {
  it('counts itself as a waiter and is woken by a write', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const words = new Int32Array(fifo.buffer);
    // Word 3 of the header is the number of waiters.
    const worker = new Worker(
      `const { workerData } = require('node:worker_threads');
       const words = new Int32Array(workerData);
       while (Atomics.load(words, 3) === 0) Atomics.wait(words, 2, 0, 1);
       Atomics.store(words, 0, 1);
       Atomics.notify(words, 0);`,
      { eval: true, workerData: fifo.buffer },
    );
    fifo.waitUntilReadableSync(LONG_MS);
    expect(fifo.readableFrames).toBe(1);
    expect(Atomics.load(words, 3)).toBe(0);
    await worker.terminate();
  });

  it('is no longer counted as a waiter after its timeout', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    fifo.waitUntilReadableSync(1);
    await fifo.waitUntilReadable(1);
    expect(Atomics.load(new Int32Array(fifo.buffer), 3)).toBe(0);
  });
});
