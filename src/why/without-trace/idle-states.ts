import { readdirSync, readFileSync } from 'node:fs';
import { attempt } from '../trace/process-notes.js';

/** An idle state of a CPU, which cpuidle counts. */
export interface IdleState {
  readonly name: string;
  /** Time that the CPU takes to leave it. */
  readonly exitNs: number;
  /** Time in it so far. */
  readonly idleNs: number;
}

/** The idle states of a CPU at one moment. */
export interface IdleSample {
  readonly cpu: number;
  readonly states: readonly IdleState[];
}

/** The idle state that a CPU takes longest to leave, of those that it was in. */
export interface DeepestIdle {
  readonly cpu: number;
  readonly state: string;
  readonly exitNs: number;
  /** Fraction of the time. */
  readonly share: number;
}

const CPUS = '/sys/devices/system/cpu';

/** Reads the idle states of a CPU; undefined if it has none, as in most virtual machines. */
export function sampleIdle(cpu: number, cpus: string = CPUS): IdleSample | undefined {
  const folder = `${cpus}/cpu${cpu}/cpuidle`;
  const states = attempt(() => readdirSync(folder).map((name) => readState(`${folder}/${name}`)));
  return states === undefined || states.length === 0 ? undefined : { cpu, states };
}

function readState(folder: string): IdleState {
  const read = (name: string) => readFileSync(`${folder}/${name}`, 'latin1').trim();
  return {
    name: read('name'),
    exitNs: 1e3 * Number(read('latency')),
    idleNs: 1e3 * Number(read('time')),
  };
}

/**
 * Compares two samples of a CPU.
 * @param ns the time between them
 * @returns undefined if they are of two CPUs, or if it was not idle
 */
export function deepestIdle(
  before: IdleSample | undefined,
  after: IdleSample | undefined,
  ns: number,
): DeepestIdle | undefined {
  if (before === undefined || after === undefined || before.cpu !== after.cpu) return undefined;
  const [deepest] = after.states
    .map(({ name, exitNs, idleNs }) => {
      const earlier = before.states.find((state) => state.name === name)?.idleNs ?? idleNs;
      return { cpu: after.cpu, state: name, exitNs, share: Math.min((idleNs - earlier) / ns, 1) };
    })
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.exitNs - one.exitNs);
  return deepest;
}
