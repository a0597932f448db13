import type { ChalkInstance } from 'chalk';
import { RECOMMENDED_FOR, type Setting } from '../../measure/recommend/setting.js';
import { printable } from '../text/printable.js';
import { formatRows, type Row } from '../text/rows.js';
import type { ExperimentView } from './views.js';

export const recommendView: ExperimentView<'recommend'> = {
  text: ({ measured }, paint) =>
    RECOMMENDED_FOR.map((target) => targetText(target, measured.result.settings, paint)).join(
      '\n\n',
    ),
  table: ({ measured }) => ({
    kind: 'words',
    head: ['setting', 'value', 'rests on', 'rule'],
    rows: measured.result.settings.map(({ target, name, value, figure, rule }) => [
      `${target} ${name}`,
      value ?? 'not said',
      figure,
      rule,
    ]),
  }),
  notes: () => [
    'No setting is given without a figure; measured briefly, on this machine as it was.',
  ],
  plots: () => [],
};

function targetText(
  target: Setting['target'],
  settings: readonly Setting[],
  paint: ChalkInstance,
): string {
  const columns = process.stdout.columns && process.stdout.columns - 2;
  const rows = settings
    .filter((setting) => setting.target === target)
    .map(({ name, value, figure }): Row => [name, value ?? '-', printable(figure)]);
  return [
    `  ${paint.bold(target)}`,
    ...formatRows(rows, paint, 'left', columns).map((line) => `  ${line}`),
  ].join('\n');
}
