import { EXPERIMENT_NAMES, EXPERIMENTS } from '../../measure/experiments.js';
import {
  DEVICE_POSITIONAL,
  OPEN_OPTIONS,
  SCHEDULING_OPTIONS,
  TSV_OPTION,
} from '../options/common.js';
import { defineOptions, type PositionalsOf, type ValuesOf } from '../options/spec.js';
import { duration, path } from '../options/types.js';
import { BENCH_EXPERIMENTS, EXPERIMENT_OPTIONS } from './experiments.js';

const OWN_OPTIONS = defineOptions({
  duration: {
    group: 'Measurement',
    short: 'd',
    type: duration(1e-6, 86_400),
    defaultText: 'by experiment',
    summary: 'measurement time, such as 5, 500ms or 1h30m',
  },
  warmup: {
    group: 'Measurement',
    type: duration(0, 3600),
    defaultText: 'by experiment',
    summary: 'warm-up time, not counted',
  },
  report: {
    group: 'Output',
    type: path(),
    summary: 'also write a self-contained HTML page with tables and plots',
  },
  raw: {
    group: 'Output',
    type: 'flag',
    summary: 'include the raw samples in the JSON document',
    requires: 'json',
  },
});

const COMMON_OPTIONS = { ...OPEN_OPTIONS, ...TSV_OPTION, ...SCHEDULING_OPTIONS };

export const BENCH_OPTIONS = { ...OWN_OPTIONS, ...EXPERIMENT_OPTIONS, ...COMMON_OPTIONS };

export const BENCH_POSITIONALS = {
  experiment: {
    summary: `${EXPERIMENT_NAMES.join(', ')}; without one, the short experiments run`,
    completion: EXPERIMENT_NAMES,
    choices: {
      title: 'Experiments, separated by commas',
      members: Object.fromEntries(
        EXPERIMENT_NAMES.map((name) => [
          name,
          {
            summary: EXPERIMENTS[name].summary,
            options: { ...OWN_OPTIONS, ...BENCH_EXPERIMENTS[name].options, ...COMMON_OPTIONS },
          },
        ]),
      ),
    },
  },
  device: DEVICE_POSITIONAL,
} as const;

export type BenchValues = ValuesOf<typeof BENCH_OPTIONS> & PositionalsOf<typeof BENCH_POSITIONALS>;
