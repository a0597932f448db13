import { parseArgs } from 'node:util';

/** Wrong use of a command: reported in one line, with exit code 2. */
export class UsageError extends Error {
  /** @override */
  name = 'UsageError';
}

/**
 * Runs a command; its exit code becomes that of the process.
 * @param {string} command its name, which begins each message
 * @param {(words: string[]) => Promise<number> | number} main
 */
export async function runCommand(command, main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`${command}: ${error.message}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/**
 * Returns the choice with this name.
 * @template T
 * @param {string} kind what is chosen, for the message
 * @param {Readonly<Record<string, T>>} choices
 * @param {string | undefined} name
 * @throws {UsageError} if the name is unknown
 */
export function choose(kind, choices, name) {
  if (name !== undefined && Object.hasOwn(choices, name)) return choices[name];
  const problem = name === undefined ? `expected a ${kind}` : `unknown ${kind} "${name}"`;
  throw new UsageError(`${problem}; choose ${Object.keys(choices).join(', ')}`);
}

/**
 * Parses options strictly.
 * @template {import('node:util').ParseArgsConfig} Config
 * @param {Config} config
 * @throws {UsageError}
 */
export function parseOptions(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [problem] = error.message.split(/\.\s/);
    const names = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    throw new UsageError(`${problem}; its options are ${names.join(', ')}`);
  }
}

/**
 * Returns the value of a numeric option.
 * @param {string} name
 * @param {string} text
 * @throws {UsageError} if it is not a number above 0
 */
export function positiveNumber(name, text) {
  const value = Number(text);
  if (value > 0 && value < Infinity) return value;
  throw new UsageError(`--${name}: expected a number above 0, got "${text}"`);
}
