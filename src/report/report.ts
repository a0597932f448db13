import type { Plot } from './plot.js';

/** What came of it. `measured` is neither: nothing was asked that could fail. */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'measured';
  readonly text: string;
}

/** A name and its value. */
export type Fact = readonly [name: string, value: string];

export interface ReportTable {
  /**
   * `figures`: columns to be compared, which by default it is; `words`: in each row what is said of its
   * first cell, which a phone has below each other.
   */
  readonly kind?: 'figures' | 'words' | undefined;
  readonly head: readonly string[];
  /** Of figures: a column whose cells all begin as a number is set as one, to the right. */
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface ReportSection {
  readonly title: string;
  readonly verdict?: Verdict | undefined;
  /** Paragraphs, with an empty line between them. */
  readonly text: string;
  readonly table?: ReportTable | undefined;
  readonly plots: readonly Plot[];
}

/** A report as plain data, and nothing of how it looks. */
export interface Report {
  readonly title: string;
  readonly verdict: Verdict;
  /** The machine, the kernel, the programs. */
  readonly system: readonly Fact[];
  readonly device: readonly Fact[];
  readonly sections: readonly ReportSection[];
  /** How it was made: program, version, command, date. */
  readonly footer: string;
}
