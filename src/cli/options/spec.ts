/** Section of the help and of the manual in which an option is listed. */
export type OptionGroup =
  | `Experiment: ${string}`
  | 'Device'
  | 'Signal'
  | 'Files'
  | 'Stream'
  | 'Scheduling'
  | 'Measurement'
  | 'Limits'
  | 'Output';

/** Source of the words that a shell may offer for a value. */
export type Completion = 'device' | 'file' | 'cpu' | readonly string[];

/** Syntax of an option's value. */
export interface ValueType<T> {
  /** Stands for the value in the help and the manual, such as `HZ`. */
  readonly placeholder: string;
  /** Completes the error message "--rate: expected ..., got "x"". */
  readonly expected: string;
  readonly choices?: readonly string[];
  readonly completion?: Completion;
  /** @returns the value, or undefined if the text is not valid */
  parse(text: string): T | undefined;
  /** Replaces "expected ..., got ..." for a text that needs another explanation. */
  describeError?(text: string): string | undefined;
}

interface OptionText {
  readonly group: OptionGroup;
  readonly short?: string;
  /** Long name without dashes, if it differs from the key in kebab case. */
  readonly name?: string;
  /** One line, without the default and the choices: help and manual add them. */
  readonly summary: string;
  /** Keys of options that cannot be given together with this one. */
  readonly conflictsWith?: readonly string[];
  /** Key of an option without which this one has no effect. */
  readonly requires?: string;
}

export interface FlagOption extends OptionText {
  readonly type: 'flag';
}

export interface ValueOption<T> extends OptionText {
  readonly type: ValueType<T>;
  /** Value of the option if it is not given. */
  readonly default?: T;
  /** The default in words, for help and manual: "until Ctrl-C". */
  readonly defaultText?: string;
  /** Value of the bare option; then only `--name=VALUE` gives another one. */
  readonly impliedValue?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a table mixes options of any value type
export type OptionTable = Readonly<Record<string, FlagOption | ValueOption<any>>>;

/** A word that a positional takes, and the options that the command has with it. */
export interface PositionalChoice {
  readonly summary: string;
  readonly options: OptionTable;
}

export interface Positional {
  readonly summary: string;
  /** Title and members of the words that it takes, separated by commas, for the help. */
  readonly choices?: {
    readonly title: string;
    readonly members: Readonly<Record<string, PositionalChoice>>;
  };
  readonly required?: boolean;
  /** Takes every word that the positional after it does not accept; its value is an array. */
  readonly repeated?: boolean;
  /** After a repeated positional: returns true if the last word belongs to this one. */
  readonly accepts?: (word: string) => boolean;
  readonly completion?: Completion;
}

/** Positional arguments by name; the order of the keys is the order of the words. */
export type PositionalTable = Readonly<Record<string, Positional>>;

type ValueOf<O> = O extends { readonly type: 'flag' }
  ? boolean
  : O extends { readonly type: ValueType<infer T> }
    ? O extends { readonly default: unknown }
      ? T
      : T | undefined
    : never;

/** Types of the parsed values of an option table. */
export type ValuesOf<O extends OptionTable> = { readonly [K in keyof O]: ValueOf<O[K]> };

export type PositionalsOf<P extends PositionalTable> = {
  readonly [K in keyof P]: P[K] extends { readonly repeated: true }
    ? readonly string[]
    : P[K] extends { readonly required: true }
      ? string
      : string | undefined;
};

export interface Example {
  /** Complete command line. */
  readonly command: string;
  readonly summary: string;
}

/** Declaration of a command: input of `defineCommand`. */
export interface CommandDefinition<P extends PositionalTable, O extends OptionTable> {
  readonly name: string;
  readonly positionals: P;
  readonly options: O;
  readonly examples: readonly [Example, ...Example[]];
  /**
   * @param given keys of the options on the command line; defaults are not among them
   * @returns the exit code
   */
  run(values: PositionalsOf<P> & ValuesOf<O>, given: ReadonlySet<string>): Promise<number>;
}

/** A command with its value types erased, for the program, the help and the manual. */
export interface Command {
  readonly name: string;
  readonly positionals: PositionalTable;
  readonly options: OptionTable;
  readonly examples: readonly Example[];
  /**
   * Parses the words and runs the command.
   * @returns the exit code
   * @throws USAGE if the words are not valid
   */
  execute(words: readonly string[]): Promise<number>;
}

/** Declares options; keeps the literal types that `ValuesOf` reads. */
export function defineOptions<const O extends OptionTable>(options: O): O {
  return options;
}

const FIRST_GROUPS: readonly OptionGroup[] = [
  'Device',
  'Signal',
  'Files',
  'Stream',
  'Scheduling',
  'Measurement',
  'Limits',
];

/** Options by group, in the order of help and manual; `Output` is the last. */
export function groupOptions(options: OptionTable) {
  const entries = Object.entries(options);
  const others = entries.map(([, { group }]) => group).filter((group) => group !== 'Output');
  return [...new Set<OptionGroup>([...FIRST_GROUPS, ...others, 'Output'])]
    .map((group) => [group, entries.filter(([, option]) => option.group === group)] as const)
    .filter(([, members]) => members.length > 0);
}

/** The default in words; undefined for an option without a default. */
export function describeDefault(option: ValueOption<unknown>): string | undefined {
  return option.defaultText ?? (option.default === undefined ? undefined : `${option.default}`);
}

/** Long name of an option without dashes: `periodSize` is `period-size`. */
export function optionName(key: string, option: object = {}): string {
  const { name } = option as { readonly name?: string };
  return name ?? key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Name of a positional argument in the help: `file` is `FILE`. */
export function positionalName(key: string): string {
  return key.toUpperCase();
}

/** A positional argument as a usage line shows it: `FILE...`, `[DEVICE]`. */
export function spellPositional(key: string, { required, repeated }: Positional): string {
  const name = `${positionalName(key)}${repeated ? '...' : ''}`;
  return required ? name : `[${name}]`;
}
