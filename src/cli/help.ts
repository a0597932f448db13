import yargs, { type Argv } from 'yargs';
import { wrapWords } from '../report/text-rows.js';
import { COMMANDS, type CommandEntry } from './commands.js';
import { OUTPUT_OPTIONS } from './options/common.js';
import {
  describeDefault,
  groupOptions,
  type OptionTable,
  optionName,
  spellPositional,
} from './options/spec.js';

const MAX_COLUMNS = 100;
/** Longer lists of choices are left to the manual. */
const MAX_CHOICES = 8;

/** Text of `alsa-mmap --help`. */
export async function programHelp(): Promise<string> {
  const program = createYargs();
  addOptions(program, OUTPUT_OPTIONS);
  program
    .option('version', { alias: 'V', describe: 'Show the version' })
    .group(['help', 'version'], 'Other:')
    .example('alsa-mmap status sim', 'The simulated card "sim" needs no hardware')
    .example('alsa-mmap record take.wav hw:1 -f cd -d 10', 'Record 10 seconds in CD quality')
    .epilogue('Options of a command: alsa-mmap COMMAND --help. Manual: man alsa-mmap');
  const usage = 'alsa-mmap <command> [DEVICE] [options]';
  // yargs would list the commands without groups, and removes the indentation of other text.
  return [usage, '', ...commandLines(), '', await renderHelp(program)].join('\n');
}

/** Text of `alsa-mmap COMMAND --help`. */
export async function commandHelp({ name, summary, load }: CommandEntry): Promise<string> {
  const { positionals, options, examples } = await load();
  const words = Object.entries(positionals).map((entry) => spellPositional(...entry));
  const usage = `alsa-mmap ${[name, ...words].join(' ')} [options]`;
  const program = createYargs().usage(`${usage}\n\n${summary}`);
  addOptions(program, options);
  program.group('help', 'Output:');
  for (const { command, summary } of examples) program.example(command, summary);
  return renderHelp(program.epilogue(`More: man alsa-mmap-${name}`));
}

/** An option with its placeholder: `rate=HZ`, `realtime[=PRIO]`, `json`. */
export function spellOption(key: string, option: OptionTable[string]): string {
  const name = optionName(key, option);
  if (option.type === 'flag') return name;
  const value = `=${option.type.placeholder}`;
  return option.impliedValue === undefined ? `${name}${value}` : `${name}[${value}]`;
}

/** The commands with their summaries, by group. */
function commandLines(): string[] {
  const nameWidth = Math.max(...COMMANDS.map(({ name }) => name.length));
  const indent = ' '.repeat(nameWidth + 4);
  const groups = [...new Set(COMMANDS.map(({ group }) => group))];
  return groups.flatMap((title, index) => [
    ...(index === 0 ? [] : ['']),
    `${title}:`,
    ...COMMANDS.filter(({ group }) => group === title).map(({ name, summary }) => {
      const lines = wrapWords(summary, helpWidth() - indent.length);
      return `  ${name.padEnd(nameWidth)}  ${lines.join(`\n${indent}`)}`;
    }),
  ]);
}

function addOptions(program: Argv, options: OptionTable): void {
  for (const [group, entries] of groupOptions(options)) {
    for (const [key, option] of entries) {
      // yargs only formats the text here, so the name can include the placeholder.
      const name = spellOption(key, option);
      const { short: alias, summary: describe } = option;
      program.group(name, `${group}:`);
      if (option.type === 'flag') {
        program.option(name, { alias, describe });
        continue;
      }
      const { choices = [], placeholder } = option.type;
      const implied = option.impliedValue && `${option.impliedValue} if no ${placeholder}`;
      program.option(name, {
        alias,
        describe,
        choices: choices.length > 1 && choices.length <= MAX_CHOICES ? choices : undefined,
        defaultDescription: implied ?? describeDefault(option),
      });
    }
  }
}

function createYargs(): Argv {
  return yargs([])
    .scriptName('alsa-mmap')
    .locale('en')
    .help('help')
    .alias('help', 'h')
    .version(false)
    .wrap(helpWidth());
}

function helpWidth(): number {
  return Math.min(MAX_COLUMNS, process.stdout.columns || MAX_COLUMNS);
}

/** yargs knows the type of --help only and would mark that option alone. */
async function renderHelp(program: Argv): Promise<string> {
  return (await program.getHelp()).replace(/\s*\[boolean\]$/gm, '');
}
