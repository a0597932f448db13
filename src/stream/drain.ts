import type { MmapPlayback } from '../core/mmap-playback.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { commitUnlessStopped, disconnectedError } from './recovery.js';
import { maxWaitMs } from './wait-strategy.js';

/** Longer than what hardware and emulators hold between the ring and the ear. */
const SILENT_TAIL_MS = 50;

/** Who watches a stream that drains: the loop that it ends. */
export interface DrainObserver {
  /**
   * Looks where the hardware is.
   * @throws FAILED where the pointer is stuck
   */
  checkProgress(): void;
  /**
   * It was suspended, or stopped by an xrun.
   * @param tailFrames of silence that were committed after all that was given
   * @returns whether it was brought back to where it was
   */
  handleStop(state: number, tailFrames: number): boolean;
}

/**
 * Plays what is in the ring to its end. hw_ptr tells that a frame has left the ring, not that it was
 * heard, and the hardware runs on for up to a period after the last one: so a tail of silence is
 * played too, and all of the ring that is free is kept silent meanwhile. Nothing is cut off, and
 * nothing old is heard.
 * Kernel: a draining stream stops at the first pointer update at which avail >= bufferSize.
 * @throws FAILED where the pointer is stuck, DISCONNECTED
 */
export function drainWithSilence(device: PcmDevice, io: MmapPlayback, watch: DrainObserver): void {
  const sliceMs = maxWaitMs(device.params) / 4;
  const wanted = Math.ceil((SILENT_TAIL_MS * device.params.rateHz) / 1000);
  let tail = 0;
  for (let state = io.state(); state !== PcmState.SETUP; state = io.state()) {
    if (state === PcmState.DISCONNECTED) throw disconnectedError(device.identity.name);
    if (state === PcmState.SUSPENDED || state === PcmState.XRUN) {
      if (!watch.handleStop(state, tail)) return;
      continue;
    }
    tail += commitSilence(io, state === PcmState.DRAINING ? 0 : wanted - tail);
    if (tail === wanted && state !== PcmState.DRAINING) device.drain();
    watch.checkProgress();
    device.wait(sliceMs);
  }
}

/** Silences everything that is not waiting to be played, and commits up to `most` frames of it. */
function commitSilence(io: MmapPlayback, most: number): number {
  let free = 0;
  for (const region of io.dataPtr()) {
    region.fillSilence();
    free += region.frames;
  }
  const frames = Math.min(free, most);
  return frames === 0 ? 0 : commitUnlessStopped(io, frames);
}
