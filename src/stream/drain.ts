import type { MmapPlayback } from '../core/mmap-playback.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { waitLimitMs } from './pace.js';
import { commitUnlessStopped, goneError } from './recovery.js';

/** Longer than what hardware and emulators hold between the ring and the ear. */
const TAIL_MS = 50;

/** Who watches a stream that drains: the loop that it ends. */
export interface DrainWatch {
  /**
   * Looks where the hardware is.
   * @throws FAILED where the pointer is stuck
   */
  see(): void;
  /**
   * It was suspended, or stopped by an xrun.
   * @param tailFrames of silence that were committed after all that was given
   * @returns whether it was brought back to where it was
   */
  stopped(state: number, tailFrames: number): boolean;
}

/**
 * Plays what is in the ring to its end. hw_ptr tells that a frame has left the ring, not that it was
 * heard, and the hardware runs on for up to a period after the last one: so a tail of silence is
 * played too, and all of the ring that is free is kept silent meanwhile. Nothing is cut off, and
 * nothing old is heard.
 * Kernel: a draining stream stops at the first pointer update at which avail >= bufferSize.
 * @throws FAILED where the pointer is stuck, DISCONNECTED
 */
export function drainSilently(device: PcmDevice, io: MmapPlayback, watch: DrainWatch): void {
  const sliceMs = waitLimitMs(device.params) / 4;
  const wanted = Math.ceil((TAIL_MS * device.params.rateHz) / 1000);
  let tail = 0;
  for (let state = io.state(); state !== PcmState.SETUP; state = io.state()) {
    if (state === PcmState.DISCONNECTED) throw goneError(device.identity.name);
    if (state === PcmState.SUSPENDED || state === PcmState.XRUN) {
      if (!watch.stopped(state, tail)) return;
      continue;
    }
    tail += silence(io, state === PcmState.DRAINING ? 0 : wanted - tail);
    if (tail === wanted && state !== PcmState.DRAINING) device.drain();
    watch.see();
    device.wait(sliceMs);
  }
}

/** Silences everything that is not waiting to be played, and commits up to `most` frames of it. */
function silence(io: MmapPlayback, most: number): number {
  let free = 0;
  for (const region of io.dataPtr()) {
    region.fillSilence();
    free += region.frames;
  }
  const frames = Math.min(free, most);
  return frames === 0 ? 0 : commitUnlessStopped(io, frames);
}
