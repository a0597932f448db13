import { pointText } from '../../measure/sweep/points.js';
import type { Plot } from '../../report/plot.js';
import { alignRight } from '../text/align-right.js';
import { formatRows } from '../text/rows.js';
import { formatTable } from '../text/table.js';
import type { Finding } from './run.js';
import { skippedLines, smallestRows, sweepTable } from './sweep-text.js';
import { valueHistogram } from './value-histogram.js';
import type { ExperimentView } from './views.js';

export const sweepView: ExperimentView<'sweep'> = {
  variesRings: true,
  text: ({ measured: { result } }, paint) => {
    const { head, rows } = sweepTable(result);
    const [heads, ...cells] = alignRight([head, ...rows], [head.indexOf('ring'), head.length - 1]);
    return [
      ...formatRows(smallestRows(result), paint),
      '',
      ...(rows.length === 0
        ? []
        : [
            formatTable(
              heads!.map((text) => paint.dim(text)),
              cells,
            ),
          ]),
      ...skippedLines(result).map((line) => paint.dim(`  ${line}`)),
    ].join('\n');
  },
  table: ({ measured }) => sweepTable(measured.result),
  notes: ({ measured: { result } }) => [
    ...smallestRows(result).map(([name, value, remark]) =>
      [name, value, remark].filter((part) => part !== '').join(': '),
    ),
    ...skippedLines(result),
  ],
  plots: latePlots,
};

/** How late the wake-ups were on the smallest ring of each rate: in its longer run, where there is one. */
function latePlots({ measured: { result, raw } }: Finding<'sweep'>): Plot[] {
  let place = result.runs.length;
  return result.smallest.flatMap(({ ring, held, struckOut }) => {
    place += struckOut.length;
    if (ring === undefined) return [];
    const run = held === undefined ? result.runs.indexOf(ring) : place++;
    const late = raw['lateNs']!.filter((_, row) => raw['run']![row] === run);
    const title = `Wake-ups on ${pointText(ring)}: after the period was complete`;
    return valueHistogram(title, late.filter(Number.isFinite), 'ns', 'late');
  });
}
