import { batchNs, batchOf } from '../batch.js';
import type { Measured, StreamTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { type Summary, summary } from '../statistic/percentiles.js';
import { type OverheadCase, overheadCases, PAGE_READ } from './cases.js';

/** What one call costs. */
export interface OverheadCost {
  readonly name: string;
  /** Nanoseconds a call, over the batches; undefined where it is not to be had on this device. */
  readonly ns: Summary | undefined;
  /** Calls that are timed together. */
  readonly batch: number;
  /** How many page reads it costs, by the medians. */
  readonly pageReads: number | undefined;
  /** Why it is not to be had; empty where it is. */
  readonly unavailable: string;
}

export interface OverheadResult {
  readonly costs: readonly OverheadCost[];
}

/** Long beside the two reads of the clock around it, short beside a time slice. */
const BATCH_NS = 20_000;
const MOST_BATCHES = 100_000;

interface Contestant extends OverheadCase {
  batch: number;
  readonly rows: SampleColumns<'ns'>;
}

/**
 * What it costs to ask a running stream where it is, in each way that the device has: the cases in turn,
 * a batch of each at a time, so that what the machine does meanwhile meets all of them. Raw: for each case
 * nanoseconds a call, one a batch.
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
  while (time.nowNs() < warmNs && !progress.stopAsked) for (const one of able) one.run!(one.batch);
  for (const one of able) one.batch = batchOf(one.run!, lastsNs);
  const beganNs = time.nowNs();
  const durationNs = plan.durationSeconds * 1e9;
  let nowNs = beganNs;
  do {
    try {
      round();
    } finally {
      // Where a call was refused because the device is gone or has stopped, this says so.
      stream.look();
    }
    nowNs = time.nowNs();
    progress.done = (nowNs - beganNs) / durationNs;
  } while (nowNs - beganNs < durationNs && !progress.stopAsked);
  return {
    result: { costs: costsOf(contestants) },
    raw: Object.fromEntries(able.map(({ name, rows }) => [name, rows.columns().ns])),
    seconds: (nowNs - beganNs) / 1e9,
  };
}

/** Tries it once: what the kernel refuses is told, and does not end the others. */
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
  return costs.map((cost) => ({
    ...cost,
    pageReads: cost.ns && page && cost.ns.p50 / page.p50,
  }));
}
