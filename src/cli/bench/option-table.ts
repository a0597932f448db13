import type { OptionSpec, OptionValues } from '../command.js';
import { type OptionTable, optionName, type ValuesOf } from '../options/spec.js';

/** Converts a table into what the parser of the command line takes. */
export function optionSpecs(options: OptionTable): Record<string, OptionSpec> {
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [optionName(key, option), optionSpec(option)]),
  );
}

function optionSpec(option: OptionTable[string]): OptionSpec {
  const { short, group, summary } = option;
  const readers = option.experiments?.join(', ') ?? /^Experiment: (.*)$/.exec(group)?.[1];
  const text = readers === undefined ? summary : `${readers}: ${summary}`;
  const names = short === undefined ? {} : { short };
  if (option.type === 'flag') return { ...names, summary: text };
  const { placeholder, expected, parse } = option.type;
  const ending = option.defaultText === undefined ? '' : ` (default: ${option.defaultText})`;
  return { ...names, placeholder, expects: expected, parse, summary: `${text}${ending}` };
}

/** Reads the values of a table from the parsed command line. Flags are false if absent. */
export function readValues<Options extends OptionTable>(
  options: Options,
  parsed: OptionValues,
): ValuesOf<Options> {
  const values = Object.entries(options).map(([key, option]) => {
    const value = parsed[optionName(key, option)];
    return [key, option.type === 'flag' ? value === true : value];
  });
  return Object.fromEntries(values) as ValuesOf<Options>;
}
