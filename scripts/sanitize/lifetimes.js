/**
 * Takes each object of the addon through its lifetimes: never closed, closed twice, used after
 * close, collected, refused, and ended with a worker that exits and with one that is terminated.
 * The steps are few, as valgrind emulates every instruction.
 *
 *   node --expose-gc scripts/sanitize/lifetimes.js PATH_OF_THE_ADDON
 */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const [addon] = isMainThread ? process.argv.slice(2) : [workerData.addon];
const native = createRequire(import.meta.url)(addon);
/** Objects that are open when their worker ends. @type {unknown[]} */
const stillOpen = [];

/**
 * @param {number} fd
 * @param {0 | 1} direction playback or capture
 */
function openAndUse(fd, direction) {
  const pcm = new native.Pcm('null', direction);
  const space = new native.HwParams(pcm);
  assert.throws(() => space.set('access', 200), { code: 'EINVAL' });
  space.set('access', 3);
  space.set('format', 2);
  space.setNear('rate', 48_000);
  space.set('channels', 2);
  space.install();
  const ring = native.map(fd, 0, 4096, true);
  new Uint8Array(ring).fill(direction);
  pcm.swParams({ availMin: 2n, tstampEnable: true });
  pcm.info();
  pcm.prepare();
  const frames = new Uint8Array(64);
  if (direction === 0) pcm.writei(frames, 4);
  else pcm.readi(frames, 4);
  pcm.htimestamp(new ArrayBuffer(16));
  assert.throws(() => native.syncPtr(fd, new ArrayBuffer(136)), { code: 'ENOTTY' });
  assert.throws(() => new native.Pcm('hw:31', 0), { code: 'ENOENT' });
  assert.throws(() => native.map(fd, 1, 4096, true), { code: 'EINVAL' });
  return { pcm, space, ring };
}

/** @param {ReturnType<typeof openAndUse>} opened */
function closeTwice({ pcm, space, ring }) {
  for (const _ of [1, 2]) {
    native.unmap(ring);
    pcm.close();
  }
  assert.throws(() => pcm.state(), { code: 'EBADF' });
  assert.throws(() => space.get('rate'), { code: 'EBADF' });
}

async function collect() {
  for (let times = 0; times < 3; times++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-lifetimes-'));
  writeFileSync(join(folder, 'ring'), Buffer.alloc(4096));
  const fd = openSync(join(folder, 'ring'), 'r+');
  closeTwice(openAndUse(fd, 0));
  closeTwice(openAndUse(fd, 1));
  openAndUse(fd, 0);
  await collect();

  const start = (/** @type {string} */ how) =>
    new Worker(new URL(import.meta.url), { workerData: { addon, fd, how } });
  const [code] = await once(start('end'), 'exit');
  assert.equal(code, 0);
  const looping = start('loop');
  await once(looping, 'message');
  await looping.terminate();
  await collect();

  rmSync(folder, { recursive: true });
  console.log('all lifetimes completed');
}

/** @param {{ fd: number, how: string }} data */
function inWorker({ fd, how }) {
  stillOpen.push(openAndUse(fd, 1));
  if (how === 'end') return;
  parentPort?.postMessage('looping');
  for (;;) closeTwice(openAndUse(fd, 0));
}

if (isMainThread) await main();
else inWorker(workerData);
