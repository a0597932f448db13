import { Chalk, type ChalkInstance } from 'chalk';
import { UpdateKind } from '../../measure/pointer/samples.js';
import { formatRows } from '../text/rows.js';
import { pointerRows } from './pointer-rows.js';
import { rowTable } from './row-table.js';
import type { Finding } from './run.js';
import { valueHistogram } from './value-histogram.js';
import type { ExperimentView } from './views.js';

export const pointerView: ExperimentView<'pointer'> = {
  text: (finding, paint) => formatRows(rowsOf(finding, paint), paint).join('\n'),
  table: (finding) => rowTable(rowsOf(finding, new Chalk({ level: 0 }))),
  plots: ({ measured: { raw } }) => [
    ...steps('Steps in answer to a query', stepsOf(raw, UpdateKind.ASKED)),
    ...steps('Steps at interrupts', stepsOf(raw, UpdateKind.ALONE)),
  ],
};

function rowsOf({ measured, opened }: Finding<'pointer'>, paint: ChalkInstance) {
  return pointerRows(measured.result, opened.params, paint);
}

function steps(title: string, frames: readonly number[]) {
  return valueHistogram(title, frames, 'frames', 'step');
}

/** Frames of each step of that kind; while nobody asks only from one such to the next. */
function stepsOf(raw: Finding['measured']['raw'], kind: number): number[] {
  const kinds = raw['kind']!;
  const frames = raw['frame']!;
  const steps: number[] = [];
  for (let row = 1; row < kinds.length; row++) {
    const before = kinds[row - 1];
    if (kinds[row] !== kind || (kind === UpdateKind.ALONE && before !== kind)) continue;
    steps.push(frames[row]! - frames[row - 1]!);
  }
  return steps;
}
