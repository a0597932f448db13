import yargs, { type Argv } from 'yargs';
import type { CommandSpec } from './command.js';
import { COMMANDS } from './commands.js';

/** The text of `alsa-mmap --help`. */
export async function programHelp(): Promise<string> {
  const program = base().usage('alsa-mmap <command> [DEVICE] [options]');
  for (const { name, summary } of COMMANDS) program.command(name, summary);
  return program
    .epilogue('The built-in card "sim" is there on every machine: alsa-mmap status sim')
    .getHelp();
}

/** The text of `alsa-mmap COMMAND --help`. */
export async function commandHelp(command: CommandSpec): Promise<string> {
  const places = command.positionals.map(({ name, required }) =>
    required ? name.toUpperCase() : `[${name.toUpperCase()}]`,
  );
  const program = base().usage(
    `alsa-mmap ${[command.name, ...places].join(' ')} [options]\n\n${command.summary}`,
  );
  for (const [name, option] of Object.entries(command.options)) {
    program.option(name, {
      describe: option.describe,
      type: option.value === undefined ? 'boolean' : 'string',
      ...(option.alias === undefined ? {} : { alias: option.alias }),
    });
  }
  return program.epilogue(`More: man alsa-mmap-${command.name}`).getHelp();
}

function base(): Argv {
  return yargs([])
    .scriptName('alsa-mmap')
    .locale('en')
    .help('help')
    .alias('help', 'h')
    .version(false)
    .wrap(Math.min(100, process.stdout.columns ?? 100));
}
