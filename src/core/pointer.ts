import type { PcmParams } from '../device/params.js';
/**
 * Arithmetic of ring pointers. hw_ptr and appl_ptr count frames from 0 up to `boundary`
 * (bufferSize * 2^k) and wrap there; the offset in the ring is the pointer modulo bufferSize.
 * Results are exact for pointers up to 2^53.
 *
 * Source: kernel include/sound/pcm.h, `snd_pcm_playback_avail` and `snd_pcm_capture_avail`; alsa-rs
 * `direct::pcm`, `MmapIO` and `MmapPlayback`.
 */

import { AlsaMmapError } from '../device/errors.js';

/** Largest frame count; a number represents it and every smaller integer exactly. */
export const POINTER_LIMIT = 2 ** 53;

/**
 * Returns the frames that a playback stream can accept; more than bufferSize after an underrun.
 * @throws RANGE if applPtr is so far ahead that the kernel's result would exceed 2^53, or is beyond
 * the boundary
 */
export function playbackAvail(
  hwPtr: number,
  applPtr: number,
  bufferSize: number,
  boundary: number,
): number {
  const passed = hwPtr - applPtr;
  // As in `advance`, the sum could be rounded before the comparison.
  const room = boundary - bufferSize;
  if (passed >= room) return passed - room;
  // A sum of 2^53 + 1 would be rounded to 2^53, which is allowed.
  if (passed > POINTER_LIMIT - bufferSize) throw pointerOverflow(passed, bufferSize);
  const avail = passed + bufferSize;
  return avail < 0 ? wrapNegative(avail, boundary) : avail;
}

/**
 * Returns the frames that a capture stream holds; more than bufferSize after an overrun.
 * @throws RANGE as `playbackAvail` does
 */
export function captureAvail(hwPtr: number, applPtr: number, boundary: number): number {
  const avail = hwPtr - applPtr;
  return avail < 0 ? wrapNegative(avail, boundary) : avail;
}

/** Frames in the ring, 0 to its size, also if the hardware has run past its end. */
export function fillFrames(
  { direction, bufferSize }: Pick<PcmParams, 'direction' | 'bufferSize'>,
  avail: number,
): number {
  const held = Math.min(avail, bufferSize);
  return direction === 'playback' ? bufferSize - held : held;
}

/**
 * Returns `pointer + frames`, wrapped if and only if the sum reaches the boundary.
 * @throws RANGE if the result exceeds 2^53
 */
export function advance(pointer: number, frames: number, boundary: number): number {
  // `boundary - frames` is exact whenever it matters; a sum above 2^53 would be rounded.
  const room = boundary - frames;
  if (pointer >= room) return pointer - room;
  if (frames > POINTER_LIMIT - pointer) throw pointerOverflow(pointer, frames);
  return pointer + frames;
}

/** Frames from `from` to `to` in the shorter direction; below 0 if the pointer moved back. */
export function signedStep(from: number, to: number, boundary: number): number {
  const step = to - from;
  if (step > boundary / 2) return step - boundary;
  return step < -boundary / 2 ? step + boundary : step;
}

function pointerOverflow(pointer: number, frames: number): AlsaMmapError {
  return new AlsaMmapError('RANGE', `pointer overflow: ${pointer} + ${frames} frames exceeds 2^53`);
}

function wrapNegative(negative: number, boundary: number): number {
  if (boundary <= POINTER_LIMIT && negative + boundary >= 0) return negative + boundary;
  throw new AlsaMmapError(
    'RANGE',
    `appl_ptr is ${-negative} frames beyond the end of the ring, moved by another program; ` +
      'drop and prepare the stream',
  );
}
