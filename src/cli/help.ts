import yargs, { type Argv } from 'yargs';
import { COMMANDS } from './commands.js';
import { OUTPUT_OPTIONS } from './options/common.js';
import { type Command, type OptionTable, optionName, positionalName } from './options/spec.js';

const MAX_COLUMNS = 100;
/** Longer lists of choices are left to the manual. */
const MAX_CHOICES = 8;
const GROUP_ORDER = ['Device', 'Signal', 'Files', 'Stream', 'Scheduling', 'Measurement', 'Limits'];

/** Text of `alsa-mmap --help`. */
export async function programHelp(): Promise<string> {
  const program = createYargs().usage('alsa-mmap <command> [DEVICE] [options]');
  for (const { name, summary } of COMMANDS) program.command(name, summary);
  addOptions(program, OUTPUT_OPTIONS);
  program
    .option('version', { alias: 'V', describe: 'Show the version' })
    .example('alsa-mmap status sim', 'The simulated card "sim" needs no hardware')
    .example('alsa-mmap record take.wav hw:1 -f cd -d 10', 'Record 10 seconds in CD quality')
    .epilogue('Options of a command: alsa-mmap COMMAND --help. Manual: man alsa-mmap');
  return renderHelp(program);
}

/** Text of `alsa-mmap COMMAND --help`. */
export async function commandHelp(command: Command): Promise<string> {
  const positionals = Object.entries(command.positionals).map(([key, { required }]) =>
    required ? positionalName(key) : `[${positionalName(key)}]`,
  );
  const usage = `alsa-mmap ${[command.name, ...positionals].join(' ')} [options]`;
  const program = createYargs().usage(`${usage}\n\n${command.summary}`);
  addOptions(program, command.options);
  for (const { command: line, summary } of command.examples) program.example(line, summary);
  return renderHelp(program.epilogue(`More: man alsa-mmap-${command.name}`));
}

function addOptions(program: Argv, options: OptionTable): void {
  const groups = new Map<string, string[]>(GROUP_ORDER.map((group) => [group, []]));
  for (const [key, option] of Object.entries(options)) {
    const { short, summary, group } = option;
    // yargs only formats the text here, so the name can include the placeholder.
    const name = spellOption(key, option);
    const texts = { alias: short, describe: summary };
    if (option.type === 'flag') program.option(name, texts);
    else {
      const { type, impliedValue, default: value, defaultText } = option;
      const { choices = [] } = type;
      const implied = impliedValue && `${impliedValue} if no ${type.placeholder}`;
      const text = implied ?? defaultText ?? (value === undefined ? undefined : String(value));
      program.option(name, {
        ...texts,
        ...(choices.length > 1 && choices.length <= MAX_CHOICES && { choices }),
        ...(text !== undefined && { defaultDescription: text }),
      });
    }
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  groups.set('Output', [...(groups.get('Output') ?? []), 'help']);
  for (const [group, names] of groups) if (names.length > 0) program.group(names, `${group}:`);
}

/** An option with its placeholder: `rate=HZ`, `realtime[=PRIO]`, `json`. */
export function spellOption(key: string, option: OptionTable[string]): string {
  const name = optionName(key, option);
  if (option.type === 'flag') return name;
  const value = `=${option.type.placeholder}`;
  return option.impliedValue === undefined ? `${name}${value}` : `${name}[${value}]`;
}

function createYargs(): Argv {
  return yargs([])
    .scriptName('alsa-mmap')
    .locale('en')
    .help('help')
    .alias('help', 'h')
    .version(false)
    .wrap(Math.min(MAX_COLUMNS, process.stdout.columns || MAX_COLUMNS));
}

/** yargs knows the type of --help only and would mark that option alone. */
async function renderHelp(program: Argv): Promise<string> {
  return (await program.getHelp()).replace(/\s*\[boolean\]$/gm, '');
}
