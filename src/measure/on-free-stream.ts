import type { PcmRequest } from '../device/params.js';
import { FreeStream } from './free-stream.js';
import type { Measured, MeasureTask, StreamTask } from './plan.js';

/** An experiment out of a runner on one stream, which no xrun stops: opens it, and closes it at the end. */
export function onFreeStream<Result>(
  run: (task: StreamTask) => Measured<Result>,
  change: Partial<PcmRequest> = {},
): (task: MeasureTask) => Promise<Measured<Result>> {
  return async (task) => {
    const device = await task.open({ ...change, stopThreshold: 'never' });
    try {
      const stream = new FreeStream(device, task.mmap);
      try {
        return run({ ...task, stream });
      } finally {
        stream.close();
      }
    } finally {
      device.close();
    }
  };
}
