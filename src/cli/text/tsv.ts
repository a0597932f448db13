import { jsonValue, printable } from './printable.js';

/**
 * A table of tab-separated values: a line of names, and a line for each document.
 * @param columns paths of members, such as `owner.pid`; a member that is null or missing is empty
 * @example
 * tsvTable(['name', 'owner.pid'], [{ name: 'hw:1', owner: { pid: 7 } }]); // two lines
 */
export function tsvTable(columns: readonly string[], documents: readonly object[]): string {
  return [columns.join('\t'), ...documents.map((each) => tsvRow(columns, each))].join('\n');
}

/** A line of the table above. */
export function tsvRow(columns: readonly string[], document: object): string {
  const members = new Map(membersOf(jsonValue(document)));
  return columns.map((path) => cell(members.get(path))).join('\t');
}

/** A document as lines of a path and a value, such as `params.rateHz` and 48000. */
export function tsvMembers(document: object): string {
  return tsvTable(
    ['name', 'value'],
    membersOf(jsonValue(document)).map(([name, value]) => ({ name, value })),
  );
}

/** Values at every depth with their paths: `experiments.0.name`. Plain arrays are one value. */
function membersOf(value: unknown, path = ''): [path: string, value: unknown][] {
  const isPlain = (each: unknown) => typeof each !== 'object' || each === null;
  if (isPlain(value) || (Array.isArray(value) && value.every(isPlain))) return [[path, value]];
  return Object.entries(value as object).flatMap(([key, each]) =>
    membersOf(each, path === '' ? key : `${path}.${key}`),
  );
}

/** Items of an array are separated by commas. Tabs and ends of lines are escaped. */
function cell(value: unknown): string {
  return value === undefined || value === null ? '' : printable(String(value));
}
