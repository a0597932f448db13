import type { PcmRequest } from '../../device/params.js';
import { closing } from '../closing.js';
import { FreeStream } from '../free-stream.js';
import { onFreeStream } from '../on-free-stream.js';
import type { Measured, MeasureTask } from '../plan.js';
import { runClock } from './runner.js';
import type { ClockResult } from './statistic.js';

const ASK = { tstampType: 'MONOTONIC_RAW', stopThreshold: 'never' } satisfies Partial<PcmRequest>;

/** Measures the clock of a stream and, if requested, of the other direction at the same time. */
export function runClocks(task: MeasureTask): Promise<Measured<ClockResult>> {
  if (task.settings.againstOther !== true) return onFreeStream((each) => runClock(each), ASK)(task);
  return closing(async (keep) => {
    const first = keep(await task.open(ASK));
    const { rateHz } = first.params;
    const direction = first.params.direction === 'playback' ? 'capture' : 'playback';
    const second = keep(await task.open({ ...ASK, direction, rateHz }));
    const stream = keep(new FreeStream(first, task.mmap));
    const other = keep(new FreeStream(second, task.mmap));
    return runClock({ ...task, stream }, other);
  });
}
