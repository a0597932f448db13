import { escapeHtml } from './html-escape.js';
import { type Cell, type Column, cellText, cellTone } from './report.js';

/** A cell that is an array is a sequence of texts, each with its own tone. */
type HtmlCell = Cell | readonly Cell[];

/** Characters of a text that fits into half the width of a phone. */
const UNBROKEN_LENGTH = 26;

/**
 * Renders a table that scrolls sideways if it is wider than the page. Without columns it is a table
 * of words, whose cells a phone shows below each other; with columns, figures to compare.
 * @param label accessible name
 * @param ids ids of rows that links point to, by index
 */
export function htmlTable(
  rows: readonly (readonly HtmlCell[])[],
  label: string,
  columns: readonly Column[] = [],
  ids: readonly (string | undefined)[] = [],
): string {
  const numberClass = (column: number) =>
    columns[column]?.align === 'right' ? 'number' : undefined;
  const heads = columns.map(
    ({ name }, i) => `<th scope="col"${classes(numberClass(i))}>${escapeHtml(name)}</th>`,
  );
  const isNamed = columns.some(({ name }) => name !== '');
  const top = isNamed ? `<thead><tr>${heads.join('')}</tr></thead>` : '';
  const lines = rows.map((row, index) => {
    const cells = row.map((cell, i) =>
      isSequence(cell)
        ? `<td${classes(numberClass(i))}>${cell.map(cellSpan).join(' ')}</td>`
        : `<td${classes(numberClass(i), cellTone(cell))}>${cellHtml(cell)}</td>`,
    );
    const id = ids[index] === undefined ? '' : ` id="${ids[index]}"`;
    return `<tr${id}>${cells.join('')}</tr>`;
  });
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">` +
    `<table class="${columns.length === 0 ? 'words' : 'figures'}">${top}` +
    `<tbody>${lines.join('\n')}</tbody></table></div>`
  );
}

/** Renders a cell outside a table. */
export function cellSpan(cell: Cell): string {
  const html = cellHtml(cell);
  return typeof cell === 'string' ? html : `<span class="${cell.tone}">${html}</span>`;
}

/** Keeps a short text on one line, and a number with its unit. */
function cellHtml(cell: Cell): string {
  const text = cellText(cell);
  const breaks = text.length <= UNBROKEN_LENGTH ? / /g : /(?<=\d) (?=[a-zµ%])/gi;
  return escapeHtml(text).replace(breaks, '\u00a0');
}

function isSequence(cell: HtmlCell): cell is readonly Cell[] {
  return Array.isArray(cell);
}

function classes(...names: (string | undefined)[]): string {
  const given = names.filter((name) => name !== undefined);
  return given.length === 0 ? '' : ` class="${given.join(' ')}"`;
}
