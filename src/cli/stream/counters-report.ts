import { stateName } from '../../device/pcm-state.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import type { Row } from '../text/rows.js';
import { lossAmountText } from './loss-report.js';
import type { StreamSummary } from './stream-client.js';

/** The figures of a running stream, as members of a JSON object. Frames. */
export function countersDocument(counters: StreamCounters): object {
  return {
    state: stateName(counters.get('state')),
    hwPtr: counters.get('hwPtr'),
    applPtr: counters.get('applPtr'),
    avail: counters.get('avail'),
    frames: counters.get('frames'),
    xruns: counters.get('xruns'),
    lostFrames: counters.get('lostFrames'),
    silentFrames: counters.get('silentFrames'),
    fifoLostFrames: counters.get('fifoLostFrames'),
    wakeupLatencyNs: Math.round(counters.get('wakeupLatencyNs')),
  };
}

/** The totals of a stream that has ended, for people. */
export function totalRows(
  counters: StreamCounters,
  rateHz: number,
  verb: string,
  subject: string,
  { rows }: StreamSummary,
): Row[] {
  const frames = counters.get('frames');
  const xruns = counters.get('xruns');
  const fifoLost = counters.get('fifoLostFrames');
  return [
    [verb, `${frames} frames, ${(frames / rateHz).toFixed(3)} s`, subject],
    [
      'xruns',
      xruns === 0
        ? '0'
        : `${xruns}, ${lossAmountText(counters.get('lostFrames'), counters.get('silentFrames'))}`,
    ],
    ...(fifoLost === 0
      ? []
      : ([['gaps', `${fifoLost} frames`, 'lost because the file took them too slowly']] as const)),
    ...rows,
  ];
}
