import { Snapshot } from '../../dist/direct.js';

const HW_PTR_OFFSET = 8;
const SYNC_PTR_BYTES = 136;
/** Read both back: APPL and AVAIL_MIN. */
const GET = 6;

/**
 * Benchmark cases: each runs its operation `count` times and returns the nanoseconds. Every loop is
 * a function of its own and uses the value it reads, so that nothing is optimized away.
 */
export function coreCases(device, addon) {
  const { io, status, syncPtr } = device;
  const snapshot = new Snapshot();
  const block = new ArrayBuffer(SYNC_PTR_BYTES);
  new Uint32Array(block)[0] = GET;
  const cases = [
    {
      name: 'hwPtr()',
      limit: 12,
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += io.hwPtr();
        return sum;
      }),
    },
    {
      name: 'avail()',
      limit: 25,
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += io.avail();
        return sum;
      }),
    },
    {
      name: 'snapshot()',
      limit: 70,
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += io.snapshot(snapshot).hwPtr;
        return sum;
      }),
    },
    {
      name: 'commit(0)',
      limit: 40,
      run: timed((count) => {
        for (let i = 0; i < count; i++) io.commit(0);
        return 0;
      }),
    },
    {
      name: 'empty native call',
      run: timed((count) => {
        for (let i = 0; i < count; i++) addon.emptyCall();
        return 0;
      }),
    },
  ];
  if (status !== undefined) {
    cases.unshift({
      name: 'volatile read in C',
      native: true,
      run: (count) => addon.timeVolatileReads(status, HW_PTR_OFFSET, count),
    });
  }
  if (syncPtr !== undefined) {
    cases.push({
      name: 'SYNC_PTR',
      share: 0.02,
      run: timed((count) => {
        for (let i = 0; i < count; i++) syncPtr(block);
        return 0;
      }),
    });
  }
  return cases;
}

let sink = 0;

function timed(loop) {
  return (count) => {
    const start = process.hrtime.bigint();
    sink += loop(count);
    return Number(process.hrtime.bigint() - start);
  };
}

/** So that the sums are used. */
export function used() {
  return sink;
}
