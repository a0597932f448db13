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
  const names = experiment === undefined ? DEFAULT_EXPERIMENTS : parseExperimentNames(experiment);
  rejectUnusedOptions(names, given);
  return {
    values,
    experiments: names.map((name) => ({
      name,
      plan: measurePlan(name, experiment === undefined, values),
    })),
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
  if (given.has('tap') && names.length > 1) {
    throw usageError('--tap: expected the experiment check alone, as TAP is one stream of results');
  }
  for (const name of names) {
    const rejected = Object.entries(BENCH_EXPERIMENTS[name].rejects ?? {});
    const [, message] = rejected.find(([key]) => given.has(key)) ?? [];
    if (message !== undefined) throw usageError(message);
  }
}

function measurePlan(name: ExperimentName, isBrief: boolean, values: BenchValues) {
  const { plan, briefSeconds } = EXPERIMENTS[name];
  const ownSeconds = BENCH_EXPERIMENTS[name].durationSeconds?.(values);
  const usualSeconds = (isBrief ? briefSeconds : undefined) ?? plan.durationSeconds;
  return {
    warmupSeconds: values.warmup ?? plan.warmupSeconds,
    durationSeconds: values.duration ?? ownSeconds ?? usualSeconds,
  };
}

/** Moves the word for the experiment to the device if it is spelled like one. */
function deviceFromFirstWord(values: BenchValues): BenchValues {
  const { experiment: word, device } = values;
  if (word === undefined || device !== undefined) return values;
  return /^sim$|:/.test(word) ? { ...values, experiment: undefined, device: word } : values;
}

/** Names separated by commas. */
function parseExperimentNames(word: string): ExperimentName[] {
  const names = word.split(',').map(parseExperimentName);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw usageError(`experiment ${repeated} is given more than once`);
  return names;
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
