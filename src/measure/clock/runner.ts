import { AlsaMmapError } from '../../device/errors.js';
import type { Measured, StreamTask } from '../plan.js';
import { stillLimitNs } from '../pointer/samples.js';
import { SampleColumns } from '../sample-columns.js';
import { type ClockResult, clockStatistic, FEWEST_CLOCK_SAMPLES } from './statistic.js';

/** As for the pointer: a card that is opened again at once may stand still. */
const PATIENCE_NS = 3e9;

/**
 * Takes hw_ptr with its timestamp at every update that the interrupts bring: rows of `frame` (since
 * the start) and `stampNs`.
 * @throws FAILED where the pointer is stuck, where the driver gives no timestamps, or for too few
 * updates in the time
 */
export function runClock({ stream, plan, progress, time }: StreamTask): Measured<ClockResult> {
  const { params, identity } = stream.device;
  const rows = new SampleColumns('frame', 'stampNs');
  const durationNs = plan.durationSeconds * 1e9;
  const stillNs = Math.max(PATIENCE_NS, stillLimitNs(params));
  const failed = (what: string) =>
    new AlsaMmapError('FAILED', `${identity.name}: ${what}`, { device: identity.name });

  stream.start();
  const startNs = time.nowNs();
  let beganNs = startNs;
  let nowNs = startNs;
  let movedNs = startNs;
  let warm = false;
  while ((!warm || nowNs - beganNs < durationNs) && !progress.stopAsked) {
    stream.wait();
    const moved = stream.look();
    stream.follow();
    nowNs = time.nowNs();
    if (!warm && nowNs - startNs >= plan.warmupSeconds * 1e9 && moved) {
      warm = true;
      beganNs = nowNs;
    }
    if (!moved) {
      const stillMs = Math.round((nowNs - movedNs) / 1e6);
      if (nowNs - movedNs <= stillNs) continue;
      throw failed(`hw_ptr is stuck at ${stream.position} for ${stillMs} ms: there is no clock`);
    }
    movedNs = nowNs;
    if (!warm) continue;
    if (stream.stampNs === 0) throw failed('the driver gives no timestamps: there is no clock');
    rows.add(stream.position, stream.stampNs);
    progress.done = (nowNs - beganNs) / durationNs;
  }
  if (rows.rows < FEWEST_CLOCK_SAMPLES) {
    throw failed(
      `${rows.rows} updates of hw_ptr are too few for a line: take a longer --duration or a ` +
        'smaller --period-size',
    );
  }
  const raw = rows.columns();
  return { result: clockStatistic(raw, params), raw, seconds: (nowNs - beganNs) / 1e9 };
}
