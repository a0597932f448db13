import { fromDbfs } from '../../audio/decibel.js';
import { maxLengthSequence } from '../../audio/max-length-sequence.js';
import { failed } from '../errors.js';
import type { Measured, MeasureTask } from '../plan.js';
import { playThroughLoop } from './loop-playing.js';
import { onLoop } from './on-loop.js';
import { type LatencyResult, type LatencyRun, latencyRun, latencyStatistic } from './statistic.js';

const SIGNAL_BITS = 13;
export const DEFAULT_LEVEL_DBFS = -12;
/** Number of late playings in a row that is no accident. */
const MAX_DISCARDED = 10;

/**
 * Plays a signal repeatedly, each time after a new start of both streams, and searches it in the
 * captured frames. The warm-up is silence before the signal. Raw: `loopFrames`, `gain`,
 * `confidence` and `queuedFrames` of each playing that was detected.
 * @throws FAILED if no playing was completed, or the program is always too late
 */
export function runLatency(task: MeasureTask): Promise<Measured<LatencyResult>> {
  const { plan, settings, progress, time } = task;
  const signal = maxLengthSequence(SIGNAL_BITS, fromDbfs(settings.levelDbfs ?? DEFAULT_LEVEL_DBFS));
  return onLoop(task, (loop) => {
    const { device } = loop.player;
    const durationNs = plan.durationSeconds * 1e9;
    const beganNs = time.nowNs();
    const runs: LatencyRun[] = [];
    let discarded = 0;
    let inARow = 0;
    do {
      const recording = playThroughLoop(loop, task, [signal]);
      if (progress.stopRequested) break;
      progress.done = (time.nowNs() - beganNs) / durationNs;
      if (recording === undefined) {
        discarded++;
        if (++inARow < MAX_DISCARDED) continue;
        throw failed(
          device,
          `${inARow} runs in a row were too late for the ring: use a larger --buffer-size`,
        );
      }
      inARow = 0;
      runs.push(latencyRun(recording, signal, runs.find(({ detected }) => detected)?.channel));
    } while (runs.length === 0 || time.nowNs() - beganNs < durationNs);
    if (runs.length === 0) throw failed(device, 'it ended before the signal was played once');
    const detected = runs.filter((run) => run.detected);
    const column = (of: (run: LatencyRun) => number) => Float64Array.from(detected, of);
    return {
      result: latencyStatistic(runs, {
        discarded,
        captureDevice: loop.recorder.device.identity.name,
      }),
      raw: {
        loopFrames: column(({ loopFrames }) => loopFrames),
        gain: column(({ gain }) => gain),
        confidence: column(({ confidence }) => confidence),
        queuedFrames: column(({ queuedFrames }) => queuedFrames),
      },
      seconds: (time.nowNs() - beganNs) / 1e9,
    };
  });
}
