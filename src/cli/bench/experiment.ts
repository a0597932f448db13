import type { ErrorCode } from '../../device/errors.js';
import type { ExperimentName, ExperimentResults } from '../../measure/experiments.js';
import type { Measured, MeasurePlan, MeasureSettings } from '../../measure/plan.js';
import type { Plot } from '../../report/plot.js';
import type { Section } from '../../report/report.js';
import type { OpenedDevice } from '../../stream/thread-messages.js';
import type { OptionTable, ValuesOf } from '../options/spec.js';
import type { OwnXruns } from '../why/own-xruns.js';

/** One run of an experiment: its plan, its device and its result. */
export interface ExperimentRun<Name extends ExperimentName = ExperimentName> {
  readonly experiment: Name;
  readonly plan: MeasurePlan;
  readonly opened: OpenedDevice;
  readonly measured: Measured<ExperimentResults[Name]>;
  /** False if a signal ended it early; the result covers the time until then. */
  readonly complete: boolean;
  /** Causes of the xruns, if they were requested. */
  readonly why?: Pick<OwnXruns, 'reason' | 'accounts' | 'likely'> | undefined;
}

/** A limit compared with a measurement. */
export interface LimitResult {
  /** Name of the option, or of an event that must not occur, such as `stall`. */
  readonly name: string;
  /** Times are in ns. */
  readonly limit: number;
  readonly measured: number;
  readonly within: boolean;
  /** Description of the violation, or empty. */
  readonly message: string;
  /** Error code of the violation; LIMITS by default. */
  readonly code?: ErrorCode;
}

/** Command-line options, limits and presentation of one experiment. */
export interface BenchExperiment<
  Name extends ExperimentName,
  Options extends OptionTable = OptionTable,
> {
  readonly name: Name;
  /** Options that only some experiments read. */
  readonly options: Options;
  /** Keys of common options that do not apply, each with a message that says what to use. */
  readonly rejects?: Readonly<Record<string, string>>;
  /** True if it chooses period and buffer sizes itself. */
  readonly variesBuffer?: boolean;
  settings?(values: ValuesOf<Options>): MeasureSettings;
  /** Measurement time that follows from the options, if they determine it. */
  durationSeconds?(values: ValuesOf<Options>): number | undefined;
  limits?(run: ExperimentRun<Name>, values: ValuesOf<Options>): readonly LimitResult[];
  /** `result` of the JSON document; the measured result by default. */
  document?(run: ExperimentRun<Name>): object;
  sections(run: ExperimentRun<Name>): readonly Section[];
  plots?(run: ExperimentRun<Name>): readonly Plot[];
  /** Replaces the text for people if the options request another format. */
  textOverride?(run: ExperimentRun<Name>, values: ValuesOf<Options>): string | undefined;
}

export function defineExperiment<Name extends ExperimentName, const Options extends OptionTable>(
  experiment: BenchExperiment<Name, Options>,
): BenchExperiment<Name, Options> {
  return experiment;
}
