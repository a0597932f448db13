import type { PcmRequest } from '../device/params.js';
import { closing } from './closing.js';
import { FreeStream } from './free-stream.js';
import type { Measured, MeasureTask, StreamTask } from './plan.js';

/** Makes an experiment of a runner on one stream that xruns do not stop: opens and closes it. */
export function onFreeStream<Result, Raw>(
  run: (task: StreamTask) => Measured<Result, Raw>,
  change: Partial<PcmRequest> = {},
): (task: MeasureTask) => Promise<Measured<Result, Raw>> {
  return (task) =>
    closing(async (keep) => {
      const device = keep(await task.open({ ...change, stopThreshold: 'never' }));
      return run({ ...task, stream: keep(new FreeStream(device, task.mmap)) });
    });
}
