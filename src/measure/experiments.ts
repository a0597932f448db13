import { runChannels } from './channels/runner.js';
import { runCheck } from './check/runner.js';
import { runClocks } from './clock/runner.js';
import { runLatency } from './latency/runner.js';
import { onFreeStream } from './on-free-stream.js';
import { runOverhead } from './overhead/runner.js';
import type { Measured, MeasurePlan, MeasureTask } from './plan.js';
import { runPointerOnLoop } from './pointer/runner.js';
import { runRecommend } from './recommend/runner.js';
import { runSweep } from './sweep/runner.js';
import { runThroughput } from './throughput/runner.js';
import { runWakeup } from './wakeup/runner.js';

/** An experiment whose measurement has the given result. */
interface Experiment<Result> {
  /** One-line summary of the measurement. */
  readonly summary: string;
  /** Default duration. */
  readonly plan: MeasurePlan;
  /** Duration as one of several experiments; undefined if it runs only when named. */
  readonly briefSeconds: number | undefined;
  readonly run: (task: MeasureTask) => Promise<Measured<Result>>;
}

export const EXPERIMENTS = {
  overhead: {
    summary: 'cost of reading the position of a stream, by each method',
    plan: { warmupSeconds: 0.3, durationSeconds: 2 },
    briefSeconds: 1,
    run: onFreeStream(runOverhead),
  },
  clock: {
    summary: "true sample rate, by the kernel's timestamps",
    plan: { warmupSeconds: 0.5, durationSeconds: 10 },
    briefSeconds: 4,
    run: runClocks,
  },
  pointer: {
    summary: 'movement of hw_ptr, and its faults',
    plan: { warmupSeconds: 0, durationSeconds: 5 },
    briefSeconds: 3,
    run: runPointerOnLoop,
  },
  sweep: {
    summary: 'rings on which a client survives, and the smallest of them',
    plan: { warmupSeconds: 0.5, durationSeconds: 52 },
    briefSeconds: undefined,
    run: runSweep,
  },
  wakeup: {
    summary: "duration of each part of a client's cycle, and the headroom before an xrun",
    plan: { warmupSeconds: 1, durationSeconds: 10 },
    briefSeconds: 4,
    run: runWakeup,
  },
  latency: {
    summary: 'latency of a loop, from playback to capture',
    plan: { warmupSeconds: 0.2, durationSeconds: 5 },
    briefSeconds: undefined,
    run: runLatency,
  },
  throughput: {
    summary: 'speed of copies into the ring and out of it, compared with ordinary memory',
    plan: { warmupSeconds: 1, durationSeconds: 4 },
    briefSeconds: 2,
    run: runThroughput,
  },
  channels: {
    summary: 'playback channel that each capture channel of a loop carries',
    plan: { warmupSeconds: 0.2, durationSeconds: 5 },
    briefSeconds: undefined,
    run: runChannels,
  },
  recommend: {
    summary: 'settings for PipeWire, JACK and ALSA, each with its measurement',
    plan: { warmupSeconds: 0, durationSeconds: 20 },
    briefSeconds: undefined,
    run: runRecommend,
  },
  check: {
    summary: 'conformance checks of the driver for mmap access',
    plan: { warmupSeconds: 0, durationSeconds: 10 },
    briefSeconds: undefined,
    run: runCheck,
  },
} satisfies Readonly<Record<string, Experiment<object>>>;

export type ExperimentName = keyof typeof EXPERIMENTS;

/** Results by experiment. */
export type ExperimentResults = {
  readonly [Name in ExperimentName]: Awaited<
    ReturnType<(typeof EXPERIMENTS)[Name]['run']>
  >['result'];
};

export const EXPERIMENT_NAMES = Object.keys(EXPERIMENTS) as ExperimentName[];
