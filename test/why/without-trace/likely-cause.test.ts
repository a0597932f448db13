import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeLikely, likelyCause } from '../../../src/why/without-trace/likely-cause.js';
import { sampleMachine } from '../../../src/why/without-trace/machine-sample.js';
import { sampleThread, type ThreadSample } from '../../../src/why/without-trace/thread-sample.js';

const MS = 1e6;

/** Samples every 20 ms, each with what happened since the one before. */
function samplesOf(
  steps: readonly Partial<Record<'run' | 'delay' | 'faults', number>>[],
  state = 'S',
) {
  let last: ThreadSample = { ns: 0, state: 'S', runNs: 0, delayNs: 0, majorFaults: 0, cpu: 1 };
  return [
    last,
    ...steps.map(({ run = 0, delay = 0, faults = 0 }) => {
      last = {
        ns: last.ns + 20 * MS,
        state,
        runNs: last.runNs + run * MS,
        delayNs: last.delayNs + delay * MS,
        majorFaults: last.majorFaults + faults,
        cpu: 1,
      };
      return last;
    }),
  ];
}

describe('the likely cause without a trace', () => {
  it.each([
    ['not-run', samplesOf([{ run: 1 }, { delay: 18 }, { delay: 20 }, { delay: 20 }])],
    ['too-slow', samplesOf([{ run: 1 }, { run: 20 }, { run: 20 }, { run: 15 }])],
    ['stopped', samplesOf([{}, {}, {}, {}], 'T')],
    ['stopped', samplesOf([{}, {}, {}, {}], 't')],
    ['blocked', samplesOf([{}, {}, {}, {}], 'D')],
    ['blocked', samplesOf([{}, { faults: 3 }, { faults: 1 }, { faults: 1 }])],
    ['unknown', samplesOf([{ run: 1 }, {}, { delay: 2 }, {}])],
  ])('%s', (kind, samples) => {
    expect(likelyCause(samples, 20 * MS, 80 * MS).kind).toBe(kind);
  });

  it('does not use what happened before or after', () => {
    const samples = samplesOf([{ delay: 20 }, { delay: 20 }, {}, {}, { run: 20 }, { run: 20 }]);
    expect(likelyCause(samples, 40 * MS, 80 * MS)).toMatchObject({
      kind: 'unknown',
      parts: [{ kind: 'unknown', ns: 40 * MS, share: 1 }],
    });
  });

  it.each([
    ['interrupt-late', [5, 5, 5, 5, 5, 5], 0],
    ['unknown', [5, 5, 5, 6, 7, 7], 2],
    // A stream without period wake-ups has none at any time.
    ['unknown', [0, 0, 0, 0, 0, 0], 0],
  ])('is %s by the interrupts of the card', (kind, [, ...counts], interrupts) => {
    const samples = samplesOf([{}, {}, {}, {}, {}]).map((sample, index) => ({
      ...sample,
      interrupts: counts[index - 1] ?? 0,
    }));
    const account = likelyCause(samples, 20 * MS, 100 * MS);
    expect(account).toMatchObject({ kind, interrupts, parts: [{ kind, share: 1 }] });
  });

  it('has the share of the time in which tasks waited for each resource', () => {
    const pressureOf = (ns: number) => ({ cpu: 0, io: ns / 10, memory: ns / 2 });
    const samples = samplesOf([{}, {}, {}, {}], 'D').map((sample) => ({
      ...sample,
      pressureNs: pressureOf(sample.ns),
    }));
    const account = likelyCause(samples, 20 * MS, 80 * MS);
    expect(account.pressure).toEqual({ cpu: 0, io: 0.1, memory: 0.5 });
    expect(describeLikely(account)).toContain('waited for memory');
    expect(likelyCause(samplesOf([{}, {}]), 0, 20 * MS).pressure).toBeUndefined();
  });

  it('has parts that add up to the time', () => {
    const step = fc.record({
      run: fc.integer({ min: 0, max: 25 }),
      delay: fc.integer({ min: 0, max: 25 }),
      faults: fc.integer({ min: 0, max: 2 }),
    });
    const span = fc.tuple(fc.integer({ min: -50, max: 200 }), fc.integer({ min: 1, max: 200 }));
    fc.assert(
      fc.property(fc.array(step), span, fc.constantFrom('S', 'D', 'T', 'R'), (steps, at, state) => {
        const [fromMs, lengthMs] = at;
        const from = fromMs * MS;
        const { parts } = likelyCause(samplesOf(steps, state), from, from + lengthMs * MS);
        const sum = parts.reduce((ns, part) => ns + part.ns, 0);
        expect(Math.abs(sum - lengthMs * MS)).toBeLessThan(1);
      }),
    );
  });
});

it('reads the counters of a thread', () => {
  const before = sampleThread('self', process.pid);
  while (sampleThread('self', process.pid).runNs < before.runNs + 5 * MS);
  const after = sampleThread('self', process.pid);
  expect(after).toMatchObject({ state: 'R' });
  expect(after.ns).toBeGreaterThan(before.ns);
  expect(after.cpu).toBeLessThan(cpus().length);
});

it('reads the counters of the machine', () => {
  const { interrupts, pressureNs } = sampleMachine([], 0);
  expect(interrupts).toBeUndefined();
  if (existsSync('/proc/pressure/cpu')) expect(pressureNs?.cpu).toBeGreaterThanOrEqual(0);
  else expect(pressureNs).toBeUndefined();
  expect(sampleMachine([1], 0).interrupts).toBeGreaterThanOrEqual(0);
});
