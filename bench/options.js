import { parseArgs } from 'node:util';

/**
 * The options of a benchmark, as `parseArgs` takes them; of a number `positive` is true, of a word
 * `choices` are what it can be. Anything else ends the process with 2 and one line.
 */
export function readOptions(options) {
  try {
    const { values } = parseArgs({ options });
    for (const [name, option] of Object.entries(options)) check(name, values[name], option);
    return values;
  } catch (error) {
    const [what] = error.message.split(/\.\s/);
    const names = Object.keys(options).map((name) => `--${name}`);
    console.error(`bench: ${what}; its options are ${names.join(' ')}`);
    process.exit(2);
  }
}

function check(name, value, { positive = false, choices }) {
  if (positive && !(Number(value) > 0 && Number(value) < Infinity)) {
    throw new Error(`--${name} ${value} is no number above 0`);
  }
  if (choices !== undefined && value !== undefined && !choices.includes(value)) {
    throw new Error(`--${name} ${value} is not one of ${choices.join(', ')}`);
  }
}
