/**
 * Makes the n-th call of a function fail in one thread of a program: `node --import` this file with
 * FAULT=NAME:N:ERRNO:THREAD. NAME is a function of node:fs, Worker or SharedArrayBuffer; THREAD is
 * main, stream, or dma for the simulated card's. FAULT_FIRED names a file that is created when the
 * call fails.
 */

import fs, { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import threads, { isMainThread, workerData } from 'node:worker_threads';

const [name, nth, errno, where] = process.env.FAULT.split(':');
let calls = 0;

/** @param {() => Error} createError */
function failNth(createError) {
  calls++;
  if (calls !== Number(nth)) return;
  writeFileSync(process.env.FAULT_FIRED, '');
  throw createError();
}

function systemError() {
  const message = `${errno}: injected, ${name}`;
  return Object.assign(new Error(message), { code: errno, syscall: name.replace('Sync', '') });
}

function patchWorker() {
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(...words) {
      // As Node does if pthread_create fails.
      failNth(() => Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' }));
      super(...words);
    }
  };
}

function patchMemory() {
  const Original = globalThis.SharedArrayBuffer;
  // As V8 does if the system has no memory.
  globalThis.SharedArrayBuffer = class extends Original {
    constructor(...words) {
      failNth(() => new RangeError('Array buffer allocation failed'));
      super(...words);
    }
  };
}

function patchFile() {
  const original = fs[name];
  fs[name] = (...words) => {
    if (!isIgnored()) failNth(systemError);
    return original(...words);
  };
}

/**
 * True for a call of Node itself, such as of its loader since Node 24, and for one that reads which
 * C library Node uses: a fault there has no effect.
 */
function isIgnored() {
  const { stack } = new Error();
  const [, , , caller = ''] = stack.split('\n');
  return /\(node:|at node:/.test(caller) || stack.includes('at cLibrary ');
}

const thread = workerData?.streamParams === undefined ? 'stream' : 'dma';
if (where === (isMainThread ? 'main' : thread)) {
  if (name === 'Worker') patchWorker();
  else if (name === 'SharedArrayBuffer') patchMemory();
  else patchFile();
  syncBuiltinESMExports();
}
