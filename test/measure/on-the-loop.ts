import { onTestFinished } from 'vitest';
import type { PcmRequest } from '../../src/device/params.js';
import type { MeasureSettings, MeasureTask } from '../../src/measure/plan.js';
import { MeasureProgress } from '../../src/measure/progress.js';
import { openSimDevice } from '../../src/sim/card.js';
import { ManualTime } from '../../src/sim/time.js';

/** A measurement on both sides of a simulated card, in time that the measurement advances. */
export function loopTask(
  name: string,
  durationSeconds: number,
  request: Partial<PcmRequest> = {},
  settings: MeasureSettings = {},
): MeasureTask & { readonly manual: ManualTime } {
  const manual = new ManualTime();
  return {
    manual,
    open: async (change = {}, other = name) => {
      const device = openSimDevice(other, { direction: 'playback', ...request, ...change }, manual);
      onTestFinished(() => device.close());
      return device;
    },
    plan: { warmupSeconds: 0.1, durationSeconds },
    settings,
    mmap: {},
    progress: new MeasureProgress(),
    time: {
      nowNs: () => manual.nowNs(),
      sleepMs: (durationMs) => manual.advance(durationMs * 1e6),
    },
  };
}
