import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/measure/check/checks.js';
import { WRONG_NAMES } from '../../../src/sim/wrongs.js';
import { checked, named } from './on-the-sim.js';

/** What is wrong with the card, and the one check that says so. */
const BOTH = [
  ['WRONG=refuses-format', 'formats'],
  ['WRONG=refuses-channels', 'channels'],
  ['WRONG=refuses-rate', 'rates'],
  ['WRONG=refuses-period', 'period-sizes'],
  ['WRONG=refuses-buffer', 'buffer-sizes'],
  ['WRONG=open-dirty', 'fresh'],
  ['WRONG=ring-dirty', 'ring-zero'],
  ['STATUS=refused', 'pages'],
  ['WRONG=areas-shared', 'areas'],
  ['WRONG=sync-ptr-deaf', 'sync-ptr'],
  ['WRONG=page-stale', 'page-ioctl'],
  ['WRONG=hw-free-mapped', 'hw-free'],
  ['STUCK=1', 'pointer-moves'],
  ['STUCK=20000', 'pointer-moves'],
  ['BACKSTEP=20000:600', 'pointer-order'],
  ['JUMP=20000:3000', 'pointer-steps'],
  ['RATE_PPM=20000', 'pointer-rate'],
  ['RATE_PPM=-20000', 'pointer-rate'],
  ['WRAP=2,WRONG=boundary-late', 'pointer-boundary'],
  ['STEP=1024', 'batch-claim'],
  ['WRONG=stamp-zero', 'stamp-set'],
  ['WRONG=stamp-realtime', 'stamp-clock'],
  ['WRONG=stamp-backward', 'stamp-order'],
  ['WRONG=stamp-frozen', 'stamp-advance'],
  ['WRONG=stamp-ahead', 'stamp-age'],
  ['WRONG=stamp-old', 'stamp-start'],
  ['WRONG=stamp-left', 'reopen'],
  ['WRONG=avail-off', 'avail'],
  ['WRONG=delay-insane', 'delay'],
  ['WRONG=trigger-zero', 'trigger-time'],
  ['WRONG=start-late', 'start-time'],
  ['WRONG=start-twice', 'start-twice'],
  ['WRONG=prepare-running', 'prepare-running'],
  ['WRONG=stop-runs', 'stop'],
  ['WRONG=pause-refused', 'pause-claim'],
  ['WRONG=pause-runs', 'pause'],
  ['WRONG=pause-leaps', 'pause-release'],
  ['WRONG=pause-stays', 'pause-release'],
  ['WRONG=xrun-never', 'xrun'],
  ['WRONG=xrun-deaf', 'xrun-calls'],
  ['WRONG=poll-calm', 'xrun-poll'],
  ['WRONG=poll-early', 'poll-waits'],
  ['WRONG=poll-never', 'poll-wakes'],
  ['WRONG=wakeup-stays', 'no-wakeup'],
] as const;

const PLAYBACK = [
  ['WRONG=start-empty', 'start-empty'],
  ['WRONG=prepare-keeps', 'prepare'],
  ['WRONG=drain-early', 'drain-time'],
  ['WRONG=drain-never', 'drain-end'],
  ['WRONG=silence-missing', 'silence'],
] as const;

describe.each([
  ['playback', [...BOTH, ...PLAYBACK]],
  ['capture', BOTH],
] as const)('a fault of the %s side', (direction, faults) => {
  it.each(faults)('%s is found by %s, and by no other check', async (fault, check) => {
    const { result } = await checked(`sim:${fault}`, { direction });
    expect(named(result, 'failed')).toEqual([check]);
  });
});

describe('a fault that breaks more than one promise', () => {
  it('of capture: pointers that PREPARE keeps are an xrun again at once', async () => {
    const { result } = await checked('sim:WRONG=prepare-keeps', { direction: 'capture' });
    expect(named(result, 'failed')).toEqual(['prepare', 'xrun-prepare']);
  });

  it('a stream that cannot be started: what needs one that runs is skipped, or fails', async () => {
    const { result } = await checked('sim:WRONG=start-fails');
    expect(named(result, 'failed')).toEqual([
      'pointer-moves',
      'trigger-time',
      'start',
      'start-empty',
      'start-twice',
      'prepare-running',
      'pause-claim',
    ]);
    const found = result.verdicts.find(({ name }) => name === 'start')!;
    expect(found).toMatchObject({ evidence: 'START: EIO', atFrame: 0 });
  });
});

describe('the table of faults', () => {
  const all = [...BOTH, ...PLAYBACK];

  it('has every wrong of the built-in card', () => {
    const planted = all.map(([fault]) => /WRONG=(.*)$/.exec(fault)?.[1]);
    expect(WRONG_NAMES.filter((name) => !planted.includes(name))).toEqual(['start-fails']);
  });

  it('has a fault for every check but three, which have tests of their own', () => {
    const found = all.map(([, check]) => check as string);
    const names = CHECKS.map(({ name }) => name);
    expect(names.filter((name) => !found.includes(name))).toEqual([
      'two-periods',
      'start',
      'xrun-prepare',
    ]);
  });
});
