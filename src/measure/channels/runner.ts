import { fromDbfs } from '../../audio/decibel.js';
import { PcmState } from '../../device/pcm-state.js';
import { hwsyncUnlessStopped } from '../../stream/recovery.js';
import { failed } from '../errors.js';
import { playThroughLoop } from '../latency/loop-playing.js';
import { type Loop, onLoop, startLoop } from '../latency/on-loop.js';
import { DEFAULT_LEVEL_DBFS } from '../latency/runner.js';
import type { LoopRecording } from '../latency/statistic.js';
import type { Measured, MeasureTask } from '../plan.js';
import type { PointerTrack } from '../pointer-track.js';
import { type ChannelFinding, findFaults, type PlacedChannel, placeChannels } from './findings.js';
import { channelSignals, identifyChannels } from './identify.js';

/** One playing of the signals. */
export interface ChannelRun {
  /** Event before it: set-up, an xrun of both streams, or a restart if no xrun occurred. */
  readonly after: 'start' | 'xrun' | 'restart';
  readonly channels: readonly PlacedChannel[];
  readonly findings: readonly ChannelFinding[];
}

export interface ChannelsResult {
  readonly runs: readonly ChannelRun[];
  /** Number of playback channels. */
  readonly played: number;
  /** Largest distance between two channels of a run, in frames. */
  readonly maxOffsetFrames: number;
  /** Playings discarded because the program was too late. */
  readonly discarded: number;
  /** Name of the capturing device. */
  readonly captureDevice: string;
}

const MIN_RUNS = 2;
const MAX_DISCARDED = 10;
/** Time beyond two rings for an xrun to occur. */
const XRUN_LIMIT_NS = 1e9;

/**
 * Plays a signal of its own on each channel, and identifies it in each captured channel: once after
 * set-up, then after xruns, for at least two runs. Raw: nothing.
 * @throws FAILED if no playing was completed, or the program is always too late
 */
export async function runChannels(task: MeasureTask): Promise<Measured<ChannelsResult>> {
  const { plan, settings, progress, time } = task;
  const beganNs = time.nowNs();
  let discarded = 0;
  let inARow = 0;
  const run = (loop: Loop): Measured<ChannelsResult | undefined> => {
    const { player, recorder } = loop;
    const played = player.io.channels;
    const signals = channelSignals(played, fromDbfs(settings.levelDbfs ?? DEFAULT_LEVEL_DBFS));
    const durationNs = plan.durationSeconds * 1e9;
    const runs: ChannelRun[] = [];
    const seconds = () => (time.nowNs() - beganNs) / 1e9;
    do {
      const isFirst = runs.length === 0;
      const after = isFirst ? 'start' : starve(loop, task, signals) ? 'xrun' : 'restart';
      const recording = playUnlessLate(loop, task, signals);
      if (progress.stopRequested) break;
      progress.done = (time.nowNs() - beganNs) / durationNs;
      if (recording === undefined) {
        discarded++;
        if (++inARow >= MAX_DISCARDED) {
          const reason = `${inARow} runs in a row were too late for the ring`;
          throw failed(player.device, `${reason}: use a larger --buffer-size`);
        }
        if (!isFirst) continue;
        // An xrun has occurred: only a new opening can play after the start.
        return { result: undefined, raw: {}, seconds: seconds() };
      }
      inARow = 0;
      const channels = placeChannels(identifyChannels(recording.channels, signals));
      runs.push({ after, channels, findings: findFaults(channels, played) });
    } while (runs.length < MIN_RUNS || time.nowNs() - beganNs < durationNs);
    if (runs.length === 0) throw failed(player.device, 'it ended before the signals were played');
    return {
      result: {
        runs,
        played,
        maxOffsetFrames: Math.max(...runs.map(spreadOfOffsets)),
        discarded,
        captureDevice: recorder.device.identity.name,
      },
      raw: {},
      seconds: seconds(),
    };
  };
  for (;;) {
    // As programs open it: an xrun stops the stream.
    const { result, ...measured } = await onLoop(task, run, {});
    if (result !== undefined) return { ...measured, result };
  }
}

/** Plays the signals; undefined if the program was too late, or a stop was requested. */
function playUnlessLate(
  loop: Loop,
  task: MeasureTask,
  signals: readonly Float64Array[],
): LoopRecording | undefined {
  try {
    return playThroughLoop(loop, task, signals);
  } catch (error) {
    if (!sides(loop).some(isStopped)) throw error;
    return undefined;
  }
}

/** Runs both streams without serving them until an xrun stops them; false if it does not. */
function starve(loop: Loop, { time }: MeasureTask, signals: readonly Float64Array[]): boolean {
  startLoop(loop, signals, Number.POSITIVE_INFINITY, 0);
  const ringsNs = sides(loop).map(({ io }) => (io.bufferSize * 1e9) / io.params.rateHz);
  const untilNs = time.nowNs() + 2 * Math.max(...ringsNs) + XRUN_LIMIT_NS;
  while (!sides(loop).every(isStopped)) {
    if (time.nowNs() > untilNs) return false;
    time.sleepMs(1);
    for (const { io } of sides(loop)) hwsyncUnlessStopped(io);
  }
  return true;
}

const sides = ({ player, recorder }: Loop) => [player, recorder] as const;

const isStopped = ({ io }: PointerTrack) => io.state() === PcmState.XRUN;

function spreadOfOffsets({ channels }: ChannelRun): number {
  const offsets = channels.flatMap(({ offsetFrames }) => offsetFrames ?? []);
  return offsets.length === 0 ? 0 : Math.max(...offsets) - Math.min(...offsets);
}
