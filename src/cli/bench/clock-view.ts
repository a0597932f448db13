import { meanOf } from '../../measure/statistic/percentiles.js';
import type { Plot } from '../../report/plot.js';
import { formatRows } from '../text/rows.js';
import { clockRows } from './clock-rows.js';
import { rowTable } from './row-table.js';
import type { Finding } from './run.js';
import type { ExperimentView } from './views.js';

export const clockView: ExperimentView<'clock'> = {
  text: (finding, paint) => formatRows(rowsOf(finding), paint).join('\n'),
  table: (finding) => rowTable(rowsOf(finding)),
  plots: ({ measured: { raw } }) => clockPlot(raw['frame']!, raw['stampNs']!),
};

function rowsOf({ measured, opened }: Finding<'clock'>) {
  return clockRows(measured.result, opened.params);
}

/** How far each update lies off the rate from first to last: a straight line where the clock is steady. */
function clockPlot(frame: Float64Array, stampNs: Float64Array): Plot[] {
  const last = frame.length - 1;
  const rate = (frame[last]! - frame[0]!) / (stampNs[last]! - stampNs[0]!);
  const x = stampNs.map((ns) => (ns - stampNs[0]!) / 1e9);
  const off = frame.map((at, row) => at - frame[0]! - rate * (stampNs[row]! - stampNs[0]!));
  const mean = meanOf(off);
  return [
    {
      kind: 'trace',
      title: 'Updates of hw_ptr against an even rate',
      x,
      y: off.map((frames) => frames - mean),
      xUnit: 's',
      yUnit: 'frames',
      xLabel: 'time',
      yLabel: 'ahead',
      marks: [],
    },
  ];
}
