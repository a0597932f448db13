import type { Plot } from './plot.js';

/** Meaning of a text, from which a renderer derives its colour. */
export type Tone = 'good' | 'warning' | 'bad' | 'muted';

export interface TonedText {
  readonly text: string;
  readonly tone: Tone;
}

/** Raw text, with or without a tone. Renderers escape it. */
export type Cell = string | TonedText;

/** A name, its value, and notes on the value. */
export interface Row {
  /** Empty if the row continues the one above. */
  readonly name: string;
  readonly value: Cell;
  readonly notes?: readonly Cell[];
  /** Shown in HTML only. */
  readonly detail?: string;
}

export interface RowsSection {
  readonly kind: 'rows';
  readonly title?: string;
  readonly rows: readonly Row[];
}

export interface Column {
  readonly name: string;
  readonly align: 'left' | 'right';
}

/** Figures to compare by column. */
export interface TableSection {
  readonly kind: 'table';
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Status = 'passed' | 'failed' | 'skipped';

export interface ListItem {
  readonly status?: Status;
  readonly name?: string;
  readonly text: Cell;
  /** Always shown in HTML; in text only if the status is `failed`. */
  readonly detail?: string;
}

export interface ListSection {
  readonly kind: 'list';
  readonly title?: string;
  readonly items: readonly ListItem[];
}

/** Part of a chapter. Renderers omit a section without rows or items. */
export type Section = RowsSection | TableSection | ListSection;

/** Outcome of a chapter or report; `measured` if no limit was set. */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'measured';
  readonly text: string;
}

/** Signs that show an outcome without relying on colour. */
export const OUTCOME_SIGNS: Readonly<Record<Status | Verdict['outcome'], string>> = {
  passed: '✓',
  failed: '✗',
  skipped: '-',
  measured: '●',
};

export const STATUS_TONES: Readonly<Record<Status, Tone>> = {
  passed: 'good',
  failed: 'bad',
  skipped: 'warning',
};

/** Results of one experiment. */
export interface Chapter {
  readonly title: string;
  readonly subtitle: readonly Cell[];
  /** Shown in HTML; on a terminal, violated limits are printed to stderr instead. */
  readonly verdict: Verdict | undefined;
  readonly sections: readonly Section[];
  readonly plots: readonly Plot[];
}

export type Fact = readonly [name: string, value: string];

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** A report as plain data, independent of its rendering. */
export interface Report {
  readonly title: string;
  readonly verdict: Verdict;
  /** Device, machine, kernel and program versions. */
  readonly facts: readonly FactGroup[];
  readonly chapters: readonly Chapter[];
  /** Program, version, command and date. */
  readonly footer: string;
}

export function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

export function cellTone(cell: Cell): Tone | undefined {
  return typeof cell === 'string' ? undefined : cell.tone;
}

/** Replaces the text of a cell and keeps its tone. */
export function withText(cell: Cell, text: string): Cell {
  return typeof cell === 'string' ? text : { text, tone: cell.tone };
}

/** Returns false for a section that has nothing to show. */
export function hasContent(section: Section): boolean {
  return (section.kind === 'list' ? section.items : section.rows).length > 0;
}
