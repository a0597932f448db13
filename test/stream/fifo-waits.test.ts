import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { FrameFifo } from '../../src/stream/frame-fifo.js';

const LONG_MS = 20_000;

/** Whether the promise is still open after everything that is ready has run. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  let open = true;
  promise.then(() => {
    open = false;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  return open;
}

describe('who waits at a FIFO without blocking its thread', () => {
  it('is woken by frames', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const waiting = fifo.waitUntilReadable(LONG_MS);
    expect(await isOpen(waiting)).toBe(true);
    fifo.commitWrite(1);
    expect(await isOpen(waiting)).toBe(false);
    await fifo.waitUntilReadable(LONG_MS);
  });

  it('is woken by room', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    await fifo.waitUntilWritable(LONG_MS);
    fifo.commitWrite(4);
    const waiting = fifo.waitUntilWritable(LONG_MS);
    expect(await isOpen(waiting)).toBe(true);
    fifo.commitRead(1);
    expect(await isOpen(waiting)).toBe(false);
  });

  it('is woken by the end, and by whoever wakes it', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const waiting = fifo.waitUntilReadable(LONG_MS);
    fifo.wakeWaiters();
    expect(await isOpen(waiting)).toBe(false);
    const other = fifo.waitUntilReadable(LONG_MS);
    fifo.close();
    expect(await isOpen(other)).toBe(false);
    await fifo.waitUntilReadable(LONG_MS);
  });

  it('waits no longer than it wants to', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    await fifo.waitUntilReadable(5);
  });

  it('is woken from another thread', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const waiting = fifo.waitUntilReadable(LONG_MS);
    // The place where it is put is the first word of the head.
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

describe('who sleeps at a FIFO', () => {
  it('says so, and is woken by whoever puts a frame then', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    const words = new Int32Array(fifo.buffer);
    // The fourth word of the head tells how many wait.
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

  it('is no longer told of when it has waited long enough', async () => {
    const fifo = FrameFifo.allocate(4, 2);
    fifo.waitUntilReadableSync(1);
    await fifo.waitUntilReadable(1);
    expect(Atomics.load(new Int32Array(fifo.buffer), 3)).toBe(0);
  });
});
