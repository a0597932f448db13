import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { formatRows, type TextRow } from '../../../src/report/text-rows.js';

const PLAIN = new Chalk({ level: 0 });
const ROWS: TextRow[] = [
  ['moves', 'in blocks of 48', 'it moves in blocks, and claims neither BATCH nor BLOCK_TRANSFER'],
  ['faults', 'none'],
];
const lines = (columns: number | undefined) => formatRows(ROWS, PLAIN, 'left', columns);

describe('rows', () => {
  it('take one line each if there is room, or no terminal', () => {
    const whole = [
      '  moves   in blocks of 48  it moves in blocks, and claims neither BATCH nor BLOCK_TRANSFER',
      '  faults  none',
    ];
    expect(lines(100)).toEqual(whole);
    expect(lines(whole[0]!.length)).toEqual(whole);
    expect(lines(undefined)).toEqual(whole);
  });

  it('go on below their last remark, at its words', () => {
    expect(lines(60)).toEqual([
      '  moves   in blocks of 48  it moves in blocks, and claims',
      '                           neither BATCH nor BLOCK_TRANSFER',
      '  faults  none',
    ]);
  });

  it('are wrapped below if there is little room', () => {
    expect(lines(45)).toEqual([
      '  moves   in blocks of 48',
      '          it moves in blocks, and claims',
      '          neither BATCH nor BLOCK_TRANSFER',
      '  faults  none',
    ]);
  });

  it.each([30, 45, 60, 79])('are never longer than %i cells', (columns) => {
    expect(Math.max(...lines(columns).map(({ length }) => length))).toBeLessThanOrEqual(
      Math.max(columns, 34),
    );
  });
});
