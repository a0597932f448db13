import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/measure/check/checks.js';
import { WRONG_NAMES } from '../../../src/sim/wrongs.js';
import { checked, named } from './on-the-sim.js';

/** A planted fault and the one check that finds it. */
const BOTH = [
  ['WRONG=refuses-format', 'formats'],
  ['WRONG=refuses-channels', 'channels'],
  ['WRONG=refuses-rate', 'rates'],
  ['WRONG=refuses-period', 'period-sizes'],
  ['WRONG=refuses-buffer', 'buffer-sizes'],
  ['WRONG=open-dirty', 'initial-state'],
  ['WRONG=ring-dirty', 'ring-zero'],
  ['STATUS=refused', 'page-mapping'],
  ['WRONG=areas-shared', 'channel-areas'],
  ['WRONG=sync-ptr-deaf', 'sync-ptr-flags'],
  ['WRONG=page-stale', 'page-values'],
  ['WRONG=hw-free-mapped', 'hw-free'],
  ['STUCK=1', 'pointer-moves'],
  ['STUCK=20000', 'pointer-moves'],
  ['BACKSTEP=20000:600', 'pointer-order'],
  ['JUMP=20000:3000', 'pointer-steps'],
  ['RATE_PPM=20000', 'pointer-rate'],
  ['RATE_PPM=-20000', 'pointer-rate'],
  ['WRAP=2,WRONG=boundary-late', 'pointer-boundary'],
  ['STEP=1024', 'batch-flag'],
  ['WRONG=stamp-zero', 'timestamp-set'],
  ['WRONG=stamp-realtime', 'timestamp-clock'],
  ['WRONG=stamp-backward', 'timestamp-order'],
  ['WRONG=stamp-frozen', 'timestamp-advance'],
  ['WRONG=stamp-ahead', 'timestamp-age'],
  ['WRONG=stamp-old', 'timestamp-start'],
  ['WRONG=stamp-left', 'reopen'],
  ['WRONG=avail-off', 'avail'],
  ['WRONG=delay-insane', 'delay'],
  ['WRONG=trigger-zero', 'trigger-time'],
  ['WRONG=start-late', 'start-time'],
  ['WRONG=start-twice', 'start-twice'],
  ['WRONG=prepare-running', 'prepare-running'],
  ['WRONG=stop-runs', 'drop'],
  ['WRONG=pause-refused', 'pause-flag'],
  ['WRONG=pause-runs', 'pause'],
  ['WRONG=pause-leaps', 'pause-release'],
  ['WRONG=pause-stays', 'pause-release'],
  ['WRONG=xrun-never', 'xrun'],
  ['WRONG=xrun-deaf', 'xrun-calls'],
  ['WRONG=poll-calm', 'xrun-poll'],
  ['WRONG=poll-early', 'poll-waits'],
  ['WRONG=poll-never', 'poll-wakes'],
  ['WRONG=wakeup-stays', 'no-period-wakeup'],
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
  it.each(faults)('%s is found by %s and by no other check', async (fault, check) => {
    const { result } = await checked(`sim:${fault}`, { direction });
    expect(named(result, 'failed')).toEqual([check]);
  });
});

describe('a fault that breaks more than one rule', () => {
  it('capture: pointers kept by PREPARE cause an xrun at once', async () => {
    const { result } = await checked('sim:WRONG=prepare-keeps', { direction: 'capture' });
    expect(named(result, 'failed')).toEqual(['prepare', 'xrun-prepare']);
  });

  it('checks that need a running stream fail or are skipped if START fails', async () => {
    const { result } = await checked('sim:WRONG=start-fails');
    expect(named(result, 'failed')).toEqual([
      'pointer-moves',
      'trigger-time',
      'start',
      'start-empty',
      'start-twice',
      'prepare-running',
      'pause-flag',
    ]);
    const found = result.verdicts.find(({ name }) => name === 'start')!;
    expect(found).toMatchObject({ evidence: 'START: EIO', atFrame: 0 });
  });
});

describe('the table of faults', () => {
  const all = [...BOTH, ...PLAYBACK];

  it('has every quirk of the simulated card', () => {
    const planted = all.map(([fault]) => /WRONG=(.*)$/.exec(fault)?.[1]);
    expect(WRONG_NAMES.filter((name) => !planted.includes(name))).toEqual(['start-fails']);
  });

  it('has a fault for every check except three, which have their own tests', () => {
    const found = all.map(([, check]) => check as string);
    const names = CHECKS.map(({ name }) => name);
    expect(names.filter((name) => !found.includes(name))).toEqual([
      'two-periods',
      'start',
      'xrun-prepare',
    ]);
  });
});
