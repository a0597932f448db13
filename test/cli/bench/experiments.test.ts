import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BENCH_EXPERIMENTS, EXPERIMENT_OPTIONS } from '../../../src/cli/bench/experiments.js';
import { BENCH_OPTIONS } from '../../../src/cli/bench/options.js';
import { WHY_OPTION } from '../../../src/cli/options/common.js';
import { type OptionTable, optionName } from '../../../src/cli/options/spec.js';
import { EXPERIMENT_NAMES } from '../../../src/measure/experiments.js';
import { ROOT } from '../program.js';

const options: OptionTable = BENCH_OPTIONS;

it('every experiment is registered under its name', () => {
  expect(Object.keys(BENCH_EXPERIMENTS)).toEqual(EXPERIMENT_NAMES);
  for (const [name, experiment] of Object.entries(BENCH_EXPERIMENTS)) {
    expect(experiment.name).toBe(name);
  }
});

it('no two experiments declare different options of one name', () => {
  const all: OptionTable = EXPERIMENT_OPTIONS;
  for (const { options } of Object.values(BENCH_EXPERIMENTS)) {
    for (const [key, option] of Object.entries(options)) expect(all[key], key).toBe(option);
  }
});

it('the group of every option is an experiment that reads it; no summary has a default', () => {
  for (const [key, option] of Object.entries<OptionTable[string]>(EXPERIMENT_OPTIONS)) {
    const readers = Object.values(BENCH_EXPERIMENTS).filter(({ options }) => key in options);
    const groups = readers.map(({ name }) => `Experiment: ${name}`);
    // An option that other commands have, too, is in their group.
    expect([...groups, ...(key in WHY_OPTION ? ['Output'] : [])]).toContain(option.group);
    expect(option.summary).not.toMatch(/default/);
  }
});

it('the JSON schema names every limit', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'docs/schema/bench.schema.json'), 'utf8'));
  const names: string[] = schema.$defs.limits.items.properties.name.enum;
  const limits = Object.keys(options)
    .map((key) => optionName(key, options[key]!))
    .filter((name) => /^(max|min)-/.test(name));
  expect(limits.length).toBeGreaterThan(8);
  expect(names.filter((name) => /^(max|min)-/.test(name)).sort()).toEqual(limits.sort());
});
