import { terminalColumns } from '../report/terminal.js';
import { wrapLine, wrapWords } from '../report/text-rows.js';
import { COMMANDS, type CommandEntry } from './commands.js';
import { OUTPUT_OPTIONS } from './options/common.js';
import {
  describeDefault,
  type Example,
  groupOptions,
  type OptionTable,
  optionName,
  spellPositional,
} from './options/spec.js';

const MAX_COLUMNS = 100;
/** Longer lists of choices are left to the manual. */
const MAX_CHOICES = 8;
/** Texts have at least this width, also on a narrow terminal. */
const MIN_TEXT_WIDTH = 24;
const GAP = 2;

/** A name, its description, and a note that is aligned to the right. */
type HelpRow = readonly [name: string, summary: string, note?: string | undefined];

/** Text of `alsa-mmap --help`. */
export function programHelp(): string {
  const nameWidth = Math.max(...COMMANDS.map(({ name }) => name.length));
  const groups = [...new Set(COMMANDS.map(({ group }) => group))];
  const commands = groups.map((title) => {
    const rows = COMMANDS.filter(({ group }) => group === title);
    return section(
      title,
      rows.map(({ name, summary }): HelpRow => [name.padEnd(nameWidth), summary]),
    );
  });
  return [
    'alsa-mmap <command> [DEVICE] [options]',
    ...commands,
    ...optionSections(OUTPUT_OPTIONS),
    section('Other', [HELP_ROW, ['-V, --version', 'show the version']]),
    exampleSection([
      { command: 'alsa-mmap status sim', summary: 'The simulated card "sim" needs no hardware' },
      {
        command: 'alsa-mmap record take.wav hw:1 -f cd -d 10',
        summary: 'Record 10 seconds in CD quality',
      },
    ]),
    wrapLine('Options of a command: alsa-mmap COMMAND --help. Manual: man alsa-mmap', 2).join('\n'),
  ].join('\n\n');
}

/**
 * Text of `alsa-mmap COMMAND WORDS --help`.
 * @param words if the first names choices of the positional, only their options are listed
 */
export async function commandHelp(
  { name, summary, load }: CommandEntry,
  words: readonly string[] = [],
): Promise<string> {
  const { positionals, options, examples } = await load();
  const usage = Object.entries(positionals).map((entry) => spellPositional(...entry));
  const choices = Object.values(positionals)[0]?.choices;
  const members = Object.entries(choices?.members ?? {});
  const named = words[0]?.split(',') ?? [];
  const chosen = members.filter(([choice]) => named.includes(choice));
  const shown = chosen.length > 0 ? chosen : members;
  const concerned = chosen.flatMap(([choice]) =>
    examples.filter(({ command }) => command.split(/[ ,]/).includes(choice)),
  );
  return [
    `alsa-mmap ${[name, ...usage].join(' ')} [options]`,
    wrapLine(summary, 0).join('\n'),
    ...(choices === undefined
      ? []
      : [
          section(
            choices.title,
            shown.map(([choice, each]): HelpRow => [choice, each.summary]),
          ),
        ]),
    ...optionSections(
      chosen.length > 0 ? Object.assign({}, ...chosen.map(([, each]) => each.options)) : options,
      [HELP_ROW],
    ),
    ...(chosen.length === 0 || concerned.length > 0
      ? [exampleSection(chosen.length === 0 ? examples : [...new Set(concerned)])]
      : []),
    `More: man alsa-mmap-${name}`,
  ].join('\n\n');
}

const HELP_ROW: HelpRow = ['-h, --help', 'show this help'];

/** An option with its placeholder: `rate=HZ`, `realtime[=PRIO]`, `json`. */
export function spellOption(key: string, option: OptionTable[string]): string {
  const name = optionName(key, option);
  if (option.type === 'flag') return name;
  const value = `=${option.type.placeholder}`;
  return option.impliedValue === undefined ? `${name}${value}` : `${name}[${value}]`;
}

/** @param outputRows rows at the end of the group Output, which is the last */
function optionSections(options: OptionTable, outputRows: readonly HelpRow[] = []): string[] {
  const groups = new Map<string, readonly HelpRow[]>(
    groupOptions(options).map(([group, entries]) => [
      group,
      entries.map(([key, option]) => optionRow(key, option)),
    ]),
  );
  if (outputRows.length > 0) groups.set('Output', [...(groups.get('Output') ?? []), ...outputRows]);
  return [...groups].map(([group, rows]) => section(group, rows));
}

function optionRow(key: string, option: OptionTable[string]): HelpRow {
  const letter = option.short === undefined ? '    ' : `-${option.short}, `;
  return [`${letter}--${spellOption(key, option)}`, option.summary, optionNote(option)];
}

/** The choices and the default of an option, if it has any. */
function optionNote(option: OptionTable[string]): string | undefined {
  if (option.type === 'flag') return undefined;
  const { choices = [], placeholder } = option.type;
  const value =
    option.impliedValue === undefined
      ? describeDefault(option)
      : `${option.impliedValue} if no ${placeholder}`;
  const notes = [
    ...(choices.length > 1 && choices.length <= MAX_CHOICES
      ? [`one of ${choices.join(', ')}`]
      : []),
    ...(value === undefined ? [] : [`default: ${value}`]),
  ];
  return notes.length === 0 ? undefined : `[${notes.join('; ')}]`;
}

function exampleSection(examples: readonly Example[]): string {
  return section(
    'Examples',
    examples.map(({ command, summary }): HelpRow => [command, summary]),
  );
}

/** A title, and rows whose descriptions begin in one column. */
function section(title: string, rows: readonly HelpRow[]): string {
  const columns = Math.min(MAX_COLUMNS, terminalColumns() ?? MAX_COLUMNS);
  const widths = rows.map(([name]) => name.length);
  // The description of a longer name begins in the next line.
  const nameWidth = Math.min(Math.max(...widths), Math.floor(columns / 2));
  const indent = ' '.repeat(nameWidth + 2 * GAP);
  const width = Math.max(MIN_TEXT_WIDTH, columns - indent.length);
  const lines = rows.flatMap(([name, summary, note]) => {
    const text = wrapWords(summary, width);
    const last = text[text.length - 1] ?? '';
    if (note !== undefined) {
      const room = width - last.length - GAP;
      if (note.length <= room) text[text.length - 1] = last + note.padStart(room + GAP);
      else text.push(...wrapWords(note, width).map((line) => line.padStart(width)));
    }
    const first = `  ${name}`;
    const start = name.length > nameWidth ? [first] : [first.padEnd(indent.length) + text.shift()];
    return [...start, ...text.map((line) => indent + line)];
  });
  return [`${title}:`, ...lines].join('\n');
}
