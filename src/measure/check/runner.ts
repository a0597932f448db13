import { AlsaMmapError } from '../../device/errors.js';
import { isGone } from '../gone.js';
import type { Measured, MeasureTask } from '../plan.js';
import { CheckBench, StopAsked, TimeLimit } from './bench.js';
import { CHECKS } from './checks.js';
import { type Check, fail, type Verdict } from './verdict.js';

/** A check that was made. */
export interface CheckVerdict extends Verdict {
  readonly name: string;
  readonly holds: string;
  readonly seconds: number;
}

export interface CheckResult {
  /** In the order in which they were made: fewer than planned where it was ended early. */
  readonly verdicts: readonly CheckVerdict[];
  readonly planned: number;
  /** During which check the device went away; undefined where it did not. */
  readonly gone: string | undefined;
}

/**
 * Makes all checks, one after the other. None of them ends the others, unless the device goes away, and
 * none lasts for more than its limit. Raw: the updates of hw_ptr that were watched, as the experiment
 * pointer has them.
 */
export async function runCheck(
  task: MeasureTask,
  checks: readonly Check[] = CHECKS,
): Promise<Measured<CheckResult>> {
  const first = await task.open();
  const bench = new CheckBench(task, first);
  first.close();
  const verdicts: CheckVerdict[] = [];
  const beganNs = bench.nowNs();
  const measured = (gone?: string): Measured<CheckResult> => ({
    result: { verdicts, planned: checks.length, gone },
    raw: bench.raw,
    seconds: (bench.nowNs() - beganNs) / 1e9,
  });
  for (const check of checks) {
    const startNs = bench.nowNs();
    task.progress.at = check.name;
    try {
      const verdict = await made(check, bench);
      const { name, holds } = check;
      verdicts.push({ name, holds, ...verdict, seconds: (bench.nowNs() - startNs) / 1e9 });
    } catch (error) {
      if (error instanceof StopAsked) return measured();
      if (!(error instanceof AlsaMmapError)) throw error;
      return measured(check.name);
    }
    task.progress.done = verdicts.length / checks.length;
  }
  return measured();
}

/**
 * What a driver refuses where the check does not ask for refusals is a failure of the check.
 * @throws StopAsked; DISCONNECTED, by whatever name the kernel tells it
 */
async function made(check: Check, bench: CheckBench): Promise<Verdict> {
  bench.begin();
  try {
    return await check.run(bench);
  } catch (error) {
    if (error instanceof TimeLimit) return fail(error.message);
    if (!(error instanceof AlsaMmapError) || isGone(error)) throw error;
    return fail(error.message);
  }
}
