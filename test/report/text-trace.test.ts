import { describe, expect, it } from 'vitest';
import { sparkline, textTrace } from '../../src/report/text-trace.js';
import { ratePlot } from './sample-report.js';

/** A line from 0 up to 7 in 8 points. */
const RAMP = {
  ...ratePlot(8),
  x: [0, 1, 2, 3, 4, 5, 6, 7],
  y: [0, 1, 2, 3, 4, 5, 6, 7],
  xUnit: '',
  yUnit: '',
};

describe('a trace in a terminal', () => {
  it('has its points where they belong', () => {
    expect(textTrace(RAMP, { columns: 6, rows: 2 }).split('\n')).toEqual([
      '7 ⠀⠀⡠⠊',
      '0 ⡠⠊⠀⠀',
      '  0  7',
    ]);
  });

  it('is as wide and as high as asked', () => {
    const lines = textTrace(ratePlot(5000), { columns: 70, rows: 6 }).split('\n');
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
    const [top] = textTrace({ ...RAMP, x, y }, { columns: 42, rows: 3 }).split('\n');
    expect([...top!.slice(2)].filter((cell) => cell !== '\u2800')).toHaveLength(1);
  });

  it('of one value is a line, and of nothing says so', () => {
    expect(textTrace({ ...RAMP, y: RAMP.x.map(() => 3) }, { columns: 6, rows: 1 })).toMatch(
      /^3 ⠉{4}\n/,
    );
    expect(textTrace({ ...RAMP, x: [], y: [] }, { columns: 20, rows: 2 })).toBe(
      '(nothing was measured)',
    );
  });
});

describe('a line of bars', () => {
  it('goes from the lowest to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([5, 5, 5], 8)).toBe('▁▁▁');
    expect(sparkline([], 8)).toBe('');
  });

  it('is no longer than asked, and leaves a hole where there is none', () => {
    expect(
      sparkline(
        Float64Array.from({ length: 999 }, (_, i) => i),
        20,
      ),
    ).toHaveLength(20);
    expect(sparkline([1, Number.NaN, 2], 3)).toBe('▁ █');
  });
});
