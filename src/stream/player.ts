import type { MmapPlayback } from '../core/mmap-playback.js';
import { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import { drainSilently } from './drain.js';
import { monotonicNs } from './monotonic.js';
import { StuckWatch, waitLimitMs } from './pace.js';
import { recover } from './recovery.js';
import type { StreamCounters } from './stream-counters.js';
import { framesBetween, type XrunEvent } from './xrun.js';

/** What fills the ring: the player asks it whenever there is room. */
export interface PlaySource {
  /** Writes as much as there is room for and commits it: frames written. */
  fill(io: MmapPlayback): number;
  readonly ended: boolean;
}

/**
 * The loop of a playback stream: wait, look, fill, commit. It ends when the source does, or when it
 * is asked to, after draining; an xrun is dealt with and told of, and the stream goes on.
 */
export function playLoop(
  device: PcmDevice,
  io: MmapPlayback,
  source: PlaySource,
  counters: StreamCounters,
  onXrun: (event: XrunEvent) => void,
): void {
  const snapshot = new Snapshot();
  const stuck = new StuckWatch(device.identity.name, device.params);
  const limitMs = waitLimitMs(device.params);
  counters.addFrames(source.fill(io));
  device.start();
  counters.active = true;
  while (!source.ended && !counters.stopAsked) {
    device.wait(limitMs);
    io.snapshot(snapshot);
    counters.setPointers(snapshot.state, snapshot.hwPtr, snapshot.applPtr, snapshot.avail);
    if (snapshot.state !== PcmState.RUNNING) {
      restart(device, io, source, counters, snapshot, onXrun);
      stuck.reset();
      continue;
    }
    stuck.see(snapshot.hwPtr, performance.now());
    if (snapshot.avail > 0) counters.addFrames(source.fill(io));
  }
  counters.active = false;
  drainSilently(device, io, () => performance.now());
  io.snapshot(snapshot);
  counters.setPointers(snapshot.state, snapshot.hwPtr, snapshot.applPtr, snapshot.avail);
}

function restart(
  device: PcmDevice,
  io: MmapPlayback,
  source: PlaySource,
  counters: StreamCounters,
  stopped: Snapshot,
  onXrun: (event: XrunEvent) => void,
): void {
  const atFrame = counters.get('frames');
  const stoppedNs = stopped.tstampSec * 1e9 + stopped.tstampNsec;
  recover(device, io, stopped.state);
  counters.addFrames(source.fill(io));
  device.start();
  const silentFrames = framesBetween(stoppedNs, monotonicNs(), device.params.rateHz);
  counters.addXrun(silentFrames);
  onXrun({ atFrame, wallMs: Date.now(), lostFrames: silentFrames });
}
