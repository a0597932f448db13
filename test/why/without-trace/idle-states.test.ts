import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  deepestIdle,
  type IdleSample,
  sampleIdle,
} from '../../../src/why/without-trace/idle-states.js';

/** Writes the files of cpuidle of CPU 3: name, exit latency and time in us of each state. */
function writeStates(states: readonly (readonly [string, number, number])[]): string {
  const cpus = mkdtempSync(join(tmpdir(), 'alsa-mmap-idle-'));
  onTestFinished(() => rmSync(cpus, { recursive: true }));
  for (const [index, [name, latency, time]] of states.entries()) {
    const folder = join(cpus, `cpu3/cpuidle/state${index}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'name'), `${name}\n`);
    writeFileSync(join(folder, 'latency'), `${latency}\n`);
    writeFileSync(join(folder, 'time'), `${time}\n`);
  }
  return cpus;
}

const at = (c1: number, c6: number, cpu = 3): IdleSample => ({
  cpu,
  states: [
    { name: 'C1', exitNs: 2_000, idleNs: c1 },
    { name: 'C6', exitNs: 133_000, idleNs: c6 },
  ],
});

it('reads the idle states of a CPU, in nanoseconds', () => {
  const cpus = writeStates([
    ['POLL', 0, 40],
    ['C6', 133, 71_000],
  ]);
  expect(sampleIdle(3, cpus)).toEqual({
    cpu: 3,
    states: [
      { name: 'POLL', exitNs: 0, idleNs: 40_000 },
      { name: 'C6', exitNs: 133_000, idleNs: 71_000_000 },
    ],
  });
  expect(sampleIdle(4, cpus)).toBeUndefined();
});

it.runIf(existsSync('/sys/devices/system/cpu/cpu0/cpuidle/state0'))(
  'reads those of this machine',
  () => {
    const { states } = sampleIdle(0)!;
    for (const { name, exitNs, idleNs } of states) {
      expect(name).not.toBe('');
      expect(exitNs).toBeGreaterThanOrEqual(0);
      expect(idleNs).toBeGreaterThanOrEqual(0);
    }
  },
);

it('is the state that takes longest to leave, of those in which the CPU was', () => {
  expect(deepestIdle(at(10, 20), at(510, 270), 1000)).toEqual({
    ...{ cpu: 3, state: 'C6', exitNs: 133_000 },
    share: 0.25,
  });
  expect(deepestIdle(at(10, 20), at(510, 20), 1000)).toMatchObject({ state: 'C1', share: 0.5 });
});

it('is undefined for a CPU that was not idle, for two CPUs, and without cpuidle', () => {
  expect(deepestIdle(at(10, 20), at(10, 20), 1000)).toBeUndefined();
  expect(deepestIdle(at(10, 20), at(90, 80, 2), 1000)).toBeUndefined();
  expect(deepestIdle(undefined, at(90, 80), 1000)).toBeUndefined();
});
