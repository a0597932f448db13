import type { MmapPlayback } from '../core/mmap-playback.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { StuckWatch, waitLimitMs } from './pace.js';

/**
 * Plays what is in the ring to its end. The hardware runs on for up to a period after the last
 * frame, so all of the ring that is free is kept silent meanwhile: nothing old is heard.
 * Kernel: a draining stream stops at the first pointer update at which avail >= bufferSize.
 * @throws FAILED where the pointer is stuck, DISCONNECTED
 */
export function drainSilently(device: PcmDevice, io: MmapPlayback, nowMs: () => number): void {
  const stuck = new StuckWatch(device.identity.name, device.params);
  const sliceMs = waitLimitMs(device.params) / 4;
  silence(io);
  if (io.state() === PcmState.XRUN) return;
  device.drain();
  while (io.state() === PcmState.DRAINING) {
    silence(io);
    stuck.see(io.hwPtr(), nowMs());
    device.wait(sliceMs);
  }
}

/** Over everything that is not waiting to be played. Not committed: it is heard only by mistake. */
function silence(io: MmapPlayback): void {
  for (const region of io.dataPtr()) region.fillSilence();
}
