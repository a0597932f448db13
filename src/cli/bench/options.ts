import type { OptionSpec, OptionValues } from '../command.js';
import { defineOptions, type ValuesOf } from '../options/spec.js';
import { duration, path } from '../options/types.js';
import { DEVICE_OPTIONS, DIRECTION_OPTIONS, OUTPUT_OPTIONS, STREAM_OPTIONS } from '../options.js';
import { EXPERIMENT_OPTIONS } from './experiments.js';
import { optionSpecs, readValues } from './option-table.js';

const { realtime, cpu, mlock } = STREAM_OPTIONS;

const MEASUREMENT_OPTIONS = defineOptions({
  duration: {
    group: 'Measurement',
    short: 'd',
    type: duration(1e-6, 86_400),
    summary: 'measurement time',
    defaultText: 'by experiment',
  },
  warmup: {
    group: 'Measurement',
    type: duration(0, 3600),
    summary: 'warm-up time, not counted',
    defaultText: 'by experiment',
  },
});

const RESULT_OPTIONS = defineOptions({
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

/** Flags of all commands that bench reads itself. */
const COMMON_FLAGS = defineOptions({
  json: { group: 'Output', type: 'flag', summary: '' },
  quiet: { group: 'Output', type: 'flag', summary: '' },
  verbose: { group: 'Output', type: 'flag', summary: '' },
  syncPtr: { group: 'Device', type: 'flag', summary: '' },
});

const OWN_OPTIONS = { ...MEASUREMENT_OPTIONS, ...EXPERIMENT_OPTIONS, ...RESULT_OPTIONS };
const READ_OPTIONS = { ...OWN_OPTIONS, ...COMMON_FLAGS };

/** Options of the command in the order of its help. */
export const BENCH_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  ...DEVICE_OPTIONS,
  ...DIRECTION_OPTIONS,
  ...optionSpecs(OWN_OPTIONS),
  realtime,
  cpu,
  mlock,
  ...OUTPUT_OPTIONS,
};

export interface BenchValues extends ValuesOf<typeof READ_OPTIONS> {
  /** The parsed words, for the helpers that open a device. */
  readonly common: OptionValues;
}

export function benchValues(parsed: OptionValues): BenchValues {
  return { ...readValues(READ_OPTIONS, parsed), common: parsed };
}

/** Options with `requires` or `conflictsWith`. */
export const CHECKED_OPTIONS = OWN_OPTIONS;
