import type { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { failed } from '../errors.js';
import { irregularMs } from '../measure-time.js';
import type { MeasureTask } from '../plan.js';
import { REOPEN_LIMIT_NS } from '../pointer/samples.js';
import { SampleColumns } from '../sample-columns.js';
import { median } from '../statistic/percentiles.js';
import { type Loop, startLoop, stopLoop } from './on-loop.js';
import { pointerOffset } from './pointer-offset.js';
import type { LoopRecording } from './statistic.js';

/** Maximum delay that is searched. */
const MAX_DELAY_SECONDS = 0.5;
/** A pointer that moves in blocks can be this far ahead of the sound. */
const EARLIER_FRAMES = 2048;
const INTERVAL_MS = 1;
/** Number of reads for each DELAY call. */
const READS_PER_CLAIM = 16;

/**
 * Starts both streams, capture first, plays the signals once and stops them.
 * @param signals of equal length, one for each channel, or one for all
 * @returns undefined if the program was too late for a ring, or a stop was requested
 * @throws FAILED if a pointer has stalled
 */
export function playThroughLoop(
  loop: Loop,
  { plan, progress, time }: MeasureTask,
  signals: readonly Float64Array[],
): LoopRecording | undefined {
  const { player, recorder } = loop;
  const { rateHz, bufferSize } = player.device.params;
  // One more ring of silence, so that the ring is full when the signal comes, as with any program.
  const signalFrame = bufferSize + Math.round(plan.warmupSeconds * rateHz);
  const tail = Math.round(MAX_DELAY_SECONDS * rateHz) + signals[0]!.length;
  const ringNs = (Math.min(bufferSize, recorder.io.bufferSize) * 1e9) / rateHz;
  const pairs = new SampleColumns('played', 'captured', 'playedAfter');
  const timestamps = new SampleColumns('playedNs', 'capturedNs', 'playedAfterNs');
  const claims = { playback: [] as number[], capture: [] as number[] };
  startLoop(loop, signals, signalFrame, signalFrame + tail + rateHz);
  let beforeNs = time.nowNs();
  let movedNs = beforeNs;
  let late = false;
  for (let reads = 0; player.position < signalFrame + tail; reads++) {
    if (progress.stopRequested) return undefined;
    time.sleepMs(irregularMs(INTERVAL_MS, reads));
    const moved = player.query();
    const { position: played, stampNs: playedNs } = player;
    recorder.query();
    player.query();
    if (played >= signalFrame) {
      pairs.add(played, recorder.position, player.position);
      timestamps.add(playedNs, recorder.stampNs, player.stampNs);
      if (reads % READS_PER_CLAIM === 0) {
        claims.playback.push(player.claimedFrames() ?? Number.NaN);
        claims.capture.push(recorder.claimedFrames() ?? Number.NaN);
      }
    }
    player.fill();
    recorder.take();
    const nowNs = time.nowNs();
    // A driver cannot report whole revolutions of the ring between two reads.
    late ||= played >= signalFrame && nowNs - beforeNs > ringNs;
    beforeNs = nowNs;
    if (moved) movedNs = nowNs;
    if (nowNs - movedNs > REOPEN_LIMIT_NS) throw stalled(player.device, played);
  }
  stopLoop(loop);
  if (recorder.position === 0) throw stalled(recorder.device, 0);
  const offset = pointerOffset(
    { ...pairs.columns(), ...timestamps.columns() },
    signalFrame,
    rateHz,
  );
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

function stalled(device: PcmDevice, frame: number): AlsaMmapError {
  return failed(device, `hw_ptr of ${device.params.direction} stalled at ${frame} while RUNNING`);
}
