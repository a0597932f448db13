import { describe, expect, it } from 'vitest';
import { planFromOptions } from '../../../src/cli/bench/plan-from-options.js';

const names = (parsed: Record<string, unknown>) =>
  planFromOptions(parsed).experiments.map(({ name }) => name);

describe('planFromOptions', () => {
  it('runs the short experiments with short durations if none is named', () => {
    const { experiments } = planFromOptions({ DEVICE: 'sim' });
    expect(experiments.map(({ name }) => name)).toEqual([
      'overhead',
      'clock',
      'pointer',
      'wakeup',
      'throughput',
    ]);
    const [clock] = planFromOptions({ EXPERIMENT: 'clock' }).experiments;
    expect(experiments[1]!.plan.durationSeconds).toBeLessThan(clock!.plan.durationSeconds);
  });

  it.each(['sim', 'hw:1', 'plughw:CARD=PCH'])('takes the single word %s as the device', (word) => {
    expect(planFromOptions({ EXPERIMENT: word }).values.common).toEqual({ DEVICE: word });
    expect(names({ EXPERIMENT: word }).length).toBeGreaterThan(1);
  });

  it.each(['frobnicate', 'hw:1'])('rejects %s before a device', (word) => {
    const parsed = { EXPERIMENT: word, DEVICE: 'sim' };
    expect(() => planFromOptions(parsed)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('takes the duration from --duration, then from the options of the experiment', () => {
    const sweep = (parsed: object) =>
      planFromOptions({ EXPERIMENT: 'sweep', ...parsed }).experiments[0]!.plan.durationSeconds;
    expect(sweep({ duration: 9 })).toBe(9);
    expect(sweep({ 'point-duration': 2, periods: [2], 'period-sizes': [64] })).toBe(12);
    expect(sweep({})).toBe(52);
  });

  it.each([
    [{ EXPERIMENT: 'pointer', 'max-ppm': 3 }, '--max-ppm applies to clock only, not to pointer'],
    [{ raw: true }, '--raw requires --json'],
    [{ EXPERIMENT: 'check', tap: true, json: true }, '--tap and --json cannot be combined'],
    [{ EXPERIMENT: 'latency', capture: true }, '--capture-device, not --capture'],
    [{ EXPERIMENT: 'sweep', 'buffer-size': { frames: 64 } }, 'use --period-sizes and --periods'],
  ])('rejects %j', (parsed, message) => {
    expect(() => planFromOptions(parsed)).toThrow(message);
  });
});
