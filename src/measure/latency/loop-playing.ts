import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import type { MeasureTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { median } from '../statistic/percentiles.js';
import { type Loop, startLoop, stopLoop } from './on-loop.js';
import { pointerOffset } from './pointer-offset.js';
import type { LoopRecording } from './statistic.js';

/** Maximum delay that is searched. */
export const MAX_DELAY_SECONDS = 0.5;
/** A pointer that moves in blocks can be this far ahead of the sound. */
const EARLIER_FRAMES = 2048;
const LOOK_MS = 1;
/** Fraction of the golden ratio: reads at such intervals never fall into step with the hardware. */
const GOLDEN = 0.618033988749895;
/** Measured: QEMU's USB card, reopened at once, does not move its pointer for up to 2 s. */
const PATIENCE_NS = 3e9;
/** Number of reads for each DELAY call. */
const CLAIM_EVERY = 16;

/**
 * Starts both streams, capture first, plays the signal once and stops them.
 * @returns undefined if the program was too late for a ring, or was asked to stop
 * @throws FAILED if a pointer has stalled
 */
export function playThroughLoop(
  loop: Loop,
  { plan, progress, time }: MeasureTask,
  signal: Float64Array,
): LoopRecording | undefined {
  const { player, recorder } = loop;
  const { rateHz, bufferSize } = player.device.params;
  // One more ring of silence, so that the ring is full when the signal comes, as with any program.
  const signalFrame = bufferSize + Math.round(plan.warmupSeconds * rateHz);
  const tail = Math.round(MAX_DELAY_SECONDS * rateHz) + signal.length;
  const ringNs = (Math.min(bufferSize, recorder.io.bufferSize) * 1e9) / rateHz;
  const pairs = new SampleColumns('played', 'captured', 'playedAfter');
  const stamps = new SampleColumns('playedNs', 'capturedNs', 'playedAfterNs');
  const claims = { playback: [] as number[], capture: [] as number[] };
  startLoop(loop, signal, signalFrame, signalFrame + tail + rateHz);
  let beforeNs = time.nowNs();
  let movedNs = beforeNs;
  let late = false;
  for (let looks = 0; player.track.position < signalFrame + tail; looks++) {
    if (progress.stopRequested) return undefined;
    time.sleepMs(LOOK_MS * (0.5 + ((looks * GOLDEN) % 1)));
    const moved = player.track.query();
    const { position: played, stampNs: playedNs } = player.track;
    recorder.track.query();
    player.track.query();
    if (played >= signalFrame) {
      pairs.add(played, recorder.track.position, player.track.position);
      stamps.add(playedNs, recorder.track.stampNs, player.track.stampNs);
      if (looks % CLAIM_EVERY === 0) {
        claims.playback.push(player.claimedFrames() ?? Number.NaN);
        claims.capture.push(recorder.claimedFrames() ?? Number.NaN);
      }
    }
    player.fill();
    recorder.take();
    const nowNs = time.nowNs();
    // A pointer that comes round the ring unread is one that a driver cannot report.
    late ||= played >= signalFrame && nowNs - beforeNs > ringNs;
    beforeNs = nowNs;
    if (moved) movedNs = nowNs;
    if (nowNs - movedNs > PATIENCE_NS) throw stuck(player.device, played);
  }
  stopLoop(loop);
  if (recorder.track.position === 0) throw stuck(recorder.device, 0);
  const offset = pointerOffset({ ...pairs.columns(), ...stamps.columns() }, signalFrame, rateHz);
  if (late || player.underrunFrame >= signalFrame || offset === undefined) return undefined;
  const at = Math.max(0, Math.round(signalFrame + offset.frames) - EARLIER_FRAMES);
  if (recorder.lostFrame >= at) return undefined;
  return {
    channels: recorder.captured(at, at + EARLIER_FRAMES + tail),
    firstFrame: at,
    signalFrame,
    offset,
    queuedFrames: player.queuedFrames,
    claimedFrames: player.device.positionCalls && {
      playback: median(claims.playback),
      capture: median(claims.capture),
    },
    clipped: recorder.clipped,
  };
}

function stuck({ identity, params }: PcmDevice, frame: number): AlsaMmapError {
  const { name } = identity;
  const what = `hw_ptr of ${params.direction} stalled at ${frame} while RUNNING`;
  return new AlsaMmapError('FAILED', `${name}: ${what}`, { device: name });
}
