import type { PcmParams } from '../device/params.js';

interface CauseText {
  readonly text: string;
  /** Remedy. */
  readonly advice?: string;
  /** Command of `alsa-mmap` that confirms the cause. */
  readonly confirmedBy?: string;
}

/** The causes of losses, in the order of their codes in a `LossLog`. */
const CAUSES = {
  suspended: { text: 'the system was suspended' },
  'reader-late': {
    text: 'the frames were read, or written to the file, too slowly',
    advice: 'check the disk and the load of the machine',
  },
  'pointer-leapt': {
    text: 'hw_ptr leapt: it moved further than the time since its last update allows',
    confirmedBy: 'bench check (pointer-steps, pointer-order, start-burst)',
  },
  declared: {
    text: 'the driver, or another process, stopped the stream before the ring was exhausted',
    confirmedBy: 'bench check (xrun)',
  },
  'program-late': {
    text: 'the program was late',
    advice: 'use a larger --buffer-size, or --realtime',
    confirmedBy: 'bench wakeup',
  },
  'source-late': {
    text: 'the input delivered no frames in time',
    advice: 'use a faster input, or a larger --buffer-size',
  },
  'poll-wrong': {
    text: 'poll does not return when avail reaches avail_min',
    confirmedBy: 'bench check (poll-wakes)',
  },
  'interrupt-late': {
    text: 'a period interrupt was late or missing',
    confirmedBy: 'bench check (interrupts)',
  },
  'one-period': {
    text: 'the ring holds less than two periods, so that none is left when an interrupt comes',
    advice: 'use a smaller --period-size, or a larger --buffer-size',
    confirmedBy: 'bench check (two-periods)',
  },
  'timestamps-wrong': {
    text: "unknown, because the driver's timestamps are not plausible",
    confirmedBy: 'bench check (timestamp-set, timestamp-clock, timestamp-advance, timestamp-age)',
  },
  unknown: { text: 'unknown; the program woke up in time', confirmedBy: 'bench check' },
} as const satisfies Record<string, CauseText>;

/**
 * Most likely cause of a loss: `suspended` and `reader-late` (of the kinds `suspend` and
 * `fifo-overflow`); of an xrun `pointer-leapt`, `declared` (by the driver or another process),
 * `program-late`, `source-late` (playback: the input had no frames), `poll-wrong`,
 * `interrupt-late`, `one-period` (the ring holds less than two), `timestamps-wrong` or `unknown`.
 */
export type LossCause = keyof typeof CAUSES;

export const LOSS_CAUSES = Object.keys(CAUSES) as LossCause[];

/** Cause of a loss as text: what happened, what helps, and which command confirms it. */
export function causeText(cause: LossCause): string {
  const { text, advice, confirmedBy }: CauseText = CAUSES[cause];
  const command = confirmedBy === undefined ? undefined : `see ${confirmedBy}`;
  return [text, advice, command].filter((part) => part !== undefined).join('; ');
}

/** The last wait of the program for the stream. */
export interface WaitEvidence {
  /** Time limit of the last wait, in ns: the program wakes up then if nothing wakes it before. */
  readonly limitNs: number;
  /** True if the last wait was for the source of a playback. */
  readonly isIdle: boolean;
  /** Fault of the device that ended the last waits late. */
  readonly fault: 'poll-wrong' | 'interrupt-late' | undefined;
}

/** Pointers of a stream at a loss. */
export interface PointerEvidence {
  /** Frames by which hw_ptr deviates from the elapsed time; 0 up to a period. */
  readonly leapFrames: number;
  /** Frames that were left in the ring, or free in it, when the driver stopped the stream. */
  readonly unusedFrames: number;
  /** Time from the last wake-up until the ring was exhausted. */
  readonly slackNs: number;
}

/** The same, with fields of the loss. */
export interface RingEvidence extends PointerEvidence {
  readonly clock: 'timestamps' | 'program';
  readonly fillFrames: number;
  readonly sinceLastWakeupNs: number;
}

/** Returns the most likely cause: the first that the evidence supports. */
export function likelyCause(
  kind: 'xrun' | 'suspend' | 'fifo-overflow',
  { periodSize, bufferSize }: Pick<PcmParams, 'periodSize' | 'bufferSize'>,
  ring: RingEvidence,
  wait: WaitEvidence,
): LossCause {
  const { unusedFrames, slackNs, sinceLastWakeupNs } = ring;
  const hadRoom = ring.fillFrames < bufferSize;
  if (kind === 'suspend') return 'suspended';
  if (kind === 'fifo-overflow') return 'reader-late';
  if (ring.leapFrames !== 0) return 'pointer-leapt';
  // Some drivers stop a stream themselves within the last period.
  if (unusedFrames >= periodSize) return 'declared';
  if (wait.isIdle && hadRoom && sinceLastWakeupNs < 2 * wait.limitNs) return 'source-late';
  // The wait would have ended by itself while frames were left.
  const isLate = sinceLastWakeupNs > (wait.limitNs + slackNs) / 2;
  if (wait.limitNs < 0.9 * slackNs && isLate) return 'program-late';
  if (wait.fault !== undefined) return wait.fault;
  if (bufferSize < 2 * periodSize) return 'one-period';
  if (unusedFrames > 0) return 'declared';
  return ring.clock === 'timestamps' ? 'unknown' : 'timestamps-wrong';
}
