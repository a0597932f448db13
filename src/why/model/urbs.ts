import { getSystemErrorName } from 'node:util';
import type { EventOf } from '../trace/trace-event.js';

/** The end of a USB transfer of a stream. */
export type Urb = EventOf<'urb'>;

/** Numbers of USB transfers. */
export interface UrbCounts {
  readonly completed: number;
  readonly failed: number;
  readonly short: number;
}

/** ENOENT and ECONNRESET: the driver took the transfer back, as at the end of a stream. */
const CANCELLED = [-2, -104];

/**
 * Returns what was wrong with a transfer: it failed as a whole or in a packet; of a playback, not
 * all bytes were sent; of a capture, none was received. A capture offers more room than is used.
 */
export function urbProblem(urb: Urb): 'failed' | 'short' | undefined {
  const { status, failedPackets, bytes, actualBytes, substream } = urb;
  if (CANCELLED.includes(status)) return undefined;
  if (status !== 0 || failedPackets > 0) return 'failed';
  const isShort = substream.direction === 'capture' ? actualBytes === 0 : actualBytes < bytes;
  return isShort ? 'short' : undefined;
}

/** Counts transfers by what was wrong with them. */
export function countUrbs(urbs: readonly Urb[]): UrbCounts {
  const problems = urbs.map(urbProblem);
  const count = (problem: string) => problems.filter((each) => each === problem).length;
  return { completed: urbs.length, failed: count('failed'), short: count('short') };
}

/** Describes a transfer: "failed, EPROTO, 3 of 6 packets; 576 of 1152 bytes". */
export function describeUrb(urb: Urb): string {
  const { status, packets, failedPackets, bytes, actualBytes } = urb;
  const amount = `${actualBytes} of ${bytes} bytes`;
  if (urbProblem(urb) !== 'failed') return `short, ${amount} in ${packets} packets`;
  const error = status === 0 ? [] : [errorName(status)];
  const failed = failedPackets === 0 ? [] : [`${failedPackets} of ${packets} packets`];
  return `failed, ${[...error, ...failed].join(', ')}; ${amount}`;
}

/** Name of an error such as `EPROTO`. */
function errorName(status: number): string {
  return getSystemErrorName(status).replace('Unknown system error', 'errno');
}
