import type { MmapPlayback } from '../core/mmap-playback.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { waitLimitMs } from './pace.js';
import { askHardware, commitUnlessStopped, goneError, recover } from './recovery.js';
import { StuckWatch } from './stuck-watch.js';

/** Longer than what hardware and emulators hold between the ring and the ear. */
const TAIL_MS = 50;

/**
 * Plays what is in the ring to its end. hw_ptr tells that a frame has left the ring, not that it was
 * heard, and the hardware runs on for up to a period after the last one: so a tail of silence is
 * played too, and all of the ring that is free is kept silent meanwhile. Nothing is cut off, and
 * nothing old is heard.
 * Kernel: a draining stream stops at the first pointer update at which avail >= bufferSize.
 * @returns frames that were not played: those in the ring where the machine slept meanwhile, and the
 * driver has no way to resume
 * @throws FAILED where the pointer is stuck, DISCONNECTED
 */
export function drainSilently(device: PcmDevice, io: MmapPlayback, nowNs: () => number): number {
  const sliceMs = waitLimitMs(device.params) / 4;
  const stuck = new StuckWatch(device.identity.name, device.params, sliceMs);
  const turn = () => {
    if (!device.params.periodWakeup || stuck.suspicious) askHardware(io);
    stuck.see({ hwPtr: io.hwPtr(), atNs: nowNs() });
    device.wait(sliceMs);
  };
  let tail = Math.ceil((TAIL_MS * device.params.rateHz) / 1000);
  for (tail -= silence(io, tail); tail > 0 && isPlaying(io); tail -= silence(io, tail)) turn();
  if (isPlaying(io)) device.drain();
  for (let state = io.state(); isEnding(state); state = io.state()) {
    if (state === PcmState.SUSPENDED) {
      const left = io.bufferSize - io.avail();
      if (recover(device, io, state) === 'prepared') return Math.max(0, left - tail);
      stuck.reset();
    }
    silence(io, 0);
    turn();
  }
  if (io.state() === PcmState.DISCONNECTED) throw goneError(device.identity.name);
  return 0;
}

function isEnding(state: number): boolean {
  return state === PcmState.DRAINING || state === PcmState.SUSPENDED;
}

function isPlaying(io: MmapPlayback): boolean {
  const state = io.state();
  return state === PcmState.RUNNING || state === PcmState.PREPARED;
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
