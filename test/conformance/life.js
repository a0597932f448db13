/**
 * Brings a stream to a stage of its life, in this thread or in a worker, and then ends as ENDING
 * says.
 *
 *   node --expose-gc test/conformance/life.js DEVICE DIRECTION ENDING [STAGE]
 *
 * Endings of the process take one stage; those of a thread go through all stages, and after each
 * the device must be free again.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { memoryOf } from '../../dist/device/device-memory.js';
import { MmapCapture, MmapPlayback } from '../../dist/direct.js';
import { openDevice } from '../../dist/index.js';

const { name, direction, ending, stage } = isMainThread ? fromWords() : workerData;

function fromWords() {
  const [device, way, how, at] = process.argv.slice(2);
  return { name: device, direction: way, ending: how, stage: Number(at) };
}

/** Each step leads to the next stage. */
const STEPS = [
  async (life) => {
    const request = { periodSize: { frames: 1024 }, bufferSize: { frames: 8192 } };
    life.device = await openDevice(name, { direction, ...request, stopThreshold: 'never' });
  },
  (life) => {
    life.io =
      direction === 'playback' ? new MmapPlayback(life.device) : new MmapCapture(life.device);
  },
  (life) => {
    life.regions = life.io.dataPtr();
  },
  (life) => {
    if (direction === 'capture') return;
    for (const region of life.regions) region.fillSilence();
    life.io.commit(life.io.avail());
  },
  (life) => life.device.start(),
  (life) => life.device.wait(5),
  (life) => life.io.close(),
  (life) => life.device.close(),
];

async function live(upTo) {
  const life = {};
  for (const step of STEPS.slice(0, upTo)) await step(life);
  return life;
}

/** Other references of process `who` (a pid) to the card. */
function heldBy(who) {
  const descriptors = readdirSync(`/proc/${who}/fd`).map((fd) => linkOf(`/proc/${who}/fd/${fd}`));
  const inMemory = readFileSync(`/proc/${who}/maps`, 'utf8').split('\n');
  return [...descriptors, ...inMemory].filter((what) => what.includes('/dev/snd/pcm'));
}

function linkOf(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

const settled = async () => {
  for (let cycle = 0; cycle < 5; cycle++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

function inWorker(how, at) {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { name, direction, ending: how, stage: at },
  });
  const ended = new Promise((resolve, reject) => worker.on('error', reject).on('exit', resolve));
  return { worker, ended, there: new Promise((resolve) => worker.once('message', resolve)) };
}

const OF_THE_PROCESS = {
  exits: () => process.exit(7),
  throws: () => {
    throw new Error('on purpose');
  },
  starts: (life) => {
    const child = spawn('sleep', ['3'], { stdio: 'ignore', detached: true });
    if (life.device !== undefined && stage < STEPS.length && name.startsWith('hw:')) {
      assert.ok(heldBy(process.pid).length > 0);
    }
    assert.deepEqual(heldBy(child.pid), []);
    process.exit(7);
  },
};

const OF_A_THREAD = {
  /** Twice, and then used as if it were not. */
  async closed(at) {
    const life = await live(at);
    for (const _ of [1, 2]) {
      life.io?.close();
      life.device.close();
    }
    for (const access of accessorsOf(life))
      assert.throws(access, { name: 'AlsaMmapError', code: 'CLOSED' });
  },
  async collected(at) {
    await live(at);
    await settled();
  },
  async ended(at) {
    await inWorker('work', at).ended;
  },
  async terminated(at) {
    const { worker, there } = inWorker('loop', at);
    await there;
    await worker.terminate();
  },
  /** Two threads on two streams of the card; one is terminated while the other continues. */
  async two(at) {
    const [first, second] = [inWorker('loop', at), inWorker('loop', at)];
    await Promise.all([first.there, second.there]);
    await first.worker.terminate();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await second.worker.terminate();
  },
};

/** All that can be looked at, and what would do harm to memory that is gone. */
function accessorsOf({ device, io, regions }) {
  const ofDevice = [
    () => memoryOf(device).mapStatus(),
    () => memoryOf(device).mapSamples(0, 4096),
    () => device.wait(1),
    () => device.channelInfo(0),
    () => device.syncPtr(new ArrayBuffer(136)),
  ];
  const ofStream = [
    () => io.hwsync(),
    () => io.avail(),
    () => io.applPtr(),
    () => io.dataPtr(),
    () => io.commit(0),
  ];
  const ofRegions = [() => regions[0].get(0, 0), () => regions[0].set(0, 0, 0)];
  return [...ofDevice, ...(io ? ofStream : []), ...(regions ? ofRegions : [])];
}

/** Nothing ends this loop but the end of its thread. */
function loop(life) {
  const accessors = accessorsOf(life).filter((access) => !`${access}`.includes('.map'));
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    for (const access of accessors) {
      try {
        access();
      } catch {}
    }
    // Yields to the thread that ends this one, on a machine with few processors.
    Atomics.wait(never, 0, 0, 1);
  }
}

async function main() {
  if (OF_THE_PROCESS[ending]) {
    globalThis.life = await live(stage);
    OF_THE_PROCESS[ending](globalThis.life);
    return;
  }
  for (let at = 1; at <= STEPS.length; at++) {
    console.log(`stage ${at}`);
    await OF_A_THREAD[ending](at);
    await settled();
    const { device } = await live(1);
    device.close();
    assert.deepEqual(heldBy(process.pid), []);
  }
  console.log('all stages');
}

async function work() {
  globalThis.life = await live(stage);
  if (ending !== 'loop') process.exit();
  parentPort.postMessage('there');
  loop(globalThis.life);
}

await (isMainThread ? main() : work());
