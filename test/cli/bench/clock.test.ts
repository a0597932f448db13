import { expect, it } from 'vitest';
import { clock } from '../../../src/cli/bench/clock.js';
import { runClock } from '../../../src/measure/clock/runner.js';
import type { OpenedDevice } from '../../../src/stream/thread-messages.js';
import { taskOn } from '../../measure/on-the-sim.js';

it('the plot of a clock contains restored rounds of the ring', () => {
  const task = taskOn('sim', 1);
  const { params } = task.stream.device;
  const rows = Float64Array.from({ length: 100 }, (_, row) => row * params.periodSize);
  // Nothing read the pointer for two rounds and a period in the middle.
  const played = rows.map((at, row) => (row < 50 ? at : at + 2 * params.bufferSize));
  const raw = { frame: rows, stampNs: played.map((at) => (at * 1e9) / params.rateHz + 1e9) };
  const [plot] = clock.plots!({
    experiment: 'clock',
    plan: task.plan,
    opened: { params } as OpenedDevice,
    measured: { ...runClock(task), raw },
    complete: true,
  });
  expect(plot).toMatchObject({ kind: 'trace', y: expect.toSatisfy(isFlat) });
});

function isFlat(values: Float64Array): boolean {
  return Math.max(...values) - Math.min(...values) < 0.01;
}
