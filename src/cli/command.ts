/** One option of a command: how it is written, and how its value is read. */
export interface OptionSpec<T = unknown> {
  readonly short?: string;
  readonly summary: string;
  /** What stands for the value in the help, such as `HZ`; a switch has none. */
  readonly placeholder?: string;
  /** The value where none is written; then only `--name=VALUE` gives one, never the word after it. */
  readonly impliedValue?: string;
  /** What the value has to be, for the error. */
  readonly expects?: string;
  /** The value read, or undefined where the text is none. */
  readonly parse?: (text: string) => T | undefined;
}

export interface PositionalSpec {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
}

export type OptionValues = Readonly<Record<string, unknown>>;

/** A command of the program: what it takes and what it does. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly positionals: readonly PositionalSpec[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** @returns the exit code */
  run(values: OptionValues): Promise<number>;
}
