import type { ExperimentName } from '../../measure/experiments.js';
import type { MeasureSettings } from '../../measure/plan.js';
import type { OptionSpec, OptionValues } from '../command.js';
import { checkTerms } from './check-terms.js';
import { clockTerms } from './clock-terms.js';
import { latencyTerms } from './latency-terms.js';
import type { LimitVerdict } from './limit.js';
import { overheadTerms } from './overhead-terms.js';
import { pointerTerms } from './pointer-terms.js';
import { recommendTerms } from './recommend-terms.js';
import type { Finding } from './run.js';
import { sweepTerms } from './sweep-terms.js';
import { throughputTerms } from './throughput-terms.js';
import { wakeupTerms } from './wakeup-terms.js';

/** What an experiment takes on the command line, what it is held to, and how JSON tells of it. */
export interface ExperimentTerms<Name extends ExperimentName> {
  /** Its own: its limits, and whatever else only it reads. */
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** How long it takes by its own options, where these say so. */
  durationSeconds?(values: OptionValues): number | undefined;
  /** What its thread is told of them. */
  settings?(values: OptionValues): MeasureSettings;
  /** What was found, held against the limits asked for, and against what may never be. */
  limits(finding: Finding<Name>, values: OptionValues): LimitVerdict[];
  /** `result` of the document. */
  document(finding: Finding<Name>): object;
}

export const TERMS: { readonly [Name in ExperimentName]: ExperimentTerms<Name> } = {
  overhead: overheadTerms,
  clock: clockTerms,
  pointer: pointerTerms,
  sweep: sweepTerms,
  wakeup: wakeupTerms,
  latency: latencyTerms,
  throughput: throughputTerms,
  recommend: recommendTerms,
  check: checkTerms,
};

/** The options of all experiments. */
export const EXPERIMENT_OPTIONS: Readonly<Record<string, OptionSpec>> = Object.assign(
  {},
  ...Object.values(TERMS).map(({ options }) => options),
);

export function limitVerdicts<Name extends ExperimentName>(
  finding: Finding<Name>,
  values: OptionValues,
): LimitVerdict[] {
  return TERMS[finding.experiment].limits(finding, values);
}
