import { readFileSync } from 'node:fs';
import { countInterrupts } from '../../observe/card-interrupts.js';
import { attempt } from '../trace/process-notes.js';
import { type IdleSample, sampleIdle } from './idle-states.js';

/** Resources for which tasks may have to wait. */
export const RESOURCES = ['cpu', 'io', 'memory'] as const;

/** A value for each resource. */
export type PerResource = Readonly<Record<(typeof RESOURCES)[number], number>>;

/** Counters of the machine at one moment, which /proc shows to every user. */
export interface MachineSample {
  /** Interrupts of the card so far; undefined for a card that has none of its own. */
  readonly interrupts?: number | undefined;
  /** Time so far in which tasks waited for each resource; undefined without CONFIG_PSI. */
  readonly pressureNs?: PerResource | undefined;
  /** Idle states of the CPU on which the thread is; undefined without cpuidle. */
  readonly idle?: IdleSample | undefined;
}

/**
 * @param interrupts numbers of the card's interrupts
 * @param cpu the one whose idle states are read
 */
export function sampleMachine(interrupts: readonly number[], cpu: number): MachineSample {
  return {
    interrupts: interrupts.length === 0 ? undefined : attempt(() => readInterrupts(interrupts)),
    pressureNs: attempt(() => ({
      cpu: readPressure('cpu'),
      io: readPressure('io'),
      memory: readPressure('memory'),
    })),
    idle: sampleIdle(cpu),
  };
}

function readInterrupts(numbers: readonly number[]): number {
  return countInterrupts(readFileSync('/proc/interrupts', 'latin1'), numbers);
}

/** @throws if the kernel counts no pressure */
function readPressure(resource: string): number {
  const text = readFileSync(`/proc/pressure/${resource}`, 'latin1');
  const total = /^some .*total=(\d+)$/m.exec(text)?.[1];
  if (total === undefined) throw new RangeError(`no total in /proc/pressure/${resource}`);
  return 1e3 * Number(total);
}
