import { Chalk, type ChalkInstance } from 'chalk';
import type { Plot } from '../../report/plot.js';
import { formatRows } from '../text/rows.js';
import { latencyRows } from './latency-rows.js';
import { rowTable } from './row-table.js';
import type { Finding } from './run.js';
import type { ExperimentView } from './views.js';

export const latencyView: ExperimentView<'latency'> = {
  text: (finding, paint) => formatRows(rowsOf(finding, paint), paint).join('\n'),
  table: (finding) => rowTable(rowsOf(finding, new Chalk({ level: 0 }))),
  plots: ({ measured: { raw } }) => runPlot(raw['loopFrames']!),
};

function rowsOf({ measured, opened }: Finding<'latency'>, paint: ChalkInstance) {
  return latencyRows(measured.result, opened, paint);
}

/** The loop from run to run; nothing where no run differs from another, which is said in a figure. */
function runPlot(loopFrames: Float64Array): Plot[] {
  if (loopFrames.every((frames) => frames === loopFrames[0])) return [];
  return [
    {
      kind: 'trace',
      title: 'The loop, run after run',
      x: loopFrames.map((_, run) => run + 1),
      y: loopFrames,
      xUnit: '',
      yUnit: 'frames',
      xLabel: 'run',
      yLabel: 'loop',
      marks: [],
    },
  ];
}
