/**
 * The arithmetic of ring pointers. hw_ptr and appl_ptr count frames from 0 up to `boundary`
 * (bufferSize x 2^k), where they wrap; the place in the ring is the pointer modulo bufferSize.
 * All of it is exact for pointers up to 2^53 (kernel: include/sound/pcm.h, `snd_pcm_playback_avail`
 * and `snd_pcm_capture_avail`; the seed's parts 1.9, 1.10 and 1.13).
 */

import { AlsaMmapError } from '../device/errors.js';

/** The largest count that a number holds exactly together with all below it. */
export const POINTER_LIMIT = 2 ** 53;

/**
 * Frames a playback stream can take. More than bufferSize after an underrun.
 * @throws RANGE where applPtr lies so far ahead that the answer, as the kernel computes it, is
 * near the boundary and that is above 2^53; or lies where no pointer can
 */
export function playbackAvail(
  hwPtr: number,
  applPtr: number,
  bufferSize: number,
  boundary: number,
): number {
  const passed = hwPtr - applPtr;
  // As in `advance`: the sum would be rounded where it decides.
  const room = boundary - bufferSize;
  if (passed >= room) return passed - room;
  // 2^53 + 1 would be rounded to what is still allowed.
  if (passed > POINTER_LIMIT - bufferSize) throw pointerOverflow(passed, bufferSize);
  const avail = passed + bufferSize;
  return avail < 0 ? wrapNegative(avail, boundary) : avail;
}

/**
 * Frames a capture stream holds. More than bufferSize after an overrun.
 * @throws RANGE as playbackAvail
 */
export function captureAvail(hwPtr: number, applPtr: number, boundary: number): number {
  const avail = hwPtr - applPtr;
  return avail < 0 ? wrapNegative(avail, boundary) : avail;
}

/**
 * `pointer + frames`, wrapped if and only if that reaches the boundary.
 * @throws RANGE where that passes 2^53
 */
export function advance(pointer: number, frames: number, boundary: number): number {
  // The boundary less the frames is exact wherever it decides; a sum above 2^53 would be rounded.
  const room = boundary - frames;
  if (pointer >= room) return pointer - room;
  if (frames > POINTER_LIMIT - pointer) throw pointerOverflow(pointer, frames);
  return pointer + frames;
}

/** Frames from `from` to `to` going forward, both below the boundary. */
export function distance(from: number, to: number, boundary: number): number {
  const frames = to - from;
  return frames < 0 ? wrapNegative(frames, boundary) : frames;
}

function pointerOverflow(pointer: number, frames: number): AlsaMmapError {
  return new AlsaMmapError('RANGE', `${pointer} and ${frames} frames make a pointer above 2^53`);
}

function wrapNegative(negative: number, boundary: number): number {
  if (boundary <= POINTER_LIMIT && negative + boundary >= 0) return negative + boundary;
  throw new AlsaMmapError(
    'RANGE',
    `appl_ptr is ${-negative} frames beyond what the ring can hold: somebody moved it too far; ` +
      'drop and prepare the stream',
  );
}
