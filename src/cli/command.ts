/** One option of a command: how it is written, and how its value is read. */
export interface OptionSpec<T = unknown> {
  readonly alias?: string;
  readonly describe: string;
  /** What stands for the value in the help, such as `HZ`; a switch has none. */
  readonly value?: string;
  /** The value where none is written; then only `--name=VALUE` gives one, never the word after it. */
  readonly implied?: string;
  /** What the value has to be, for the error. */
  readonly takes?: string;
  /** The value read, or undefined where the text is none. */
  readonly read?: (text: string) => T | undefined;
}

export interface PositionalSpec {
  readonly name: string;
  readonly describe: string;
  readonly required: boolean;
}

export type Values = Readonly<Record<string, unknown>>;

/** A command of the program: what it takes and what it does. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly positionals: readonly PositionalSpec[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** @returns the exit code */
  run(values: Values): Promise<number>;
}
