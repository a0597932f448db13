import yargs, { type Argv } from 'yargs';
import type { CommandSpec } from './command.js';
import { COMMANDS } from './commands.js';

const MAX_COLUMNS = 100;

/** The text of `alsa-mmap --help`. */
export async function programHelp(): Promise<string> {
  const program = createYargs()
    .usage('alsa-mmap <command> [DEVICE] [options]')
    .describe('version', 'Show the version');
  for (const { name, summary } of COMMANDS) program.command(name, summary);
  return renderHelp(
    program.epilogue(
      'alsa-mmap COMMAND --help tells the options of a command, man alsa-mmap the rest.\n' +
        'The built-in card "sim" is there on every machine: alsa-mmap status sim',
    ),
  );
}

/** The text of `alsa-mmap COMMAND --help`. */
export async function commandHelp(command: CommandSpec): Promise<string> {
  const places = command.positionals.map(({ name, required }) => (required ? name : `[${name}]`));
  const usage = `alsa-mmap ${[command.name, ...places].join(' ')} [options]`;
  const program = createYargs().usage(`${usage}\n\n${command.summary}`);
  for (const [name, { short, placeholder, impliedValue, summary }] of Object.entries(
    command.options,
  )) {
    // Only the text is wanted, so the value can stand in the name, as it is written.
    const given =
      placeholder === undefined
        ? ''
        : impliedValue === undefined
          ? `=${placeholder}`
          : `[=${placeholder}]`;
    program.option(`${name}${given}`, { alias: short, describe: summary });
  }
  return renderHelp(program.epilogue(`More: man alsa-mmap-${command.name}`));
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

/** Of the kinds of options yargs would only ever show one, of --help: that says nothing. */
async function renderHelp(program: Argv): Promise<string> {
  return (await program.getHelp()).replace(/\s*\[boolean\]$/gm, '');
}
