import { onTestFinished } from 'vitest';
import type { PcmRequest } from '../../src/device/params.js';
import { FreeStream } from '../../src/measure/free-stream.js';
import type { MeasureSettings, MeasureTask, StreamTask } from '../../src/measure/plan.js';
import { MeasureProgress } from '../../src/measure/progress.js';
import { ManualTime } from '../../src/sim/time.js';
import { openIn } from '../core/on-the-sim.js';

/** A measurement on the simulated card, in time that the measurement itself advances. */
export function taskOn(
  name: string,
  durationSeconds: number,
  request: Partial<PcmRequest> = {},
  warmupSeconds = 0,
): StreamTask & { readonly manual: ManualTime } {
  const manual = new ManualTime();
  const device = openIn(manual, name, {
    direction: 'playback',
    stopThreshold: 'never',
    ...request,
  });
  const stream = new FreeStream(device);
  onTestFinished(() => stream.close());
  return {
    manual,
    stream,
    plan: { warmupSeconds, durationSeconds },
    settings: {},
    mmap: {},
    progress: new MeasureProgress(),
    time: {
      nowNs: () => manual.nowNs(),
      sleepMs: (durationMs) => manual.advance(durationMs * 1e6),
    },
  };
}

/** A measurement that opens the simulated card repeatedly, in time that it advances. */
export function openingTaskOn(
  name: string,
  durationSeconds: number,
  settings: MeasureSettings = {},
  request: Partial<PcmRequest> = {},
): MeasureTask & { readonly manual: ManualTime } {
  const manual = new ManualTime();
  return {
    manual,
    settings,
    plan: { warmupSeconds: 0, durationSeconds },
    mmap: {},
    progress: new MeasureProgress(),
    time: {
      nowNs: () => manual.nowNs(),
      sleepMs: (durationMs) => manual.advance(durationMs * 1e6),
    },
    open: async (change) => openIn(manual, name, { direction: 'playback', ...request, ...change }),
  };
}
