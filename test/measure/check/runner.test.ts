import { describe, expect, it } from 'vitest';
import { AlsaMmapError } from '../../../src/device/errors.js';
import type { Check, CheckBench } from '../../../src/measure/check/bench.js';
import { CHECKS } from '../../../src/measure/check/checks.js';
import { runCheck } from '../../../src/measure/check/runner.js';
import { pass } from '../../../src/measure/check/verdict.js';
import { checked, checkTask, named } from './on-the-sim.js';

/** Skipped on a card without faults: nothing suspends it. */
const SKIPPED = {
  playback: ['pause-resume'],
  capture: ['start-empty', 'pause-resume', 'drain-time', 'silence'],
};

const check = (name: string, run: Check['run']): Check => ({ name, rule: 'a rule', run });

describe.each(['playback', 'capture'] as const)('the checks on %s', (direction) => {
  it.each([
    'sim',
    'sim:CONTROL=refused',
    'sim:ACCESS=noninterleaved',
    'sim:LAYOUT=per-channel',
    'sim:BOUNDARY=2',
    'sim:STEP=48',
    'sim:RATE_PPM=4000',
    'sim:FORMATS=FLOAT_LE,RATES=44100,CHANNELS=2',
    'sim:WAKEUP_LATENCY=3000',
  ])('all pass on %s, which has no fault', async (name) => {
    const { result } = await checked(name, { direction });
    expect(named(result, 'failed')).toEqual([]);
    expect(named(result, 'skipped')).toEqual(SKIPPED[direction]);
    expect(result.verdicts.length).toBe(CHECKS.length);
  });

  it('all pass with other period and buffer sizes', async () => {
    for (const [periodSize, bufferSize] of [
      [64, 128],
      [480, 1440],
      [4096, 8192],
    ] as const) {
      const sizes = { periodSize: { frames: periodSize }, bufferSize: { frames: bufferSize } };
      const { result } = await checked('sim', { direction, ...sizes });
      expect({ periodSize, failed: named(result, 'failed') }).toEqual({ periodSize, failed: [] });
    }
  });

  it('skip what the INFO flags do not claim; a skip is not a pass', async () => {
    const { result } = await checked('sim:PERIOD_WAKEUP=always', { direction });
    expect(named(result, 'skipped')).toContain('no-period-wakeup');
    expect(named(result, 'passed')).not.toContain('no-period-wakeup');
    expect(result.verdicts.at(-1)!.evidence).toBe('INFO NO_PERIOD_WAKEUP is not set');
  });

  it('skip what needs a moving pointer if hw_ptr does not move', async () => {
    const { result } = await checked('sim:STALL=1', { direction });
    expect(named(result, 'failed')).toEqual(['pointer-moves']);
    expect(named(result, 'skipped').length).toBeGreaterThan(25);
    const [failure] = result.verdicts.filter(({ outcome }) => outcome === 'failed');
    expect(failure!.evidence).toMatch(/^hw_ptr did not move for 0\.\d\d s$/);
  });
});

describe('the evidence of a check', () => {
  it('contains the frame of the failure', async () => {
    const { result, raw } = await checked('sim:BACKSTEP=20000:600');
    const failure = result.verdicts.find(({ outcome }) => outcome === 'failed')!;
    expect(failure.evidence).toMatch(/^hw_ptr moved back by 5\d\d frames$/);
    expect(failure.atFrame).toBeGreaterThan(19_900);
    expect(failure.atFrame).toBeLessThanOrEqual(20_000);
    expect(raw['frame']!.length).toBeGreaterThan(1000);
  });

  it('is given for passed checks as well', async () => {
    const { result } = await checked('sim');
    for (const { evidence, rule } of result.verdicts) {
      expect(evidence).not.toBe('');
      expect(rule).not.toMatch(/\.$/);
    }
  });

  it('fails a ring of less than two periods', async () => {
    const twoPeriods = CHECKS.find(({ name }) => name === 'two-periods')!;
    const judge = (periodSize: number, bufferSize: number) =>
      twoPeriods.run({ params: { periodSize, bufferSize } } as CheckBench);
    expect(await judge(1024, 2048)).toMatchObject({ outcome: 'passed' });
    expect(await judge(1024, 2047)).toMatchObject({ outcome: 'failed' });
  });
});

describe('a check', () => {
  it('that hangs ends at its time limit, and the next one runs', async () => {
    const hangs = check('hangs', async (bench) => {
      bench.deadline.until(1e9, () => false);
      return pass('never');
    });
    const { result } = await checked('sim', {}, [hangs, check('next', async () => pass('made'))]);
    expect(result.verdicts).toMatchObject([
      { name: 'hangs', outcome: 'failed', evidence: 'not finished within 10 s' },
      { name: 'next', outcome: 'passed' },
    ]);
    expect(result.verdicts[0]!.seconds).toBeLessThan(12);
  });

  it('that waits on the device ends at its time limit', async () => {
    const waits = check('waits', (bench) =>
      bench.withStream({}, (stream) => {
        stream.prime();
        for (;;) stream.wait(1e6);
      }),
    );
    const { result } = await checked('sim', {}, [waits]);
    expect(result.verdicts).toMatchObject([{ outcome: 'failed', evidence: /not finished within/ }]);
  });

  it('fails if the driver refuses an unrelated call, and the device is closed', async () => {
    const refused = check('refused', (bench) =>
      bench.withStream({}, ({ device }) => {
        device.resume();
        return pass('never');
      }),
    );
    const { result } = await checked('sim', {}, [refused, refused]);
    expect(result.verdicts.map(({ outcome, evidence }) => [outcome, evidence])).toEqual([
      ['failed', 'sim: RESUME: not possible in this state (EBADFD)'],
      ['failed', 'sim: RESUME: not possible in this state (EBADFD)'],
    ]);
  });

  it('with a programming error ends the run: that is no verdict on the driver', async () => {
    const broken = check('broken', async () => {
      throw new TypeError('of the program');
    });
    await expect(checked('sim', {}, [broken])).rejects.toThrow('of the program');
  });
});

describe('the checks', () => {
  it('end with the verdicts so far if the device is disconnected', async () => {
    const { result } = await checked('sim:UNPLUG=20000');
    expect(result.gone).toBe('page-values');
    expect(result.verdicts.length).toBeGreaterThan(5);
    expect(result.verdicts.length).toBeLessThan(CHECKS.length);
    expect(result.planned).toBe(CHECKS.length);
  });

  it('end with the verdicts so far on a stop request', async () => {
    const task = checkTask('sim');
    const stops = check('stops', async () => {
      task.progress.requestStop();
      return pass('stopped');
    });
    const { result } = await runCheck(task, [
      check('first', async () => pass('made')),
      stops,
      check('last', (bench) => bench.withStream({}, () => pass('never'))),
    ]);
    expect(result).toMatchObject({ gone: undefined, planned: 3 });
    expect(result.verdicts.map(({ name }) => name)).toEqual(['first', 'stops']);
    expect(task.progress.done).toBeCloseTo(2 / 3, 5);
  });

  it('reject a device that cannot be mapped', async () => {
    const refusal = await checked('sim:ACCESS=rw').catch((error) => error);
    expect(refusal).toBeInstanceOf(AlsaMmapError);
    expect(refusal.code).toBe('UNSUPPORTED');
  });

  it('have unique names in kebab case', () => {
    const names = CHECKS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
