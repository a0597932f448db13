import { batchNs, batchOf } from '../batch.js';
import type { Measured, StreamTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { type Summary, summary } from '../statistic/percentiles.js';
import { type OverheadCase, overheadCases, PAGE_READ } from './cases.js';

/** Cost of one call. */
export interface OverheadCost {
  readonly name: string;
  /** Nanoseconds per call, over the batches; undefined if the device does not have the call. */
  readonly ns: Summary | undefined;
  /** Calls timed together. */
  readonly batch: number;
  /** Cost in page reads, by the medians. */
  readonly pageReads: number | undefined;
  /** Reason why the call is missing; empty if it is not. */
  readonly unavailable: string;
}

export interface OverheadResult {
  readonly costs: readonly OverheadCost[];
}

/** Long compared with the two clock reads around it, short compared with a time slice. */
const BATCH_NS = 20_000;
const MOST_BATCHES = 100_000;

interface Contestant extends OverheadCase {
  batch: number;
  readonly rows: SampleColumns<'ns'>;
}

/**
 * Cost of reading a running stream's position, in each way that the device has. The cases take
 * turns, one batch each, so that disturbances of the machine affect all of them. Raw: nanoseconds
 * per call for each case, one value per batch.
 */
export function runOverhead(task: StreamTask): Measured<OverheadResult> {
  const { stream, plan, progress, time } = task;
  stream.start();
  const lastsNs = batchNs(BATCH_NS);
  const contestants = overheadCases(stream).map((one) => prepared(one, lastsNs));
  const able = contestants.filter(({ run }) => run !== undefined);
  const round = () => {
    for (const { run, batch, rows } of able) {
      const ns = run!(batch);
      if (rows.rows < MOST_BATCHES) rows.add(ns / batch);
    }
  };
  const warmNs = time.nowNs() + plan.warmupSeconds * 1e9;
  while (time.nowNs() < warmNs && !progress.stopRequested)
    for (const one of able) one.run!(one.batch);
  for (const one of able) one.batch = batchOf(one.run!, lastsNs);
  const beganNs = time.nowNs();
  const durationNs = plan.durationSeconds * 1e9;
  let nowNs = beganNs;
  do {
    try {
      round();
    } finally {
      // Throws if a call was refused because the device is disconnected or the stream has stopped.
      stream.read();
    }
    nowNs = time.nowNs();
    progress.done = (nowNs - beganNs) / durationNs;
  } while (nowNs - beganNs < durationNs && !progress.stopRequested);
  return {
    result: { costs: costsOf(contestants) },
    raw: Object.fromEntries(able.map(({ name, rows }) => [name, rows.columns().ns])),
    seconds: (nowNs - beganNs) / 1e9,
  };
}

/** Tries a case once; a refusal is reported and does not end the others. */
function prepared(one: OverheadCase, lastsNs: number): Contestant {
  const rows = new SampleColumns('ns');
  if (one.run === undefined) return { ...one, batch: 0, rows };
  try {
    return { ...one, batch: batchOf(one.run, lastsNs), rows };
  } catch (error) {
    return { name: one.name, unavailable: (error as Error).message, batch: 0, rows };
  }
}

function costsOf(contestants: readonly Contestant[]): OverheadCost[] {
  const costs = contestants.map(({ name, batch, rows, unavailable = '' }) => {
    return { name, ns: summary(rows.columns().ns), batch, unavailable };
  });
  const page = costs.find(({ name }) => name === PAGE_READ)?.ns;
  return costs.map((cost) => ({ ...cost, pageReads: cost.ns && page && cost.ns.p50 / page.p50 }));
}
