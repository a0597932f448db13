import type { Cell, Column, ListSection, Row } from '../../report/report.js';
import type { ExperimentRun } from './experiment.js';

export function row(name: string, value: Cell, ...notes: Cell[]): Row {
  return { name, value, notes };
}

export function warning(text: string): Cell {
  return { text, tone: 'warning' };
}

/** Columns of a table: text in the first, figures in the others. */
export function tableColumns(first: string, ...others: string[]): Column[] {
  return [
    { name: first, align: 'left' },
    ...others.map((name): Column => ({ name, align: 'right' })),
  ];
}

/** A list of muted lines, such as what was skipped and why. */
export function mutedList(lines: readonly string[]): ListSection {
  return { kind: 'list', items: lines.map((text) => ({ text: { text, tone: 'muted' } })) };
}

/** Joins the names that share a reason: `a, b: reason`. */
export function groupByReason(
  items: readonly { readonly name: string; readonly reason: string }[],
): string[] {
  const reasons = [...new Set(items.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = items.filter((item) => item.reason === reason).map(({ name }) => name);
    return `${[...new Set(names)].join(', ')}: ${reason}`;
  });
}

/** Returns the first `max` rows, and one with the number of the others. */
export function limitRows(rows: readonly Row[], max: number): readonly Row[] {
  const hidden = rows.length - max;
  return hidden <= 0 ? rows : [...rows.slice(0, max), row('', `and ${hidden} more`)];
}

/** A column of the raw samples. @throws if the runner did not record it */
export function rawColumn(run: ExperimentRun, name: string): Float64Array {
  const column = run.measured.raw[name];
  if (column === undefined) throw new Error(`${run.experiment} recorded no column ${name}`);
  return column;
}
