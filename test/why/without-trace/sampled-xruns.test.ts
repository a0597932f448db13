import { describe, expect, it } from 'vitest';
import { PcmState } from '../../../src/device/pcm-state.js';
import type { PointerSample } from '../../../src/observe/sample-ring.js';
import { sampledXruns } from '../../../src/why/without-trace/sampled-xruns.js';

const { RUNNING, XRUN, PREPARED, SETUP, DRAINING } = PcmState;
const PLAYBACK = { direction: 'playback', bufferSize: 4096, rateHz: 48_000 } as const;
const MS = 1e6;

/** Samples at a time in ms, each with the state and pointers that are new. */
function samples(
  ...rows: readonly (readonly [ms: number, state: number, hw: number, appl: number])[]
): PointerSample[] {
  return rows.map(([ms, state, hwPtr, applPtr]) => ({
    ...{ sinceNs: (ms - 1) * MS, ns: ms * MS },
    ...{ state, hwPtr, applPtr },
  }));
}

/** A period of 20 ms plays, and a period is committed 2 ms later; then none is. */
const UNTIL_DRY = [
  [20, RUNNING, 960, 3840],
  [22, RUNNING, 960, 4800],
  [40, RUNNING, 1920, 4800],
] as const;

describe('an xrun in samples of the pointers', () => {
  it('has the moment at which the last frame was played, and the commits before', () => {
    const rows = samples(...UNTIL_DRY, [100, RUNNING, 3840, 4800], [121, XRUN, 4820, 4800]);
    expect(sampledXruns(rows, PLAYBACK)).toEqual([
      {
        ranDryNs: 120 * MS,
        noticedNs: 121 * MS,
        // 960 frames, less the 2 ms that were played.
        commits: [{ sinceNs: 21 * MS, ns: 22 * MS, frames: 960, fillFrames: 4800 - 960 - 96 }],
      },
    ]);
  });

  it('was noticed when the ring ran dry at the latest', () => {
    const rows = samples(...UNTIL_DRY, [50, XRUN, 1920, 4800]);
    expect(sampledXruns(rows, PLAYBACK)).toMatchObject([{ ranDryNs: 50 * MS }]);
  });

  it.each([RUNNING, PREPARED])('counts if the stream begins anew after it, state %i', (state) => {
    const rows = samples(...UNTIL_DRY, [130, state, 0, 3840]);
    expect(sampledXruns(rows, PLAYBACK)).toMatchObject([
      { ranDryNs: 100 * MS, noticedNs: 130 * MS },
    ]);
  });

  it.each([
    ['begins anew while frames are left', [90, RUNNING, 0, 3840]],
    ['is dropped', [130, SETUP, 1920, 4800]],
    ['drains', [130, DRAINING, 4790, 4800]],
  ] as const)('does not count if the stream %s', (_, row) => {
    expect(sampledXruns(samples(...UNTIL_DRY, row), PLAYBACK)).toEqual([]);
  });

  it('of a capture has the moment at which the ring was full', () => {
    const rows = samples([20, RUNNING, 960, 0], [22, RUNNING, 960, 960], [108, XRUN, 5100, 960]);
    expect(sampledXruns(rows, { ...PLAYBACK, direction: 'capture' })).toMatchObject([
      // 4096 frames from 20 ms on.
      { ranDryNs: Math.round(20 * MS + (1e9 * 4096) / 48_000), commits: [{ fillFrames: 96 }] },
    ]);
  });

  it('is each one of several', () => {
    const first = samples(...UNTIL_DRY, [101, XRUN, 4900, 4800], [105, PREPARED, 0, 0]);
    const second = samples([110, RUNNING, 0, 960], [131, XRUN, 1000, 960]);
    expect(sampledXruns([...first, ...second], PLAYBACK)).toMatchObject([
      { noticedNs: 101 * MS },
      { ranDryNs: 130 * MS },
    ]);
  });
});
