import type { MmapPlayback } from '../core/mmap-playback.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { commitUnlessStopped, disconnectedError } from './recovery.js';
import { maxWaitMs } from './wait-strategy.js';

/** Longer than the delay that hardware and emulators add after the ring. */
const SILENT_TAIL_MS = 50;

/** Callbacks of a drain, to the loop that it ends. */
export interface DrainObserver {
  /**
   * Takes a snapshot and checks the pointers.
   * @throws FAILED when hw_ptr stalls
   */
  checkProgress(): void;
  /**
   * Handles a suspend or an xrun.
   * @param tailFrames silent frames committed after the last written frame
   * @returns true if the stream was resumed in place
   */
  handleStop(state: number, tailFrames: number): boolean;
}

/**
 * Plays the ring to its end. hw_ptr reports that a frame has left the ring, not that it was heard,
 * and the hardware runs on for up to a period after the last one. Therefore 50 ms of silence follow
 * the last frame, and the free part of the ring is kept silent: nothing is cut off, and no old
 * samples are repeated.
 *
 * Kernel: a draining stream stops at the first pointer update at which avail >= bufferSize.
 * @throws FAILED when hw_ptr stalls, DISCONNECTED
 */
export function drainWithSilence(
  device: PcmDevice,
  io: MmapPlayback,
  observer: DrainObserver,
): void {
  const sliceMs = maxWaitMs(device.params) / 4;
  const tailTarget = Math.ceil((SILENT_TAIL_MS * device.params.rateHz) / 1000);
  let tail = 0;
  for (let state = io.state(); state !== PcmState.SETUP; state = io.state()) {
    if (state === PcmState.DISCONNECTED) throw disconnectedError(device.identity.name);
    if (state === PcmState.SUSPENDED || state === PcmState.XRUN) {
      if (!observer.handleStop(state, tail)) return;
      continue;
    }
    tail += commitSilence(io, state === PcmState.DRAINING ? 0 : tailTarget - tail);
    if (tail === tailTarget && state !== PcmState.DRAINING) device.drain();
    observer.checkProgress();
    device.wait(sliceMs);
  }
}

/** Silences the free part of the ring and commits up to `maxFrames` of it: frames committed. */
function commitSilence(io: MmapPlayback, maxFrames: number): number {
  let free = 0;
  for (const region of io.dataPtr()) {
    region.fillSilence();
    free += region.frames;
  }
  const frames = Math.min(free, maxFrames);
  return frames === 0 ? 0 : commitUnlessStopped(io, frames);
}
