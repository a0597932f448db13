/** The program: finds the command, reads its words, runs it, and ends with the contract's code. */

import { AlsaMmapError } from '../device/errors.js';
import type { CommandSpec } from './command.js';
import { COMMANDS } from './commands.js';
import { handleOutputErrors } from './output-errors.js';
import { parseArguments } from './parse-arguments.js';
import { reportError } from './report-error.js';
import { closestMatch } from './stream/closest-match.js';

const HELP_FLAGS = new Set(['--help', '-h']);

export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === '--version') return print(await version());
  if (name === undefined) {
    const { programHelp } = await import('./help.js');
    process.stderr.write(`${await programHelp()}\n`);
    return 2;
  }
  if (HELP_FLAGS.has(name) || name === 'help') return print(await helpText(rest[0]));
  const command = await loadCommand(name);
  const end = rest.indexOf('--');
  if ((end < 0 ? rest : rest.slice(0, end)).some((word) => HELP_FLAGS.has(word))) {
    return print(await helpText(name));
  }
  return command.run(parseArguments(command, rest));
}

async function loadCommand(name: string): Promise<CommandSpec> {
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry !== undefined) return entry.load();
  const known = COMMANDS.map((command) => command.name);
  const meant = closestMatch(name, known);
  const what = name.startsWith('-') ? `a command comes before ${name}` : `no command "${name}"`;
  throw new AlsaMmapError(
    'USAGE',
    `${what}; ${meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`}`,
  );
}

async function helpText(name: string | undefined): Promise<string> {
  const command = name === undefined ? undefined : await loadCommand(name);
  const { commandHelp, programHelp } = await import('./help.js');
  return command === undefined ? programHelp() : commandHelp(command);
}

async function version(): Promise<string> {
  const { createRequire } = await import('node:module');
  const about = createRequire(import.meta.url)('#package') as { version: string };
  return about.version;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

const words = process.argv.slice(2);
handleOutputErrors();
try {
  process.exitCode = await main(words);
} catch (error) {
  process.exitCode = reportError(error, words);
}
