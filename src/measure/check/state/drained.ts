import { PcmState } from '../../../device/pcm-state.js';
import type { CheckBench } from '../bench.js';
import type { CheckStream } from '../stream.js';

/** How much longer than what is in the ring a drain may take before it is given up. */
export const DRAIN_MORE_MS = 3000;

export interface Drain {
  /** Whether it came to SETUP. */
  readonly ended: boolean;
  /** From DRAIN to that, in milliseconds. */
  readonly tookMs: number;
  /** How long what was in the ring takes. */
  readonly heldMs: number;
}

/** Plays a full ring, and drains it as soon as the pointer moves; undefined where it never does. */
export function drained(bench: CheckBench, stream: CheckStream): Drain | undefined {
  const { device, io } = stream;
  if (!stream.startMoving()) return undefined;
  const heldMs = stream.framesMs(io.bufferSize - io.avail());
  const beganNs = bench.nowNs();
  device.drain();
  const ended = bench.until(heldMs + DRAIN_MORE_MS, () => io.state() === PcmState.SETUP);
  return { ended, tookMs: (bench.nowNs() - beganNs) / 1e6, heldMs };
}
