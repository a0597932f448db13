import type { WakeupSamples } from '../../measure/wakeup/samples.js';
import { wakeupStages } from '../../measure/wakeup/stages.js';
import type { Plot } from '../../report/plot.js';
import { alignRight } from '../text/align-right.js';
import { formatRows } from '../text/rows.js';
import { formatTable } from '../text/table.js';
import type { Finding } from './run.js';
import { valueHistogram } from './value-histogram.js';
import type { ExperimentView } from './views.js';
import { stageCells, WAKEUP_HEAD, wakeupRows } from './wakeup-rows.js';

export const wakeupView: ExperimentView<'wakeup'> = {
  text: (finding, paint) => {
    const [head, ...rows] = alignRight([WAKEUP_HEAD, ...cellsOf(finding)], [0]);
    const table = formatTable(
      head!.map((text) => paint.dim(text)),
      rows,
    );
    return [table, '', ...formatRows(rowsOf(finding), paint)].join('\n');
  },
  table: (finding) => ({ head: WAKEUP_HEAD, rows: cellsOf(finding) }),
  notes: (finding) =>
    rowsOf(finding).map(([name, ...rest]) => (name === '' ? '' : `${name}: `) + rest.join(', ')),
  plots: (finding) => plotsOf(finding),
};

function cellsOf({ measured, opened }: Finding<'wakeup'>): string[][] {
  return stageCells(measured.result, opened.params.direction);
}

function rowsOf({ measured, opened }: Finding<'wakeup'>) {
  return wakeupRows(measured.result, opened.params);
}

function plotsOf({ measured, opened }: Finding<'wakeup'>): Plot[] {
  const samples = measured.raw as unknown as WakeupSamples;
  const { ns, leftFrames } = wakeupStages(samples, opened.params);
  const beganNs = samples.committedNs[0]!;
  const seconds = samples.committedNs.map((atNs) => (atNs - beganNs) / 1e9);
  return [
    ...valueHistogram('From the interrupt to the return from poll', ns.poll ?? [], 'ns', 'delay'),
    ...valueHistogram('From the return from poll to data ready', ns.data, 'ns', 'time'),
    ...valueHistogram('From the interrupt to the commit', ns.whole ?? [], 'ns', 'time'),
    {
      kind: 'trace',
      title: 'Left in the ring before each commit',
      x: seconds,
      y: leftFrames,
      xUnit: 's',
      yUnit: 'frames',
      xLabel: 'time',
      yLabel: 'left',
      marks: measured.result.xruns.map(({ atNs }) => ({ label: 'xrun', value: atNs / 1e9 })),
    },
  ];
}
