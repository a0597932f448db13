import {
  type Command,
  describeDefault,
  groupOptions,
  type OptionTable,
  optionName,
} from '../../src/cli/options/spec.js';
import { wrapWords } from '../../src/report/text-rows.js';
import { OPTION_DETAILS } from './option-details.js';

const MAX_COLUMNS = 100;

/** Replaces the generated parts of a manual page, which stand between marker comments. */
export function updateManual(page: string, command: Command): string {
  return Object.entries({
    options: optionsSection(command),
    examples: examplesSection(command),
  }).reduce((text, [name, lines]) => replacePart(text, name, lines), page);
}

function replacePart(page: string, name: string, lines: readonly string[]): string {
  const begin = `.\\" begin generated ${name}\n`;
  const end = `.\\" end generated ${name}\n`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return page;
  return `${page.slice(0, from)}${begin}${lines.join('\n')}\n${page.slice(to)}`;
}

function optionsSection(command: Command): string[] {
  return [
    ...groupOptions(command.options).flatMap(([group, entries]) => [
      `.SS ${group}`,
      ...entries.flatMap(([key, option]) => optionEntry(command, key, option)),
    ]),
    ...['.TP', '.BR \\-h ", " \\-\\-help', 'Print the options and exit.'],
  ];
}

function optionEntry(command: Command, key: string, option: OptionTable[string]): string[] {
  const details = OPTION_DETAILS[`${command.name}.${key}`] ?? OPTION_DETAILS[key] ?? '';
  const sentences = [sentence(option.summary), ...details.split('\n\n').flatMap(paragraph)];
  return ['.TP', optionHead(key, option), ...sentences, ...valueSentences(command.options, option)];
}

function paragraph(text: string, index: number): string[] {
  if (text === '') return [];
  const lines = text.split('\n').map(markup);
  return index === 0 ? lines : ['.IP', ...lines];
}

function optionHead(key: string, option: OptionTable[string]): string {
  const { short } = option;
  const name = escapeText(`--${optionName(key, option)}`);
  if (option.type === 'flag') {
    return short === undefined ? `.B ${name}` : `.BR \\-${short} ", " ${name}`;
  }
  const { placeholder } = option.type;
  if (option.impliedValue !== undefined) return `.BI ${name}[= ${placeholder} ]`;
  if (short === undefined) return `.BI ${name}= ${placeholder}`;
  return `.BI \\-${short} " ${placeholder}" "\\fR, \\fP${name}=" ${placeholder}`;
}

/** Choices, default and dependencies, as the table states them. */
function valueSentences(options: OptionTable, option: OptionTable[string]): string[] {
  const spell = (key: string) => markup(`\`--${optionName(key, options[key])}\``);
  const { conflictsWith = [], requires } = option;
  const lines: string[] = [];
  if (option.type !== 'flag') {
    const { choices = [] } = option.type;
    if (choices.length > 1) {
      lines.push(`One of ${anyOf(choices.map((choice) => markup(`\`${choice}\``)))}.`);
    }
    const defaultText = describeDefault(option);
    if (defaultText !== undefined) lines.push(`Default: ${escapeText(defaultText)}.`);
    if (option.impliedValue !== undefined) {
      lines.push(`Without a value: ${escapeText(option.impliedValue)}.`);
    }
  }
  if (conflictsWith.length > 0) {
    const text = `Cannot be combined with ${anyOf(conflictsWith.map(spell))}.`;
    lines.push(...wrapWords(text, MAX_COLUMNS));
  }
  if (requires !== undefined) lines.push(`Requires ${spell(requires)}.`);
  return lines;
}

/** Names as an enumeration: `a, b or c`. */
function anyOf(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

function examplesSection({ examples }: Command): string[] {
  return examples.flatMap(({ command, summary }) => [
    '.PP',
    `${escapeText(summary)}:`,
    '.PP',
    '.RS 4',
    '.nf',
    `.B ${escapeText(command)}`,
    '.fi',
    '.RE',
  ]);
}

function sentence(summary: string): string {
  return markup(`${summary[0]!.toUpperCase()}${summary.slice(1)}${/\.$/.test(summary) ? '' : '.'}`);
}

/** Converts `code`, *PLACEHOLDER* and **name** to roff. */
function markup(text: string): string {
  return escapeText(text)
    .replace(/\*\*([^*]+)\*\*/g, '\\fB$1\\fP')
    .replace(/`([^`]+)`/g, '\\fB$1\\fP')
    .replace(/\*([^*]+)\*/g, '\\fI$1\\fP');
}

function escapeText(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
