import type { ReportTable } from '../../report/report.js';
import type { Row } from '../text/rows.js';

/** Rows of a terminal as the table of a page. */
export function rowTable(rows: readonly Row[]): ReportTable {
  return {
    kind: 'words',
    head: ['', '', ''],
    rows: rows.map(([name, value, ...more]) => [name, value, more.join(' ')]),
  };
}
