import { AlsaMmapError } from '../../device/errors.js';
import { EXPERIMENT_NAMES, EXPERIMENTS, type ExperimentName } from '../../measure/experiments.js';
import type { MeasurePlan } from '../../measure/plan.js';
import type { OptionValues } from '../command.js';
import { closestMatch } from '../text/closest-match.js';
import { EXPERIMENT_OPTIONS, TERMS } from './terms.js';

/** What is measured where nothing is named. */
const BRIEF = EXPERIMENT_NAMES.filter((name) => EXPERIMENTS[name].briefSeconds !== undefined);

export interface BenchAsked {
  readonly experiments: readonly { readonly name: ExperimentName; readonly plan: MeasurePlan }[];
  /** The words, with the device where a device is looked for. */
  readonly values: OptionValues;
}

/**
 * What is to be measured, and for how long. Without an experiment all of them, briefly; one word alone
 * that is no experiment but looks like a device is the device.
 * @throws USAGE
 */
export function benchAsked(given: OptionValues): BenchAsked {
  const values = withDevice(given);
  const word = values['EXPERIMENT'] as string | undefined;
  const names = word === undefined ? BRIEF : [experimentOf(word)];
  if (values['raw'] === true && values['json'] !== true) {
    throw new AlsaMmapError('USAGE', '--raw is of no use without --json');
  }
  if (values['tap'] === true && values['json'] === true) {
    throw new AlsaMmapError('USAGE', '--tap and --json exclude each other');
  }
  refuseOthersOptions(names, values);
  return {
    values,
    experiments: names.map((name) => ({ name, plan: planOf(name, names.length > 1, values) })),
  };
}

/** An option that only other experiments read. */
function refuseOthersOptions(names: readonly ExperimentName[], values: OptionValues): void {
  const takes = (name: ExperimentName, option: string) => option in TERMS[name].options;
  for (const option of Object.keys(EXPERIMENT_OPTIONS)) {
    if (values[option] === undefined || names.some((name) => takes(name, option))) continue;
    const owners = EXPERIMENT_NAMES.filter((name) => takes(name, option));
    throw new AlsaMmapError(
      'USAGE',
      `--${option} is for ${owners.join(' and ')}, not for ${names.join(', ')}`,
    );
  }
}

function planOf(name: ExperimentName, brief: boolean, values: OptionValues): MeasurePlan {
  const { plan, briefSeconds } = EXPERIMENTS[name];
  const own = TERMS[name].durationSeconds?.(values);
  const usual = own ?? (brief ? briefSeconds : undefined) ?? plan.durationSeconds;
  return {
    warmupSeconds: (values['warmup'] as number | undefined) ?? plan.warmupSeconds,
    durationSeconds: (values['duration'] as number | undefined) ?? usual,
  };
}

function withDevice(values: OptionValues): OptionValues {
  const { EXPERIMENT: word, ...others } = values as Record<string, string | undefined>;
  if (word === undefined || others['DEVICE'] !== undefined || isExperiment(word)) return values;
  return /^sim$|:/.test(word) ? { ...others, DEVICE: word } : values;
}

function experimentOf(word: string): ExperimentName {
  if (isExperiment(word)) return word;
  const meant = closestMatch(word, EXPERIMENT_NAMES);
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  throw new AlsaMmapError(
    'USAGE',
    `no experiment "${word}"${hint}; there are ${EXPERIMENT_NAMES.join(', ')}`,
  );
}

function isExperiment(word: string): word is ExperimentName {
  return (EXPERIMENT_NAMES as readonly string[]).includes(word);
}
