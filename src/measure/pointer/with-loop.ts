import { onLoop } from '../latency/on-loop.js';
import { onFreeStream } from '../on-free-stream.js';
import type { Measured, MeasureTask } from '../plan.js';
import { runWindow } from '../window/runner.js';
import { runPointer } from './runner.js';
import type { PointerResult } from './statistic.js';

/**
 * Measures how hw_ptr moves; then, if another device captures what this one plays, the frames that
 * the hardware has fetched ahead of it and not stored yet behind it.
 */
export async function runPointerOnLoop(task: MeasureTask): Promise<Measured<PointerResult>> {
  const measured = await onFreeStream(runPointer)(task);
  if (task.settings.otherDevice === undefined || task.progress.stopRequested) return measured;
  return onLoop(task, async (loop) => {
    const window = await runWindow(loop, task);
    return { ...measured, result: { ...measured.result, window } };
  });
}
