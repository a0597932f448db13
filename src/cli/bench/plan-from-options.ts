import { didYouMean } from '../../device/closest-match.js';
import { AlsaMmapError } from '../../device/errors.js';
import { EXPERIMENT_NAMES, EXPERIMENTS, type ExperimentName } from '../../measure/experiments.js';
import type { MeasurePlan } from '../../measure/plan.js';
import { type OptionTable, optionName } from '../options/spec.js';
import { BENCH_EXPERIMENTS, EXPERIMENT_OPTIONS } from './experiments.js';
import type { BenchValues } from './options.js';

/** Experiments that run if none is named: those that have a short duration. */
const DEFAULT_EXPERIMENTS = EXPERIMENT_NAMES.filter(
  (name) => EXPERIMENTS[name].briefSeconds !== undefined,
);

export interface BenchPlan {
  readonly experiments: readonly { readonly name: ExperimentName; readonly plan: MeasurePlan }[];
  readonly values: BenchValues;
}

/**
 * Plans the experiments of a command line. A single word that is not an experiment but is spelled
 * like a device is taken as the device.
 * @throws USAGE for unknown experiments and for options that do not fit together
 */
export function planFromOptions(parsed: BenchValues, given: ReadonlySet<string>): BenchPlan {
  const values = deviceFromFirstWord(parsed);
  const { experiment } = values;
  const names = experiment === undefined ? DEFAULT_EXPERIMENTS : [parseExperimentName(experiment)];
  rejectUnusedOptions(names, given);
  return {
    values,
    experiments: names.map((name) => ({ name, plan: measurePlan(name, names.length > 1, values) })),
  };
}

/** Rejects options that none of the experiments reads. */
function rejectUnusedOptions(names: readonly ExperimentName[], given: ReadonlySet<string>): void {
  const reads = (name: ExperimentName, key: string) => key in BENCH_EXPERIMENTS[name].options;
  for (const [key, option] of Object.entries<OptionTable[string]>(EXPERIMENT_OPTIONS)) {
    if (!given.has(key) || names.some((name) => reads(name, key))) continue;
    const readers = EXPERIMENT_NAMES.filter((name) => reads(name, key));
    throw usageError(
      `--${optionName(key, option)} applies to ${readers.join(' and ')} only, ` +
        `not to ${names.join(', ')}`,
    );
  }
  for (const name of names) {
    const rejected = Object.entries(BENCH_EXPERIMENTS[name].rejects ?? {});
    const [, message] = rejected.find(([key]) => given.has(key)) ?? [];
    if (message !== undefined) throw usageError(message);
  }
}

function measurePlan(name: ExperimentName, isOneOfSeveral: boolean, values: BenchValues) {
  const { plan, briefSeconds } = EXPERIMENTS[name];
  const ownSeconds = BENCH_EXPERIMENTS[name].durationSeconds?.(values);
  const usualSeconds = (isOneOfSeveral ? briefSeconds : undefined) ?? plan.durationSeconds;
  return {
    warmupSeconds: values.warmup ?? plan.warmupSeconds,
    durationSeconds: values.duration ?? ownSeconds ?? usualSeconds,
  };
}

/** Moves the word for the experiment to the device if it is spelled like one. */
function deviceFromFirstWord(values: BenchValues): BenchValues {
  const { experiment: word, device } = values;
  if (word === undefined || device !== undefined || isExperimentName(word)) return values;
  return /^sim$|:/.test(word) ? { ...values, experiment: undefined, device: word } : values;
}

function parseExperimentName(word: string): ExperimentName {
  if (isExperimentName(word)) return word;
  const hint = didYouMean(word, EXPERIMENT_NAMES);
  throw usageError(
    `unknown experiment "${word}"${hint}; expected one of ${EXPERIMENT_NAMES.join(', ')}`,
  );
}

function isExperimentName(word: string): word is ExperimentName {
  return (EXPERIMENT_NAMES as readonly string[]).includes(word);
}

function usageError(message: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', message);
}
