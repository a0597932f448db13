import { AlsaMmapError } from '../../device/errors.js';
import { EXPERIMENT_NAMES, EXPERIMENTS, type ExperimentName } from '../../measure/experiments.js';
import type { MeasurePlan } from '../../measure/plan.js';
import type { OptionValues } from '../command.js';
import { type OptionTable, optionName } from '../options/spec.js';
import { closestMatch } from '../stream/closest-match.js';
import { BENCH_EXPERIMENTS, EXPERIMENT_OPTIONS } from './experiments.js';
import { type BenchValues, benchValues, CHECKED_OPTIONS } from './options.js';

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
export function planFromOptions(parsed: OptionValues): BenchPlan {
  const { word, common } = deviceFromFirstWord(parsed);
  const values = benchValues(common);
  const names = word === undefined ? DEFAULT_EXPERIMENTS : [parseExperimentName(word)];
  const isGiven = (key: string) => common[optionName(key, {})] !== undefined;
  checkCombinations(CHECKED_OPTIONS, isGiven);
  rejectUnusedOptions(names, isGiven);
  return {
    values,
    experiments: names.map((name) => ({ name, plan: measurePlan(name, names.length > 1, values) })),
  };
}

function checkCombinations(options: OptionTable, isGiven: (key: string) => boolean): void {
  for (const [key, { requires, conflictsWith = [] }] of Object.entries(options)) {
    if (!isGiven(key)) continue;
    if (requires !== undefined && !isGiven(requires)) {
      throw usageError(`${spell(key)} requires ${spell(requires)}`);
    }
    const conflict = conflictsWith.find(isGiven);
    if (conflict !== undefined) {
      throw usageError(`${spell(key)} and ${spell(conflict)} cannot be combined`);
    }
  }
}

/** Rejects options that none of the experiments reads. */
function rejectUnusedOptions(
  names: readonly ExperimentName[],
  isGiven: (key: string) => boolean,
): void {
  const reads = (name: ExperimentName, key: string) => key in BENCH_EXPERIMENTS[name].options;
  for (const key of Object.keys(EXPERIMENT_OPTIONS)) {
    if (!isGiven(key) || names.some((name) => reads(name, key))) continue;
    const readers = EXPERIMENT_NAMES.filter((name) => reads(name, key));
    throw usageError(
      `${spell(key)} applies to ${readers.join(' and ')} only, not to ${names.join(', ')}`,
    );
  }
  for (const name of names) {
    const rejected = Object.entries(BENCH_EXPERIMENTS[name].rejects ?? {});
    const [, message] = rejected.find(([key]) => isGiven(key)) ?? [];
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

/** Splits the experiment's word from the other values; a device in its place becomes the device. */
function deviceFromFirstWord(parsed: OptionValues): {
  word: string | undefined;
  common: OptionValues;
} {
  const { EXPERIMENT, ...common } = parsed;
  const word = typeof EXPERIMENT === 'string' ? EXPERIMENT : undefined;
  const isDevice =
    word !== undefined && !('DEVICE' in common) && !isExperimentName(word) && /^sim$|:/.test(word);
  return isDevice ? { word: undefined, common: { ...common, DEVICE: word } } : { word, common };
}

function parseExperimentName(word: string): ExperimentName {
  if (isExperimentName(word)) return word;
  const match = closestMatch(word, EXPERIMENT_NAMES);
  const hint = match === undefined ? '' : ` (did you mean ${match}?)`;
  throw usageError(
    `unknown experiment "${word}"${hint}; expected one of ${EXPERIMENT_NAMES.join(', ')}`,
  );
}

function isExperimentName(word: string): word is ExperimentName {
  return (EXPERIMENT_NAMES as readonly string[]).includes(word);
}

/** Spelling of a common or an own option; none has a name of its own. */
function spell(key: string): string {
  return `--${optionName(key, {})}`;
}

function usageError(message: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', message);
}
