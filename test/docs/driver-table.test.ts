import { describe, expect, it } from 'vitest';
import { matrixMarkdown } from '../../scripts/drivers/markdown.js';
import { matrixOf } from '../../scripts/drivers/matrix.js';

const FACTS = { maps: true, pauses: true, single: true, moves: true };
const PLAYS = { ...FACTS, name: 'hw:USB', direction: 'playback', status: 'mmap', control: 'mmap' };
const CAPTURES = { ...PLAYS, name: 'hw:Loopback,1', direction: 'capture' };

function run(tests: readonly (readonly [group: string, title: string, passed: boolean])[]) {
  const held = tests.map(([group, title, passed]) => ({ part: 'ring', group, title, passed }));
  return { name: '6.1', title: 'Linux 6.1', tests: held, devices: [PLAYS, CAPTURES] };
}

/** Cells of the row with this beginning. */
function rowOf(markdown: string, begin: string): string[] {
  const line = markdown.split('\n').find((text) => text.startsWith(`| ${begin}`));
  return line!.split('|').map((text) => text.trim());
}

describe('the table of drivers', () => {
  const runs = [
    run([
      ['the ring of hw:USB playback', 'is kept', true],
      ['the ring of hw:Loopback,1 capture', 'is kept', false],
      ['hw:USB, running', 'is heard', true],
    ]),
  ];
  const markdown = matrixMarkdown(runs, matrixOf(runs));

  it('shows the result of each rule on each driver', () => {
    expect(rowOf(markdown, 'rule')).toContain('aloop<br>6.1');
    const kept = rowOf(markdown, 'the ring of …: is kept');
    expect(kept.slice(2, 4)).toEqual(['✓', '**1 of 1 fail**']);
  });

  it('gives the reason why a rule does not apply to a driver', () => {
    expect(rowOf(markdown, '…, running: is heard').slice(2, 4)).toEqual(['✓', 'a']);
    expect(markdown).toContain('- a: plays nothing');
  });

  it('is not written if a test is missing without a reason', () => {
    const hole = run([['the ring of hw:USB playback', 'is kept', true]]);
    const alike = { ...hole, devices: [PLAYS, { ...PLAYS, name: 'hw:AC97' }] };
    expect(() => matrixOf([alike])).toThrow('"the ring of …: is kept" was not tested on hw:AC97');
  });

  it('is not written if a test names none of the devices', () => {
    expect(() => matrixOf([run([['hw:HDA playback', 'is kept', true]])])).toThrow(
      /names no device/,
    );
  });
});
