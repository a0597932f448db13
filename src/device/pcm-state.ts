/** States of a PCM stream, with the kernel's numbers (`snd_pcm_state_t`, sound/asound.h). */
export const PcmState = {
  OPEN: 0,
  SETUP: 1,
  PREPARED: 2,
  RUNNING: 3,
  XRUN: 4,
  DRAINING: 5,
  PAUSED: 6,
  SUSPENDED: 7,
  DISCONNECTED: 8,
} as const;

/** Name of a state, without the kernel's prefix. */
export type PcmStateName = keyof typeof PcmState;
/** Number of a state. */
export type PcmState = (typeof PcmState)[PcmStateName];

const NAMES: readonly string[] = Object.keys(PcmState);

/**
 * Returns the name of a state number, or `UNKNOWN(n)` for a number outside the table.
 * @example
 * import { PcmState, stateName } from 'alsa-mmap';
 *
 * console.log(stateName(PcmState.RUNNING), stateName(99)); // RUNNING UNKNOWN(99)
 */
export function stateName(state: number): string {
  return NAMES[state] ?? `UNKNOWN(${state})`;
}

/** Returns the number of a state, or -1 for a name outside the table. */
export function stateNumber(name: string): number {
  return NAMES.indexOf(name);
}
