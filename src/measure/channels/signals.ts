import { maxLengthSequence } from '../../audio/max-length-sequence.js';

const SEQUENCE_BITS = 18;
const MAX_FRAMES = 8191;

/**
 * A signal for each channel: consecutive parts of one maximum-length sequence, of equal length.
 * Each sample is `level` or -`level`, so that every format keeps the signs. A part correlates with
 * itself at one shift only, and with no other part at any shift, inverted or not.
 */
export function channelSignals(channels: number, level: number): Float64Array[] {
  const sequence = maxLengthSequence(SEQUENCE_BITS, level);
  const frames = Math.min(MAX_FRAMES, Math.floor(sequence.length / channels));
  return Array.from({ length: channels }, (_, channel) =>
    sequence.subarray(channel * frames, (channel + 1) * frames),
  );
}
