import { COMMANDS } from '../commands.js';
import { OUTPUT_OPTIONS } from '../options/common.js';
import { type Completion, type OptionTable, optionName } from '../options/spec.js';

/** Option of a command, as a shell completes it. */
export interface CompletionOption {
  /** Without dashes. */
  readonly name: string;
  readonly letter: string | undefined;
  readonly summary: string;
  readonly value: CompletionValue | undefined;
}

/** Value of an option. */
export interface CompletionValue {
  readonly placeholder: string;
  /** Undefined if there are no words to offer. */
  readonly source: Completion | undefined;
  /** True if the value can only follow `=`. */
  readonly isOptional: boolean;
}

export interface CompletionCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  /** Sources of its positional arguments. */
  readonly positionals: readonly Completion[];
}

/** Writes the completion script of a shell. */
export type ScriptWriter = (
  commands: readonly CompletionCommand[],
  simKeys: readonly string[],
) => string;

const HELP: CompletionOption = {
  name: 'help',
  letter: 'h',
  summary: 'print the options and exit',
  value: undefined,
};

/** Options that may stand before the command. */
export const GLOBAL_OPTIONS: readonly CompletionOption[] = [
  ...optionsOf(OUTPUT_OPTIONS),
  HELP,
  { ...HELP, name: 'version', letter: 'V', summary: 'show the version' },
];

/** Words in place of a command. */
export const PROGRAM_WORDS = [
  { name: 'help', summary: 'Show the help of the program or of a command' },
  { name: 'version', summary: 'Show the version' },
] as const;

/** Reads the commands and their options from the option tables. */
export async function completionCommands(): Promise<CompletionCommand[]> {
  return Promise.all(
    COMMANDS.map(async ({ name, summary, load }) => {
      const { options, positionals } = await load();
      const sources = Object.values(positionals)
        .map(({ completion }) => completion)
        .filter((source) => source !== undefined);
      return { name, summary, options: [...optionsOf(options), HELP], positionals: sources };
    }),
  );
}

function optionsOf(table: OptionTable): CompletionOption[] {
  return Object.entries(table).map(([key, option]) => {
    const { short: letter, summary, type } = option;
    const name = optionName(key, option);
    if (type === 'flag') return { name, letter, summary, value: undefined };
    const { placeholder, completion: source } = type;
    const isOptional = 'impliedValue' in option && option.impliedValue !== undefined;
    return { name, letter, summary, value: { placeholder, source, isOptional } };
  });
}
