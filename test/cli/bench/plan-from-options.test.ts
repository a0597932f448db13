import { describe, expect, it } from 'vitest';
import { BENCH_OPTIONS, BENCH_POSITIONALS } from '../../../src/cli/bench/options.js';
import { planFromOptions } from '../../../src/cli/bench/plan-from-options.js';
import { parseArguments } from '../../../src/cli/options/parse.js';

const SYNTAX = { name: 'bench', positionals: BENCH_POSITIONALS, options: BENCH_OPTIONS };

function plan(...words: string[]) {
  const { values, given } = parseArguments(SYNTAX, words);
  return planFromOptions(values, given);
}

describe('planFromOptions', () => {
  it('runs the short experiments with short durations if none is named', () => {
    const { experiments } = plan('sim');
    expect(experiments.map(({ name }) => name)).toEqual([
      'overhead',
      'clock',
      'pointer',
      'wakeup',
      'throughput',
    ]);
    const [clock] = plan('clock').experiments;
    expect(experiments[1]!.plan.durationSeconds).toBeLessThan(clock!.plan.durationSeconds);
  });

  it.each(['sim', 'hw:1', 'plughw:CARD=PCH'])('takes the single word %s as the device', (word) => {
    const { values, experiments } = plan(word);
    expect(values).toMatchObject({ device: word, experiment: undefined });
    expect(experiments.length).toBeGreaterThan(1);
  });

  it.each(['frobnicate', 'hw:1'])('rejects %s before a device', (word) => {
    expect(() => plan(word, 'sim')).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('runs several named experiments in order, each as long as alone', () => {
    const { experiments } = plan('wakeup,clock', 'sim');
    expect(experiments).toEqual([
      ...plan('wakeup', 'sim').experiments,
      ...plan('clock', 'sim').experiments,
    ]);
    expect(plan('wakeup,clock', 'sim', '--max-ppm', '3').values.maxPpm).toBe(3);
  });

  it('takes the duration from --duration, then from the options of the experiment', () => {
    const seconds = (...words: string[]) =>
      plan('sweep', 'sim', ...words).experiments[0]!.plan.durationSeconds;
    expect(seconds('-d', '9')).toBe(9);
    expect(seconds('--point-duration=2s', '--periods=2', '--period-sizes=64')).toBe(12);
    expect(seconds()).toBe(52);
  });

  it.each([
    [['pointer', '--max-ppm', '3'], '--max-ppm applies to clock only, not to pointer'],
    [['clock,frobnicate', 'sim'], 'unknown experiment "frobnicate"'],
    [['clock,'], 'unknown experiment ""'],
    [['clock,pointer,clock'], 'experiment clock is given more than once'],
    [['check,clock', '--tap'], '--tap: expected the experiment check alone'],
    [['--raw'], '--raw requires --json'],
    [['check', '--tap', '--json'], '--tap and --json cannot be combined'],
    [['latency', '--capture'], '--capture-device, not --capture'],
    [['sweep', '--buffer-size', '64'], 'use --period-sizes and --periods'],
  ])('rejects %j', (words, message) => {
    expect(() => plan(...words)).toThrow(message);
  });
});
