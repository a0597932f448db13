import type { ChalkInstance } from 'chalk';
import type { OverheadResult } from '../../measure/overhead/runner.js';
import { alignRight } from '../text/align-right.js';
import { printable } from '../text/printable.js';
import { formatTable } from '../text/table.js';

export const OVERHEAD_HEAD = ['', 'ns, least', 'median', 'p99', 'most', 'page reads', 'calls'];

/** What each way of asking costs that there is: nanoseconds a call, as cells below that head. */
export function overheadCells({ costs }: OverheadResult): string[][] {
  return costs.flatMap(({ name, ns, pageReads, batch }) => {
    if (ns === undefined) return [];
    const figures = [ns.least, ns.p50, ns.p99, ns.most, pageReads ?? Number.NaN].map(figure);
    return [[name, ...figures, `${ns.count} x ${batch}`]];
  });
}

export function overheadText(result: OverheadResult, paint: ChalkInstance): string {
  const cells = overheadCells(result);
  const [head, ...rows] = alignRight([OVERHEAD_HEAD, ...cells], [0]);
  const table = formatTable(
    head!.map((text) => paint.dim(text)),
    rows,
  );
  return [table, ...missingCosts(result).map((line) => paint.dim(`  ${line}`))].join('\n');
}

/** What this device has not, by the reason. */
export function missingCosts({ costs }: OverheadResult): string[] {
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
