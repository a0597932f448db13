import { AlsaMmapError } from '../../device/errors.js';
import { type AccessName, bytesPerFrame } from '../../device/params.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { type BatchedCase, batchedCase, batchNs, sampleInTurns } from '../batch.js';
import { closing } from '../closing.js';
import type { Measured, MeasureTask } from '../plan.js';
import { blockCases, ordinaryMemory } from './cases.js';
import {
  megabytesPerSecond,
  type Throughput,
  type ThroughputResult,
  throughputOf,
} from './statistic.js';

/** Long compared with the clock reads around it, short compared with a time slice. */
const BATCH_NS = 200_000;

/**
 * Speed of copies into the ring and out of it, compared with ordinary memory in the same layout.
 * The stream does not run. Half of the time is for the access type that the device takes first,
 * half for the other, interleaved or not. Raw: MB/s for each case, one value per batch.
 */
export async function runThroughput(task: MeasureTask): Promise<Measured<ThroughputResult>> {
  const first = await task.open();
  const { access } = first.params;
  const halves = [await measured(first, task, 0)];
  const other = access === 'MMAP_INTERLEAVED' ? 'MMAP_NONINTERLEAVED' : 'MMAP_INTERLEAVED';
  const refused: { access: AccessName; reason: string }[] = [];
  if (!task.progress.stopRequested) {
    try {
      halves.push(await measured(await task.open({ access: [other] }), task, 0.5));
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || error.code !== 'UNSUPPORTED') throw error;
      refused.push({ access: other, reason: error.message });
    }
  }
  return {
    result: { cases: halves.flatMap(({ result }) => result), refused },
    raw: Object.assign({}, ...halves.map(({ raw }) => raw)),
    seconds: halves.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** Measures one ring in half of the time, and closes the device. */
function measured(
  device: PcmDevice,
  { plan, progress, time }: MeasureTask,
  doneBefore: number,
): Promise<Measured<Throughput[]>> {
  return closing(async (keep) => {
    keep(device);
    const ring = keep(blockCases(device));
    const own = blockCases(ordinaryMemory(device));
    const lastsNs = batchNs(BATCH_NS);
    const pairs = ring.cases.map((one, i) => ({
      ...one,
      ring: batchedCase(one.run, lastsNs),
      memory: batchedCase(own.cases[i]!.run, lastsNs),
    }));
    const half = {
      warmupSeconds: plan.warmupSeconds / 2,
      durationSeconds: plan.durationSeconds / 2,
    };
    const seconds = sampleInTurns(
      pairs.flatMap(({ ring, memory }) => [ring, memory]),
      lastsNs,
      { plan: half, progress, time },
      (share) => {
        progress.done = doneBefore + share / 2;
      },
    );
    const { access } = device.params;
    const raw: Record<string, Float64Array> = {};
    const result = pairs.map(({ move, way, blockFrames, ring, memory }) => {
      const bytes = blockFrames * bytesPerFrame(device.params);
      const speeds = ({ rows }: BatchedCase) =>
        rows.columns().ns.map((ns) => megabytesPerSecond(bytes, ns));
      const [ringMBs, memoryMBs] = [speeds(ring), speeds(memory)];
      const name = `${access} ${move} ${way} ${blockFrames}`;
      raw[`${name} ring`] = ringMBs;
      raw[`${name} memory`] = memoryMBs;
      return throughputOf({ access, move, way, blockFrames }, ringMBs, memoryMBs);
    });
    return { result, raw, seconds };
  });
}
