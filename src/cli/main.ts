/** The program: finds the command, reads its words, runs it, and ends with the contract's code. */

import { AlsaMmapError } from '../device/errors.js';
import { parseArguments } from './arguments.js';
import { COMMANDS } from './commands.js';
import { reportError } from './report-error.js';

const HELP = new Set(['--help', '-h', 'help']);

export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === '--version') {
    process.stdout.write(`${await version()}\n`);
    return 0;
  }
  if (name === undefined || HELP.has(name)) {
    const { programHelp } = await import('./help.js');
    (name === undefined ? process.stderr : process.stdout).write(`${await programHelp()}\n`);
    return name === undefined ? 2 : 0;
  }
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry === undefined) {
    const known = COMMANDS.map((command) => command.name).join(', ');
    throw new AlsaMmapError('USAGE', `there is no command "${name}"; there are ${known}`);
  }
  const command = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    const { commandHelp } = await import('./help.js');
    process.stdout.write(`${await commandHelp(command)}\n`);
    return 0;
  }
  return command.run(parseArguments(command, rest));
}

async function version(): Promise<string> {
  const { createRequire } = await import('node:module');
  const about = createRequire(import.meta.url)('#package') as { version: string };
  return about.version;
}

const words = process.argv.slice(2);
// Whoever reads our output may stop reading: that is not an error worth a trace.
process.stdout.on('error', () => process.exit(1));
try {
  process.exitCode = await main(words);
} catch (error) {
  process.exitCode = reportError(error, words);
}
