/**
 * Prints the bytes that each call of a stream leaves on the heap, as JSON, for callers of one tier
 * of V8: bytes-per-call.js interpreted | maglev | turbofan. Needs --allow-natives-syntax.
 */

import { openDevice, PcmState } from 'alsa-mmap';
import { MmapPlayback, Snapshot } from 'alsa-mmap/direct';
import { provideMemory } from '#dist/device/device-memory.js';

const COUNT = 200_000;
/** V8 needs some of them to compile what is called. */
const MAX_ROUNDS = 30;

/** Uses of the results that allocate nothing themselves, in any tier. */
const CALLS = {
  hwPtr: 'if (io.hwPtr() === 1) seen++',
  applPtr: 'if (io.applPtr() === 1) seen++',
  avail: 'if (io.avail() === 1) seen++',
  state: 'if (io.state() === 1) seen++',
  snapshot: 'if (io.snapshot(snapshot).avail === 1) seen++',
  commit: 'io.commit(1)',
  /** Returns a new number above 2^31: allocates in a caller that does not inline it. */
  peekHwPtr: 'if (io.status.peekHwPtr() === 1) seen++',
};

/** Functions that fix the tier of a caller. V8's own functions need their own syntax. */
const prepare = new Function('f', '%PrepareFunctionForOptimization(f)');
const TIERS = {
  interpreted: new Function('f', '%NeverOptimizeFunction(f)'),
  maglev: new Function('f', '%OptimizeMaglevOnNextCall(f)'),
  turbofan: new Function('f', '%OptimizeFunctionOnNextCall(f)'),
};

const io = new MmapPlayback(await deviceAbove32Bits());
const snapshot = new Snapshot();
const tier = TIERS[process.argv[2]];
const bytes = Object.entries(CALLS).map(([name, body]) => [name, bytesPerCall(body)]);
console.log(JSON.stringify(Object.fromEntries(bytes)));
io.close();

/** @param {string} body */
function bytesPerCall(body) {
  const [warmUp, caller] = [1, 2].map(() => {
    const loop = `let seen = 0; for (let i = 0; i < count; i++) { ${body}; } return seen;`;
    return new Function('io', 'snapshot', 'count', loop);
  });
  prepare(caller);
  caller(io, snapshot, 10);
  tier(caller);
  caller(io, snapshot, 10);
  let bytes = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS && bytes > 0.5; round++) {
    warmUp(io, snapshot, COUNT);
    gc();
    const before = process.memoryUsage().heapUsed;
    caller(io, snapshot, COUNT);
    bytes = (process.memoryUsage().heapUsed - before) / COUNT;
  }
  return Math.round(bytes);
}

/** A running stream whose pointers are above 2^32, with frames to commit. */
async function deviceAbove32Bits() {
  const device = await openDevice('sim', { direction: 'playback', stopThreshold: 'never' });
  const status = new ArrayBuffer(4096);
  const control = new ArrayBuffer(4096);
  new Int32Array(status)[0] = PcmState.RUNNING;
  new BigUint64Array(status).set([5_000_000_000n, 1000n, 999_999_999n], 1);
  new BigUint64Array(control).set([4_400_000_000n, 1024n]);
  const mapping = (buffer) => ({ kind: 'mapped', buffer, onUnmap: undefined, unmap: () => {} });
  provideMemory(device, {
    mapStatus: () => mapping(status),
    mapControl: () => mapping(control),
    mapSamples: (_offset, length) => mapping(new ArrayBuffer(length)),
  });
  return device;
}
