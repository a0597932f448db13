import { describe, expect, it } from 'vitest';
import { tsvMembers, tsvRow, tsvTable } from '../../../src/cli/text/tsv.js';

describe('a table of tab-separated values', () => {
  it('has a line of names, and a line for each document', () => {
    const columns = ['name', 'owner.pid'];
    const text = tsvTable(columns, [{ name: 'hw:1', owner: { pid: 7 } }, { name: 'hw:2' }]);
    expect(text.split('\n').map((line) => line.split('\t'))).toEqual([
      columns,
      ['hw:1', '7'],
      ['hw:2', ''],
    ]);
  });

  it('has an empty cell for what is null, missing or not finite, and 0 for zero', () => {
    expect(tsvRow(['a', 'b', 'c', 'd'], { a: null, c: Number.NaN, d: 0 })).toBe('\t\t\t0');
  });

  it('has no tab and no end of line in a cell', () => {
    expect(tsvRow(['name', 'x'], { name: 'a\tb\nc\r', x: 1 })).toBe('a\\x09b\\x0ac\\x0d\t1');
  });
});

it('the members of a document are lines of a path and a value', () => {
  const document = { a: { list: [{ b: 1 }, { b: true }], plain: [48_000, 44_100], none: null } };
  expect(tsvMembers(document).split('\n')).toEqual([
    'name\tvalue',
    'a.list.0.b\t1',
    'a.list.1.b\ttrue',
    'a.plain\t48000,44100',
    'a.none\t',
  ]);
});
