import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import type { MeasureTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { median } from '../statistic/percentiles.js';
import { type Loop, startLoop, stopLoop } from './on-loop.js';
import { pointerOffset } from './pointer-offset.js';
import type { LoopRecording } from './statistic.js';

/** The longest delay that is looked for. */
export const MOST_DELAY_SECONDS = 0.5;
/** A pointer in blocks may be that far ahead of what is heard. */
const EARLIER_FRAMES = 2048;
const LOOK_MS = 1;
/** Of the golden ratio: looks that never fall into step with the hardware. */
const GOLDEN = 0.618033988749895;
/** Measured: a USB card of QEMU that is opened again at once stands still for up to 2 s. */
const PATIENCE_NS = 3e9;
/** In one look of so many the kernel is asked for its DELAY. */
const CLAIM_EVERY = 16;

/**
 * Starts both streams, capture first, plays the signal once and stops them.
 * @returns undefined where the program came too late for a ring, or was asked to stop
 * @throws FAILED where a pointer is stuck
 */
export function playThroughLoop(
  loop: Loop,
  { plan, progress, time }: MeasureTask,
  signal: Float64Array,
): LoopRecording | undefined {
  const { player, recorder } = loop;
  const { rateHz, bufferSize } = player.device.params;
  // A ring of silence more: so that, like any program's, its ring is full when the signal comes.
  const signalFrame = bufferSize + Math.round(plan.warmupSeconds * rateHz);
  const tail = Math.round(MOST_DELAY_SECONDS * rateHz) + signal.length;
  const ringNs = (Math.min(bufferSize, recorder.io.bufferSize) * 1e9) / rateHz;
  const pairs = new SampleColumns('played', 'captured', 'playedAfter');
  const stamps = new SampleColumns('playedNs', 'capturedNs', 'playedAfterNs');
  const claims = { playback: [] as number[], capture: [] as number[] };
  startLoop(loop, signal, signalFrame, signalFrame + tail + rateHz);
  let beforeNs = time.nowNs();
  let movedNs = beforeNs;
  let late = false;
  for (let looks = 0; player.track.position < signalFrame + tail; looks++) {
    if (progress.stopAsked) return undefined;
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
    // A pointer that comes round the ring unseen is one that a driver cannot tell of.
    late ||= played >= signalFrame && nowNs - beforeNs > ringNs;
    beforeNs = nowNs;
    if (moved) movedNs = nowNs;
    if (nowNs - movedNs > PATIENCE_NS) throw stuck(player.device, played);
  }
  stopLoop(loop);
  if (recorder.track.position === 0) throw stuck(recorder.device, 0);
  const offset = pointerOffset({ ...pairs.columns(), ...stamps.columns() }, signalFrame, rateHz);
  if (late || player.dryFrame >= signalFrame || offset === undefined) return undefined;
  const at = Math.max(0, Math.round(signalFrame + offset.frames) - EARLIER_FRAMES);
  if (recorder.lostFrame >= at) return undefined;
  return {
    channels: recorder.heard(at, at + EARLIER_FRAMES + tail),
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
  const what = `hw_ptr of ${params.direction} is stuck at ${frame} while the stream runs`;
  return new AlsaMmapError('FAILED', `${name}: ${what}`, { device: name });
}
