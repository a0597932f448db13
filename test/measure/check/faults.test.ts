import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/measure/check/checks.js';
import { QUIRK_NAMES } from '../../../src/sim/quirks.js';
import { checked, named } from './on-the-sim.js';

/** A planted fault and the one check that finds it. */
const BOTH = [
  ['QUIRK=refuses-format', 'formats'],
  ['QUIRK=refuses-channels', 'channels'],
  ['QUIRK=refuses-rate', 'rates'],
  ['QUIRK=refuses-period', 'period-sizes'],
  ['QUIRK=refuses-buffer', 'buffer-sizes'],
  ['QUIRK=pointers-not-reset', 'initial-state'],
  ['QUIRK=ring-not-cleared', 'ring-zero'],
  ['STATUS=refused', 'page-mapping'],
  ['QUIRK=areas-overlap', 'channel-areas'],
  ['QUIRK=sync-ptr-ignores-avail-min', 'sync-ptr-flags'],
  ['QUIRK=status-page-lags', 'page-values'],
  ['QUIRK=hw-free-mapped', 'hw-free'],
  ['STALL=1', 'pointer-moves'],
  ['STALL=20000', 'pointer-moves'],
  ['BACKSTEP=20000:600', 'pointer-order'],
  ['JUMP=20000:3000', 'pointer-steps'],
  ['RATE_PPM=20000', 'pointer-rate'],
  ['RATE_PPM=-20000', 'pointer-rate'],
  ['BOUNDARY=2,QUIRK=wrap-late', 'pointer-boundary'],
  ['STEP=1024', 'batch-flag'],
  ['QUIRK=timestamp-zero', 'timestamp-set'],
  ['QUIRK=timestamp-realtime', 'timestamp-clock'],
  ['QUIRK=timestamp-backward', 'timestamp-order'],
  ['QUIRK=timestamp-frozen', 'timestamp-advance'],
  ['QUIRK=timestamp-ahead', 'timestamp-age'],
  ['QUIRK=timestamp-old-at-start', 'timestamp-start'],
  ['QUIRK=timestamp-not-cleared', 'reopen'],
  ['QUIRK=avail-off-by-one', 'avail'],
  ['QUIRK=delay-implausible', 'delay'],
  ['QUIRK=trigger-timestamp-zero', 'trigger-time'],
  ['QUIRK=trigger-timestamp-kept', 'trigger-drop'],
  ['QUIRK=start-late', 'start-time'],
  ['QUIRK=start-twice', 'start-twice'],
  ['QUIRK=start-burst', 'start-burst'],
  ['QUIRK=prepare-keeps-dma', 'prepare-dma'],
  ['QUIRK=prepare-running', 'prepare-running'],
  ['QUIRK=drop-keeps-running', 'drop'],
  ['QUIRK=pause-refused', 'pause-flag'],
  ['QUIRK=pause-keeps-running', 'pause'],
  ['QUIRK=pause-suspends', 'pause'],
  ['QUIRK=pause-release-jumps', 'pause-release'],
  ['QUIRK=pause-release-stalls', 'pause-release'],
  ['QUIRK=delay-grows-by-pause', 'pause-delay'],
  ['QUIRK=xrun-never', 'xrun'],
  ['QUIRK=hwsync-ignores-xrun', 'xrun-calls'],
  ['QUIRK=poll-hides-error', 'xrun-poll'],
  ['QUIRK=poll-early', 'poll-waits'],
  ['QUIRK=poll-never', 'poll-wakes'],
  ['QUIRK=interrupts-lost', 'interrupts'],
  ['QUIRK=period-wakeup-always', 'no-period-wakeup'],
] as const;

const PLAYBACK = [
  ['QUIRK=start-empty', 'start-empty'],
  ['QUIRK=prepare-keeps-pointers', 'prepare'],
  ['QUIRK=drain-early', 'drain-time'],
  ['QUIRK=drain-never', 'drain-end'],
  ['QUIRK=silence-missing', 'silence'],
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

describe.each(['playback', 'capture'] as const)('a suspend while paused, %s', (direction) => {
  it.each([
    ['pause-suspends', ['pause']],
    ['pause-suspends:pause-resume-runs', ['pause', 'pause-resume']],
    ['pause-suspends:pause-resume-stalls', ['pause', 'pause-resume']],
  ])('is judged by RESUME and the release: %s', async (quirks, checks) => {
    const { result } = await checked(`sim:QUIRK=${quirks}`, { direction });
    expect(named(result, 'failed')).toEqual(checks);
    expect(named(result, 'skipped')).not.toContain('pause-resume');
  });
});

describe('a fault that breaks more than one rule', () => {
  it('capture: pointers kept by PREPARE cause an xrun at once', async () => {
    const { result } = await checked('sim:QUIRK=prepare-keeps-pointers', { direction: 'capture' });
    expect(named(result, 'failed')).toEqual(['prepare', 'xrun-prepare']);
  });

  it('checks that need a running stream fail or are skipped if START fails', async () => {
    const { result } = await checked('sim:QUIRK=start-fails');
    expect(named(result, 'failed')).toEqual([
      'pointer-moves',
      'trigger-time',
      'start',
      'start-empty',
      'start-twice',
      'prepare-running',
      'pause-flag',
    ]);
    const failed = result.verdicts.find(({ name }) => name === 'start')!;
    expect(failed).toMatchObject({ evidence: 'START: EIO', atFrame: 0 });
  });
});

describe('the table of faults', () => {
  const all = [...BOTH, ...PLAYBACK];

  it('has every quirk of the simulated card', () => {
    const planted = all.map(([fault]) => /QUIRK=(.*)$/.exec(fault)?.[1]);
    // Those of channels are for `bench channels`.
    const others = QUIRK_NAMES.filter((name) => !/^channels?-/.test(name));
    expect(others.filter((name) => !planted.includes(name))).toEqual([
      'start-fails',
      'pause-resume-runs',
      'pause-resume-stalls',
    ]);
  });

  it('has a fault for every check except four, which have their own tests', () => {
    const found = all.map(([, check]) => check as string);
    const names = CHECKS.map(({ name }) => name);
    expect(names.filter((name) => !found.includes(name))).toEqual([
      'two-periods',
      'start',
      'pause-resume',
      'xrun-prepare',
    ]);
  });
});
