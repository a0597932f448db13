import type { ChalkInstance } from 'chalk';
import type { ExperimentName } from '../../measure/experiments.js';
import type { Plot } from '../../report/plot.js';
import type { ReportTable } from '../../report/report.js';
import type { OptionValues } from '../command.js';
import { checkView } from './check-view.js';
import { clockView } from './clock-view.js';
import { latencyView } from './latency-view.js';
import { overheadView } from './overhead-view.js';
import { pointerView } from './pointer-view.js';
import { recommendView } from './recommend-view.js';
import type { Finding } from './run.js';
import { sweepView } from './sweep-view.js';
import { throughputView } from './throughput-view.js';
import { wakeupView } from './wakeup-view.js';

/** How a finding is shown to people, in a terminal and on a page. */
export interface ExperimentView<Name extends ExperimentName> {
  /** All that is printed of it, title and plots too, where the words ask for another form than text. */
  instead?(finding: Finding<Name>, values: OptionValues): string | undefined;
  /** Below its title, in a terminal. */
  text(finding: Finding<Name>, paint: ChalkInstance): string;
  /** The same on a page. */
  table(finding: Finding<Name>): ReportTable;
  /** Whether its rings are its own, and not the one that was asked for. */
  readonly variesRings?: boolean;
  /** What a page says above the table. */
  notes?(finding: Finding<Name>): readonly string[];
  /** Of the raw samples. */
  plots(finding: Finding<Name>): Plot[];
}

export const VIEWS: { readonly [Name in ExperimentName]: ExperimentView<Name> } = {
  overhead: overheadView,
  clock: clockView,
  pointer: pointerView,
  sweep: sweepView,
  wakeup: wakeupView,
  latency: latencyView,
  throughput: throughputView,
  recommend: recommendView,
  check: checkView,
};
