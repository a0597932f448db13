import { AlsaMmapError } from '../../device/errors.js';
import type { Measured, MeasureTask } from '../plan.js';
import { type Check, CheckBench } from './bench.js';
import { CHECKS } from './checks.js';
import { StopRequested, TimeLimit } from './deadline.js';
import { fail, refusalOf, type Verdict } from './verdict.js';

/** A finished check. */
export interface CheckVerdict extends Verdict {
  readonly name: string;
  readonly rule: string;
  readonly seconds: number;
}

export interface CheckResult {
  /** In the order of the run; fewer than planned if it was stopped early. */
  readonly verdicts: readonly CheckVerdict[];
  readonly planned: number;
  /** Name of the check during which the device was disconnected; undefined if it was not. */
  readonly gone: string | undefined;
}

/**
 * Runs all checks, one after the other. A failed check does not end the run; a disconnected device
 * does. Raw samples: the pointer updates of the watched stream, as in the experiment `pointer`.
 */
export async function runCheck(
  task: MeasureTask,
  checks: readonly Check[] = CHECKS,
): Promise<Measured<CheckResult>> {
  const first = await task.open();
  const bench = new CheckBench(task, first);
  first.close();
  const verdicts: CheckVerdict[] = [];
  const { deadline } = bench;
  const beganNs = deadline.nowNs();
  let gone: string | undefined;
  for (const check of checks) {
    const startNs = deadline.nowNs();
    task.progress.step = check.name;
    try {
      const verdict = await verdictOf(check, bench);
      const { name, rule } = check;
      verdicts.push({ name, rule, ...verdict, seconds: (deadline.nowNs() - startNs) / 1e9 });
    } catch (error) {
      if (error instanceof AlsaMmapError) gone = check.name;
      else if (!(error instanceof StopRequested)) throw error;
      break;
    }
    task.progress.done = verdicts.length / checks.length;
  }
  return {
    result: { verdicts, planned: checks.length, gone },
    raw: bench.raw,
    seconds: (deadline.nowNs() - beganNs) / 1e9,
  };
}

/**
 * Runs one check. An unexpected refusal by the driver fails it.
 * @throws StopRequested; AlsaMmapError if the device is disconnected
 */
async function verdictOf(check: Check, bench: CheckBench): Promise<Verdict> {
  bench.begin();
  try {
    return await check.run(bench);
  } catch (error) {
    return fail(error instanceof TimeLimit ? error.message : refusalOf(error).message);
  }
}
