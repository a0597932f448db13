import { stateName } from '../../device/pcm-state.js';
import type { TextRow } from '../../report/text-rows.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import { printable } from '../text/printable.js';
import { lossAmountText } from './loss-report.js';
import type { StreamClient, StreamSummary } from './stream-client.js';

/** Wake-ups without progress that are a fault of the driver, and not an accident. */
const MIN_SPURIOUS_WAKEUPS = 10;

/** Counters of a stream as members of a JSON object; pointers and amounts in frames. */
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
    wakeupsWithoutProgress: counters.get('wakeupsWithoutProgress'),
    wakeupLatencyNs: Math.round(counters.get('wakeupLatencyNs')),
  };
}

/** Totals of an ended stream for people. */
export function totalRows(
  counters: StreamCounters,
  rateHz: number,
  client: Pick<StreamClient, 'verb' | 'subject' | 'lossReason'>,
  { rows }: StreamSummary,
): TextRow[] {
  const frames = counters.get('frames');
  const xruns = counters.get('xruns');
  const amount = lossAmountText(counters.get('lostFrames'), counters.get('silentFrames'));
  const fifoLost = counters.get('fifoLostFrames');
  const { verb, subject, lossReason = 'lost because the file took them too slowly' } = client;
  const gaps: TextRow = ['gaps', `${fifoLost} frames`, lossReason];
  const spuriousWakeups = counters.get('wakeupsWithoutProgress');
  const wakeups: TextRow = [
    'wake-ups',
    `${spuriousWakeups} without progress`,
    'poll returns while avail is below avail_min; see bench check (poll-waits)',
  ];
  return [
    [verb, `${frames} frames, ${(frames / rateHz).toFixed(3)} s`, printable(subject)],
    ['xruns', xruns === 0 ? '0' : `${xruns}, ${amount}`],
    ...(fifoLost === 0 ? [] : [gaps]),
    ...(spuriousWakeups < MIN_SPURIOUS_WAKEUPS ? [] : [wakeups]),
    ...rows,
  ];
}
