import type { PcmRequest } from '../../../src/device/params.js';
import type { Check } from '../../../src/measure/check/bench.js';
import { type CheckResult, runCheck } from '../../../src/measure/check/runner.js';
import type { Measured, MeasureTask } from '../../../src/measure/plan.js';
import { MeasureProgress } from '../../../src/measure/progress.js';
import { openSimDevice } from '../../../src/sim/card.js';
import { ManualTime } from '../../../src/sim/time.js';

export interface CheckTask extends MeasureTask {
  readonly manual: ManualTime;
}

/** A task on the simulated card in manual time: each sleep advances the clock. */
export function checkTask(name: string, request: Partial<PcmRequest> = {}): CheckTask {
  const manual = new ManualTime();
  return {
    manual,
    open: async (change = {}) =>
      openSimDevice(name, { direction: 'playback', ...request, ...change }, manual),
    plan: { warmupSeconds: 0, durationSeconds: 5 },
    settings: {},
    mmap: {},
    progress: new MeasureProgress(),
    time: {
      nowNs: () => manual.nowNs(),
      sleepMs: (durationMs) => manual.advance(durationMs * 1e6),
    },
  };
}

export function checked(
  name: string,
  request: Partial<PcmRequest> = {},
  checks?: readonly Check[],
): Promise<Measured<CheckResult>> {
  return runCheck(checkTask(name, request), checks);
}

/** Names of the checks with this outcome. */
export function named(result: CheckResult, outcome: 'passed' | 'failed' | 'skipped'): string[] {
  return result.verdicts.filter((verdict) => verdict.outcome === outcome).map(({ name }) => name);
}
