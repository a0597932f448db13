import type { ChalkInstance } from 'chalk';
import type { OverheadCost, OverheadResult } from '../measure/overhead-runner.js';
import { printable } from './printable.js';
import { tableText } from './table.js';

/** What each way of asking costs: nanoseconds a call. */
export function overheadText({ costs }: OverheadResult, paint: ChalkInstance): string {
  const head = ['', 'ns, least', 'median', 'p99', 'most', 'page reads', 'calls'];
  const cells = costs.flatMap(({ name, ns, pageReads, batch }) =>
    ns === undefined
      ? []
      : [
          [
            name,
            figure(ns.least),
            figure(ns.p50),
            figure(ns.p99),
            figure(ns.most),
            figure(pageReads ?? Number.NaN),
            `${ns.count} x ${batch}`,
          ],
        ],
  );
  const widths = head.map((text, column) =>
    Math.max(text.length, ...cells.map((row) => row[column]!.length)),
  );
  const right = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell : cell.padStart(widths[column]!)));
  const table = tableText(
    right(head).map((text) => paint.dim(text)),
    cells.map(right),
  );
  return [table, ...missing(costs).map((line) => paint.dim(`  ${line}`))].join('\n');
}

/** What this device has not, by the reason. */
function missing(costs: readonly OverheadCost[]): string[] {
  const absent = costs.filter(({ ns }) => ns === undefined);
  const reasons = [...new Set(absent.map(({ unavailable }) => unavailable))];
  return reasons.map((reason) => {
    const names = absent.filter(({ unavailable }) => unavailable === reason);
    return `${names.map(({ name }) => name).join(', ')}: ${printable(reason)}`;
  });
}

/** Three digits are all that such a figure is worth. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
