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

export type PcmStateName = keyof typeof PcmState;
export type PcmState = (typeof PcmState)[PcmStateName];

const NAMES = Object.keys(PcmState) as PcmStateName[];

/** Name of a state number, or `UNKNOWN(n)` for a number outside the table. */
export function stateName(state: number): string {
  return NAMES[state] ?? `UNKNOWN(${state})`;
}
