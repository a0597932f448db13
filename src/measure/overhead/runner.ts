import { type BatchedCase, batchedCase, batchNs, sampleInTurns } from '../batch.js';
import type { Measured, StreamTask } from '../plan.js';
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

interface PreparedCase {
  readonly name: string;
  readonly batched?: BatchedCase;
  readonly unavailable: string;
}

/**
 * Cost of reading a running stream's position, in each way that the device has. Raw: nanoseconds
 * per call for each case, one value per batch.
 */
export function runOverhead(task: StreamTask): Measured<OverheadResult> {
  const { stream, progress } = task;
  stream.start();
  const lastsNs = batchNs(BATCH_NS);
  const cases = overheadCases(stream).map((one) => prepared(one, lastsNs));
  const available = cases.flatMap(({ batched }) => batched ?? []);
  let seconds: number;
  try {
    seconds = sampleInTurns(available, lastsNs, task, (share) => {
      progress.done = share;
      stream.read();
    });
  } finally {
    // Throws if a call was refused because the device is disconnected or the stream has stopped.
    stream.read();
  }
  const raw: Record<string, Float64Array> = {};
  for (const { name, batched } of cases) if (batched) raw[name] = batched.rows.columns().ns;
  return { result: { costs: costsOf(cases, raw) }, raw, seconds };
}

/** Tries a case once; a refusal is reported and does not end the others. */
function prepared({ name, run, unavailable = '' }: OverheadCase, lastsNs: number): PreparedCase {
  try {
    return run ? { name, unavailable, batched: batchedCase(run, lastsNs) } : { name, unavailable };
  } catch (error) {
    return { name, unavailable: (error as Error).message };
  }
}

function costsOf(cases: readonly PreparedCase[], raw: Measured<unknown>['raw']): OverheadCost[] {
  const page = summary(raw[PAGE_READ] ?? []);
  return cases.map(({ name, batched, unavailable }) => {
    const ns = summary(raw[name] ?? []);
    const pageReads = ns && page && ns.p50 / page.p50;
    return { name, ns, batch: batched?.batch ?? 0, unavailable, pageReads };
  });
}
