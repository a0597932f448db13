import { escapeHtml } from './html-escape.js';
import { type Cell, type Column, cellText } from './report.js';

export interface HtmlTable {
  /** `figures`: columns to compare. `words`: a phone shows the cells of a row below each other. */
  readonly kind: 'figures' | 'words';
  readonly columns: readonly Column[];
  /** A cell that is an array is a sequence of texts, each with its own tone. */
  readonly rows: readonly (readonly (Cell | readonly Cell[])[])[];
}

/**
 * Renders a table that scrolls sideways if it is wider than the page; `label` is its accessible
 * name.
 */
export function htmlTable({ kind, columns, rows }: HtmlTable, label: string): string {
  const heads = columns.map(
    ({ name, align }) => `<th scope="col"${classes(numberClass(align))}>${escapeHtml(name)}</th>`,
  );
  const isNamed = columns.some(({ name }) => name !== '');
  const top = isNamed ? `<thead><tr>${heads.join('')}</tr></thead>` : '';
  const lines = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const { name, align } = columns[i]!;
      const label = kind === 'words' ? columnNameAttribute(name) : '';
      const attributes = classes(numberClass(align), toneClass(cell)) + label;
      return `<td${attributes}>${cellHtml(cell)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">` +
    `<table class="${kind}">${top}` +
    `<tbody>${lines.join('\n')}</tbody></table></div>`
  );
}

function cellHtml(cell: Cell | readonly Cell[]): string {
  if (!isSequence(cell)) return escapeHtml(cellText(cell));
  return cell
    .map((part) =>
      typeof part === 'string'
        ? escapeHtml(part)
        : `<span class="${part.tone}">${escapeHtml(part.text)}</span>`,
    )
    .join(' ');
}

function toneClass(cell: Cell | readonly Cell[]): string | undefined {
  return isSequence(cell) || typeof cell === 'string' ? undefined : cell.tone;
}

function isSequence(cell: Cell | readonly Cell[]): cell is readonly Cell[] {
  return Array.isArray(cell);
}

function numberClass(align: Column['align']): string | undefined {
  return align === 'right' ? 'number' : undefined;
}

function classes(...names: (string | undefined)[]): string {
  const given = names.filter((name) => name !== undefined);
  return given.length === 0 ? '' : ` class="${given.join(' ')}"`;
}

/** The column's name as an attribute, shown when cells stand below each other. */
function columnNameAttribute(name: string): string {
  return name === '' ? '' : ` data-name="${escapeHtml(name)}"`;
}
