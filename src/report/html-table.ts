import { escapeHtml } from './html-escape.js';
import type { ReportTable } from './report.js';

/** A table that scrolls by itself where it is wider than the page; `label` is its name for who hears it. */
export function htmlTable({ kind = 'figures', head, rows }: ReportTable, label: string): string {
  const words = kind === 'words';
  const kinds = head.map((_, column) =>
    !words && isNumeric(rows, column) ? ' class="number"' : '',
  );
  const heads = head.map((text, i) => `<th scope="col"${kinds[i]}>${escapeHtml(text)}</th>`);
  const isNamed = head.some((text) => text !== '');
  const top = isNamed ? `<thead><tr>${heads.join('')}</tr></thead>` : '';
  const lines = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const name = words ? nameOf(head[i] ?? '') : '';
      return `<td${kinds[i] ?? ''}${name}>${escapeHtml(String(cell))}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">` +
    `<table class="${kind}">${top}` +
    `<tbody>${lines.join('\n')}</tbody></table></div>`
  );
}

/** The head of its column, for a cell that stands below others instead. */
function nameOf(head: string): string {
  return head === '' ? '' : ` data-name="${escapeHtml(head)}"`;
}

/** Whether all cells of a column that hold something begin as numbers do, and one of them does. */
function isNumeric(rows: ReportTable['rows'], column: number): boolean {
  const cells = rows.map((row) => String(row[column] ?? '')).filter((cell) => /[^\s–-]/.test(cell));
  return cells.length > 0 && cells.every((cell) => /^[<>≤≥±+−-]?\s?\d/.test(cell));
}
