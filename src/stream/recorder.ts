import type { MmapCapture } from '../core/mmap-capture.js';
import { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import type { FrameFifo } from './frame-fifo.js';
import { monotonicNs } from './monotonic.js';
import { StuckWatch, waitLimitMs } from './pace.js';
import { recover } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';
import { framesBetween, type XrunEvent } from './xrun.js';

/**
 * The loop of a capture stream: wait, look, copy the new frames into the FIFO, give them back. It
 * ends after `total` frames or when it is asked to; an xrun is dealt with and told of.
 */
export function recordLoop(
  device: PcmDevice,
  io: MmapCapture,
  fifo: FrameFifo,
  total: number,
  counters: StreamCounters,
  onXrun: (event: XrunEvent) => void,
): void {
  const snapshot = new Snapshot();
  const stuck = new StuckWatch(device.identity.name, device.params);
  const limitMs = waitLimitMs(device.params);
  let left = total;
  device.start();
  counters.active = true;
  while (left > 0 && !counters.stopAsked) {
    device.wait(limitMs);
    io.snapshot(snapshot);
    counters.setPointers(snapshot.state, snapshot.hwPtr, snapshot.applPtr, snapshot.avail);
    if (snapshot.state !== PcmState.RUNNING) {
      restart(device, io, counters, snapshot, onXrun);
      stuck.reset();
      continue;
    }
    stuck.see(snapshot.hwPtr, performance.now());
    left -= takeFrames(io, fifo, left, counters);
  }
  if (left > 0) takeLast(io, fifo, left, counters);
  counters.active = false;
  device.drop();
}

/** Moves what is in the ring, up to `most` frames, and counts what finds no room in the FIFO. */
function takeFrames(
  io: MmapCapture,
  fifo: FrameFifo,
  most: number,
  counters: StreamCounters,
): number {
  let frames = 0;
  for (const region of io.dataPtr()) {
    const count = Math.min(region.frames, most - frames);
    if (count === 0) break;
    const put = fifo.put(count, (from, length, target, targetByte) =>
      region.copyOut(target, targetByte, from, length),
    );
    counters.addFrames(put);
    if (put < count) counters.addFifoLoss(count - put);
    frames += count;
  }
  io.commit(frames);
  return frames;
}

/** What came in since the last look, asking the hardware: nothing up to the stop is left behind. */
function takeLast(io: MmapCapture, fifo: FrameFifo, left: number, counters: StreamCounters): void {
  if (io.state() !== PcmState.RUNNING) return;
  try {
    io.hwsync();
    takeFrames(io, fifo, left, counters);
  } catch {
    // An xrun or an unplug at the last moment: what was taken before it stands.
  }
}

function restart(
  device: PcmDevice,
  io: MmapCapture,
  counters: StreamCounters,
  stopped: Snapshot,
  onXrun: (event: XrunEvent) => void,
): void {
  const atFrame = counters.get('frames');
  const stoppedNs = stopped.tstampSec * 1e9 + stopped.tstampNsec;
  recover(device, io, stopped.state);
  device.start();
  const away = framesBetween(stoppedNs, monotonicNs(), device.params.rateHz);
  const lostFrames = stopped.avail + away;
  counters.addXrun(lostFrames);
  onXrun({ atFrame, wallMs: Date.now(), lostFrames });
}
