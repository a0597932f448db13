import type { ChalkInstance } from 'chalk';
import type { Plot } from './plot.js';
import { printable } from './printable.js';
import {
  type Cell,
  type Chapter,
  cellText,
  hasContent,
  type ListItem,
  OUTCOME_SIGNS,
  type Section,
  STATUS_TONES,
  withText,
} from './report.js';
import { textHistogram } from './text-histogram.js';
import { formatRows, MIN_WRAP_WIDTH, paintCell, type TextRow, wrapWords } from './text-rows.js';
import { formatSectionTable } from './text-table.js';
import { textTrace } from './text-trace.js';

export interface TextOptions {
  /** Width of the terminal; undefined without a terminal, so that nothing is wrapped. */
  readonly columns: number | undefined;
  readonly chalk: ChalkInstance;
}

const MAX_PLOT_COLUMNS = 80;
const PLOT_ROWS = 8;
const PLOT_INDENT = '    ';
/** A sign such as ✓, and a space. */
const SIGN_WIDTH = 2;

/** Renders a chapter for a terminal: title, sections, plots. The verdict is left out. */
export function renderText(chapter: Chapter, options: TextOptions): string {
  const { chalk } = options;
  const subtitle = chapter.subtitle.map((cell) => paintCell(escapeCell(cell), chalk)).join(', ');
  const title = `${chalk.bold(printable(chapter.title))}  ${subtitle}`;
  const sections = chapter.sections
    .filter(hasContent)
    .map((section) => renderSection(section, options));
  const plots = chapter.plots.map((plot) => renderPlot(plot, options));
  return `${[`${title}\n${sections.join('\n\n')}`, ...plots].join('\n\n')}\n`;
}

function renderSection(section: Section, { columns, chalk }: TextOptions): string {
  const { title } = section;
  const heading = title === undefined ? '' : `  ${chalk.bold(printable(title))}\n`;
  switch (section.kind) {
    case 'rows': {
      const rows = section.rows.map(
        ({ name, value, notes = [] }): TextRow => [
          printable(name),
          escapeCell(value),
          ...notes.map(escapeCell),
        ],
      );
      return heading + formatRows(rows, chalk, 'left', columns).join('\n');
    }
    case 'table': {
      const heads = section.columns.map(({ name, align }) => ({ name: printable(name), align }));
      const rows = section.rows.map((row) => row.map(escapeCell));
      return heading + formatSectionTable(heads, rows, columns, chalk);
    }
    case 'list':
      return heading + renderList(section.items, { columns, chalk });
  }
}

function renderList(items: readonly ListItem[], { columns, chalk }: TextOptions): string {
  const width = Math.max(0, ...items.map(({ name = '' }) => name.length));
  const wrap = (text: string, start: number) =>
    columns === undefined ? [text] : wrapWords(text, Math.max(MIN_WRAP_WIDTH, columns - start));
  return items
    .flatMap(({ status, name, text, detail }) => {
      const isFailed = status === 'failed';
      const padded = name === undefined ? '' : `${printable(name).padEnd(width)}  `;
      const head = `  ${statusSign(status, chalk)}${isFailed ? chalk.bold(padded) : padded}`;
      const start = 2 + (status === undefined ? 0 : SIGN_WIDTH) + padded.length;
      const lines = wrap(printable(cellText(text)), start).map((line, index) => {
        const body = paintCell(withText(text, line), chalk, isFailed ? 'bad' : 'muted');
        return `${index === 0 ? head : ' '.repeat(start)}${body}`.trimEnd();
      });
      if (!isFailed || detail === undefined) return lines;
      const indent = width + 6;
      const details = wrap(printable(detail), indent).map((line) => chalk.dim(line));
      return [...lines, ...details.map((line) => ' '.repeat(indent) + line)];
    })
    .join('\n');
}

function statusSign(status: ListItem['status'], chalk: ChalkInstance): string {
  if (status === undefined) return '';
  return `${paintCell({ text: OUTCOME_SIGNS[status], tone: STATUS_TONES[status] }, chalk)} `;
}

function renderPlot(plot: Plot, { columns, chalk }: TextOptions): string {
  const width = Math.min(MAX_PLOT_COLUMNS, (columns || MAX_PLOT_COLUMNS) - 1) - PLOT_INDENT.length;
  const space = { columns: width, rows: PLOT_ROWS, chalk };
  const drawn = plot.kind === 'histogram' ? textHistogram(plot, space) : textTrace(plot, space);
  const lines = drawn.split('\n').map((line) => `${PLOT_INDENT}${line}`);
  const isLog = plot.kind === 'histogram' && plot.countScale === 'log';
  const title = printable(`${plot.title}${isLog ? ' (logarithmic counts)' : ''}`);
  const heads = wrapWords(title, width).map((line) => `  ${chalk.dim(line)}`);
  return [...heads, ...lines].join('\n');
}

function escapeCell(cell: Cell): Cell {
  return withText(cell, printable(cellText(cell)));
}
