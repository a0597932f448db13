import type { CommandSpec, OptionSpec, OptionValues } from './command.js';
import type {
  DeviceValues,
  DirectionValues,
  OutputValues,
  SchedulingValues,
} from './options/common.js';
import { parseArguments } from './options/parse.js';
import type { Command, Example, OptionTable } from './options/spec.js';

/** Adapts a command that declares untyped options to the typed interface. */
export function adaptCommand(spec: CommandSpec, examples: readonly Example[]): Command {
  const names = Object.keys(spec.options);
  const options: OptionTable = Object.fromEntries(
    names.map((name) => [keyOf(name), adaptOption(name, spec.options[name]!)]),
  );
  const positionals = Object.fromEntries(
    spec.positionals.map(({ name, summary, required }) => [
      name.toLowerCase(),
      { summary, required },
    ]),
  );
  const { name, summary } = spec;
  return {
    name,
    summary,
    positionals,
    options,
    examples,
    execute(words) {
      const { values, given } = parseArguments({ name, positionals, options }, words);
      const record: Record<string, unknown> = {};
      for (const option of names) {
        if (given.has(keyOf(option))) record[option] = values[keyOf(option)];
      }
      for (const { name: positional } of spec.positionals) {
        const word = values[positional.toLowerCase()];
        if (word !== undefined) record[positional] = word;
      }
      return spec.run(record);
    },
  };
}

/** Values of untyped options in the form of the shared typed tables. */
export function typedValues(
  values: OptionValues,
): DeviceValues & DirectionValues & OutputValues & SchedulingValues {
  const flag = (name: string) => values[name] === true;
  const format = read<NonNullable<DeviceValues['format']>['format']>(values, 'format');
  return {
    device: read(values, 'DEVICE'),
    deviceOption: read(values, 'device'),
    format: format === undefined ? undefined : { format },
    channels: read(values, 'channels'),
    rate: read(values, 'rate'),
    periodSize: read(values, 'period-size'),
    bufferSize: read(values, 'buffer-size'),
    syncPtr: flag('sync-ptr'),
    capture: flag('capture'),
    playback: flag('playback'),
    json: flag('json'),
    quiet: flag('quiet'),
    verbose: flag('verbose'),
    noColor: flag('no-color'),
    realtime: read(values, 'realtime'),
    cpu: read(values, 'cpu'),
    mlock: flag('mlock'),
  };
}

function read<T>(values: OptionValues, name: string): T | undefined {
  return values[name] as T | undefined;
}

function keyOf(name: string): string {
  if (name === 'device') return 'deviceOption';
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function adaptOption(name: string, spec: OptionSpec): OptionTable[string] {
  const { short, summary, placeholder, impliedValue, expects = 'a value', parse } = spec;
  const common = { name, group: 'Measurement', summary, ...(short && { short }) } as const;
  if (placeholder === undefined) return { ...common, type: 'flag' };
  const type = { placeholder, expected: expects, parse: parse ?? ((text: string) => text) };
  return { ...common, type, ...(impliedValue && { impliedValue }) };
}
