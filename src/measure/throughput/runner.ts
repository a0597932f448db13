import { AlsaMmapError } from '../../device/errors.js';
import { type AccessName, bytesPerFrame } from '../../device/params.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { batchNs, batchOf } from '../batch.js';
import type { Measured, MeasureTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { type BlockCase, blockCases } from './cases.js';
import { ordinaryMemory } from './ordinary-memory.js';
import {
  megabytesPerSecond,
  type Throughput,
  type ThroughputResult,
  throughputOf,
} from './statistic.js';

/** Long compared with the clock reads around it, short compared with a time slice. */
const BATCH_NS = 200_000;
const MOST_BATCHES = 100_000;

interface Contestant extends BlockCase {
  batch: number;
  readonly rows: SampleColumns<'megabytes'>;
}

/**
 * Speed of copies into the ring and out of it, compared with ordinary memory in the same layout.
 * The cases take turns, one batch each, so that disturbances of the machine affect all of them. The
 * stream does not run. Half of the time is for the access type that the device takes first, half
 * for the other, interleaved or not. Raw: MB/s for each case, one value per batch.
 */
export async function runThroughput(task: MeasureTask): Promise<Measured<ThroughputResult>> {
  const first = await task.open();
  const { access } = first.params;
  const found = [measured(first, task, 0)];
  const other = access === 'MMAP_INTERLEAVED' ? 'MMAP_NONINTERLEAVED' : 'MMAP_INTERLEAVED';
  const refused: { access: AccessName; reason: string }[] = [];
  if (!task.progress.stopRequested) {
    try {
      found.push(measured(await task.open({ access: [other] }), task, 0.5));
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || error.code !== 'UNSUPPORTED') throw error;
      refused.push({ access: other, reason: error.message });
    }
  }
  return {
    result: { cases: found.flatMap(({ cases }) => cases), refused },
    raw: Object.assign({}, ...found.map(({ raw }) => raw)),
    seconds: found.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** Measures one ring and closes it. */
function measured(
  device: PcmDevice,
  { plan, progress, time }: MeasureTask,
  doneBefore: number,
): { cases: Throughput[]; raw: Record<string, Float64Array>; seconds: number } {
  try {
    const ring = blockCases(device);
    try {
      const own = blockCases(ordinaryMemory(device));
      const lastsNs = batchNs(BATCH_NS);
      const pairs = ring.cases.map(
        (one, i) => [contestant(one, lastsNs), contestant(own.cases[i]!, lastsNs)] as const,
      );
      const all = pairs.flat();
      const frameBytes = bytesPerFrame(device.params);
      const warmNs = time.nowNs() + (plan.warmupSeconds * 1e9) / 2;
      while (time.nowNs() < warmNs && !progress.stopRequested)
        for (const one of all) one.run(one.batch);
      for (const one of all) one.batch = batchOf(one.run, lastsNs);
      const beganNs = time.nowNs();
      const durationNs = (plan.durationSeconds * 1e9) / 2;
      let nowNs = beganNs;
      do {
        for (const { run, batch, blockFrames, rows } of all) {
          const ns = run(batch);
          const bytes = batch * blockFrames * frameBytes;
          if (rows.rows < MOST_BATCHES) rows.add(megabytesPerSecond(bytes, ns));
        }
        nowNs = time.nowNs();
        progress.done = doneBefore + (nowNs - beganNs) / durationNs / 2;
      } while (nowNs - beganNs < durationNs && !progress.stopRequested);
      return { ...throughputCases(device, pairs), seconds: (nowNs - beganNs) / 1e9 };
    } finally {
      ring.close();
    }
  } finally {
    device.close();
  }
}

function contestant(one: BlockCase, lastsNs: number): Contestant {
  return { ...one, batch: batchOf(one.run, lastsNs), rows: new SampleColumns('megabytes') };
}

function throughputCases(device: PcmDevice, pairs: readonly (readonly [Contestant, Contestant])[]) {
  const raw: Record<string, Float64Array> = {};
  const cases = pairs.map(([ring, own]) => {
    const { move, way, blockFrames } = ring;
    const one = { access: device.params.access, move, way, blockFrames };
    const ringMBs = ring.rows.columns().megabytes;
    const memoryMBs = own.rows.columns().megabytes;
    const name = `${one.access} ${move} ${way} ${blockFrames}`;
    raw[`${name} ring`] = ringMBs;
    raw[`${name} memory`] = memoryMBs;
    return throughputOf(one, ringMBs, memoryMBs);
  });
  return { cases, raw };
}
