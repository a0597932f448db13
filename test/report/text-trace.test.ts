import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { textTrace } from '../../src/report/text-trace.js';
import { ratePlot } from './sample-report.js';

const plain = new Chalk({ level: 0 });

/** A line from 0 to 7 in 8 points. */
const RAMP = {
  ...ratePlot(8),
  x: [0, 1, 2, 3, 4, 5, 6, 7],
  y: [0, 1, 2, 3, 4, 5, 6, 7],
  xUnit: '',
  yUnit: '',
};

describe('textTrace', () => {
  it('places its points', () => {
    expect(textTrace(RAMP, { columns: 6, rows: 2, chalk: plain }).split('\n')).toEqual([
      '7 ⠀⠀⡠⠊',
      '0 ⡠⠊⠀⠀',
      '  0  7',
    ]);
  });

  it('has the requested width and height', () => {
    const lines = textTrace(ratePlot(5000), { columns: 70, rows: 6, chalk: plain }).split('\n');
    expect(lines).toHaveLength(7);
    for (const line of lines) expect(line).toHaveLength(70);
    expect(lines[0]).toMatch(/^38\.\d+ ppm /);
    expect(lines[5]).toMatch(/^35\.\d+ ppm /);
    expect(lines[6]).toMatch(/^ +0 s +10 s$/);
  });

  it('shows a peak of one point among many', () => {
    const y = new Float64Array(10_000);
    y[7000] = 1;
    const x = y.map((_, i) => i);
    const [top] = textTrace({ ...RAMP, x, y }, { columns: 42, rows: 3, chalk: plain }).split('\n');
    expect([...top!.slice(2)].filter((cell) => cell !== '\u2800')).toHaveLength(1);
  });

  it('draws what is small beside minSpan as a line in the middle', () => {
    const y = RAMP.x.map((x) => (x % 2) * 1e-5);
    const trace = textTrace({ ...RAMP, y, minSpan: 1 }, { columns: 12, rows: 3, chalk: plain });
    const lines = trace.split('\n').map((line) => /[\u2801-\u28ff]/.test(line));
    expect(lines).toEqual([false, true, false, false]);
  });

  it('draws a constant as a line, and reports missing data', () => {
    expect(
      textTrace({ ...RAMP, y: RAMP.x.map(() => 3) }, { columns: 6, rows: 1, chalk: plain }),
    ).toMatch(/^3 ⠉{4}\n/);
    expect(textTrace({ ...RAMP, x: [], y: [] }, { columns: 20, rows: 2, chalk: plain })).toBe(
      '(no data)',
    );
  });
});
