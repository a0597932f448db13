import { didYouMean } from '../device/closest-match.js';
import { AlsaMmapError } from '../device/errors.js';
import { COMMANDS, type CommandEntry } from './commands.js';
import { globalFlags, splitGlobalFlags } from './global-flags.js';
import { reportError } from './report-error.js';
import { ignoreSignals, limitExitTime } from './signals.js';
import { writeError, writeOutput } from './text/terminal-output.js';
import { VERSION, VERSION_WORDS } from './version.js';

const HELP_FLAGS = new Set(['--help', '-h']);

async function main(words: readonly string[]): Promise<number> {
  const { flags, name, rest } = splitGlobalFlags(words);
  if (name === undefined) {
    const { programHelp } = await import('./help.js');
    writeError(`${programHelp()}\n`);
    return 2;
  }
  if (VERSION_WORDS.has(name)) return print(VERSION);
  if (HELP_FLAGS.has(name) || name === 'help') return print(await helpText(rest));
  const entry = findCommand(name);
  const end = rest.indexOf('--');
  if ((end < 0 ? rest : rest.slice(0, end)).some((word) => HELP_FLAGS.has(word))) {
    return print(await helpText([name, ...rest]));
  }
  const command = await entry.load();
  return command.execute([...flags, ...rest]);
}

function findCommand(name: string): CommandEntry {
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry !== undefined) return entry;
  const known = COMMANDS.map((command) => command.name);
  const problem = name.startsWith('-')
    ? `expected a command before ${name}`
    : `unknown command "${name}"${didYouMean(name, known)}`;
  throw new AlsaMmapError('USAGE', `${problem}; the commands are ${known.join(', ')}`);
}

/** @param words the command and its words, or none for the help of the program */
async function helpText([name, ...words]: readonly string[]): Promise<string> {
  const entry = name === undefined ? undefined : findCommand(name);
  const { commandHelp, programHelp } = await import('./help.js');
  return entry === undefined ? programHelp() : commandHelp(entry, words);
}

function print(text: string): number {
  writeOutput(`${text}\n`);
  return 0;
}

/** Selects the command, runs it, and sets the exit code of the process. */
async function runProgram(words: readonly string[]): Promise<void> {
  ignoreSignals();
  try {
    process.exitCode = await main(words);
  } catch (error) {
    const { withAplayHint } = await import('./aplay-hint.js');
    process.exitCode = reportError(withAplayHint(error, words), globalFlags(words));
  }
  limitExitTime();
}

void runProgram(process.argv.slice(2));
