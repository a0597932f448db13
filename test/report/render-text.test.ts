import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/report/render-text.js';
import type { Chapter, Section } from '../../src/report/report.js';
import { sampleReport, stepPlot } from './sample-report.js';

const plain = new Chalk({ level: 0 });
const colored = new Chalk({ level: 1 });
const [clock, wakeup, throughput] = sampleReport().chapters as [Chapter, Chapter, Chapter];

function render(chapter: Chapter, columns?: number): string {
  return renderText(chapter, { columns, chalk: plain });
}

function chapterOf(...sections: Section[]): Chapter {
  return { ...throughput, sections };
}

describe('renderText', () => {
  it('begins with the title and the subtitle, without the verdict', () => {
    const [title] = render(clock).split('\n');
    expect(title).toBe('Clock  hw:0, playback, 10.0 s');
    expect(render(clock)).not.toContain('within the 100 ppm');
  });

  it('aligns the columns of a table, below a head', () => {
    const lines = render(clock).split('\n');
    expect(lines[1]).toMatch(/^ {2}direction +rate +offset {2}remark$/);
    expect(lines[2]).toMatch(/^ {2}playback {3}48001\.777 Hz {2}\+37\.02 ppm {2}steady$/);
  });

  it('prints name, value and notes of a row, without its detail', () => {
    const text = render(clock);
    expect(text).toMatch(/\n {2}rate {2}48001\.777 Hz {2}\+37\.02 ppm {2}runs on a clock/);
    expect(text).not.toContain('a detail');
    expect(text).not.toContain('an empty section');
  });

  it('prints a list with signs, and the detail of a failed item only', () => {
    expect(render({ ...wakeup, plots: [] })).toBe(`Wake-up  hw:0, ended early
  Checks
  ✓ pages  status mapped
  ✗ delay  off by 3
           another promise
  - drain  capture has none

  skipped 8 x 2
`);
  });

  it.each([60, 80, 200])('fits into %i columns', (columns) => {
    for (const chapter of [clock, wakeup]) {
      const lines = render(chapter, columns).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });

  it('wraps nothing if the output is not a terminal', () => {
    expect(render({ ...clock, plots: [] }).split('\n').length).toBe(
      render({ ...clock, plots: [] }, 200).split('\n').length,
    );
  });

  it('wraps the last left-aligned column of a table that is too wide', () => {
    const lines = render({ ...clock, plots: [] }, 80).split('\n');
    const row = lines.findIndex((line) => line.includes('capture'));
    expect(lines[row + 1]).toMatch(/^ {30,}\S/);
  });

  it('stacks the cells of a row if too little room is left', () => {
    const columns = ['ring', 'length', 'remark'].map((name) => ({ name, align: 'right' }) as const);
    const rows = [['64 x 2', '2.7 ms', 'a remark that is longer than the line']];
    expect(render(chapterOf({ kind: 'table', columns, rows }), 40)).toMatch(
      /\n {2}ring +64 x 2\n {2}length +2\.7 ms\n {2}remark +a remark/,
    );
  });

  it('draws plots within 80 columns of a wide terminal', () => {
    const lines = render(wakeup, 200).split('\n');
    const plots = lines.filter((line) => /[█\u2800-\u28ff]/.test(line));
    expect(plots.length).toBeGreaterThan(4);
    expect(Math.max(...plots.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('colours cells by their tone without changing the text', () => {
    for (const chapter of [clock, wakeup]) {
      const text = renderText(chapter, { columns: 80, chalk: colored });
      expect(stripVTControlCharacters(text)).toBe(render(chapter, 80));
    }
    const text = renderText(clock, { columns: undefined, chalk: colored });
    expect(text).toContain(colored.green('steady'));
    expect(text).toContain(colored.red('drifting'));
  });

  it('escapes control characters in every cell', () => {
    const bad = '\x1b[2J\u202e';
    const toned = { text: bad, tone: 'bad' } as const;
    const text = render({
      title: bad,
      subtitle: [bad, toned],
      verdict: undefined,
      sections: [
        { kind: 'rows', title: bad, rows: [{ name: bad, value: toned, notes: [bad, toned] }] },
        { kind: 'table', columns: [{ name: bad, align: 'left' }], rows: [[bad], [toned]] },
        { kind: 'list', items: [{ status: 'failed', name: bad, text: toned, detail: bad }] },
      ],
      plots: [{ ...stepPlot(), title: bad }],
    });
    expect(text).not.toMatch(/[\x1b\u202e]/);
    expect(text.match(/\\x1b\[2J\\u\{202e\}/g)!.length).toBe(15);
  });
});
