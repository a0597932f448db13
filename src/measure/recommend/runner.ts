import { runClock } from '../clock/runner.js';
import { onFreeStream } from '../on-free-stream.js';
import type { Measured, MeasureTask } from '../plan.js';
import { runPointer } from '../pointer/runner.js';
import { DEFAULT_GRID } from '../sweep/points.js';
import { runSweep } from '../sweep/runner.js';
import { type Evidence, isMissing } from './evidence.js';
import { pointerEvidence, ringEvidence, startUpEvidence } from './evidence-from-results.js';
import { Parts } from './parts.js';
import { recommendations } from './recommendations.js';
import type { Setting } from './setting.js';
import { watchStartUp } from './start-up.js';
import { timestampQuality } from './timestamp-quality.js';

export interface RecommendResult {
  readonly evidence: Evidence;
  readonly settings: readonly Setting[];
}

/** Rings that sound servers use; only the border of the surviving ones is searched. */
const RINGS = { ...DEFAULT_GRID, periods: [2, 3], borderOnly: true };

const POINTER = { name: 'pointer', share: 0.2, warmupSeconds: 0, run: onFreeStream(runPointer) };
const START_UP = {
  name: 'start-up',
  share: 0.05,
  warmupSeconds: 0,
  run: onFreeStream((stream) => {
    const result = watchStartUp(stream);
    return { result, raw: {}, seconds: (result.sinceStartNs.at(-1) ?? 0) / 1e9 };
  }),
};
const CLOCK = {
  name: 'clock',
  share: 0.2,
  warmupSeconds: 0.5,
  run: onFreeStream(runClock, { tstampType: 'MONOTONIC_RAW' }),
};
const SWEEP = {
  name: 'sweep',
  share: 0.55,
  warmupSeconds: 0.5,
  run: (task: MeasureTask) => runSweep({ ...task, settings: { sweep: RINGS } }),
};

/**
 * Measures the evidence briefly: pointer, the moments after START, clock, and a sweep that finds
 * the border. A part that fails leaves its evidence missing.
 * @throws as `MeasureTask.open`; DISCONNECTED
 */
export async function runRecommend(task: MeasureTask): Promise<Measured<RecommendResult>> {
  const device = await task.open();
  const { params } = device;
  device.close();
  const parts = new Parts(task);
  const moves = await parts.run(POINTER);
  const pointer = isMissing(moves) ? moves : pointerEvidence(moves.result, params);
  if (isMissing(pointer)) parts.giveUp(pointer.missing);
  const began = await parts.run(START_UP);
  const clock = await parts.run(CLOCK);
  const sweep = await parts.run(SWEEP);
  const evidence: Evidence = {
    direction: params.direction,
    rateHz: params.rateHz,
    pointer,
    timestamps: isMissing(moves) ? moves : timestampQuality(moves.raw, params),
    startUp: isMissing(began) ? began : startUpEvidence(began.result, params, pointer),
    clock: isMissing(clock)
      ? clock
      : { ppm: clock.result.ppm, residualFrames: clock.result.residualFrames.deviation },
    ring: isMissing(sweep) ? sweep : ringEvidence(sweep.result),
  };
  const result = { evidence, settings: recommendations(evidence) };
  return { result, raw: parts.raw, seconds: parts.seconds };
}
