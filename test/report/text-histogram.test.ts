import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { linearBins } from '../../src/measure/statistic/bins.js';
import { countInBins } from '../../src/measure/statistic/histogram.js';
import { textHistogram } from '../../src/report/text-histogram.js';
import { delayPlot, stepPlot } from './sample-report.js';

const plain = new Chalk({ level: 0 });

/** Values 0 to 4 with the counts 8, 1, 0, 4 and 2. */
const PLOT = {
  ...stepPlot(),
  valueUnit: '',
  histogram: countInBins([0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 3, 3, 4, 4], linearBins(0, 5, 5)),
  marks: [
    { label: 'p50', value: 0 },
    { label: 'p90', value: 4 },
    { label: 'p99', value: 4 },
  ],
};

describe('textHistogram', () => {
  it('draws bars in proportion to the counts, to an eighth of a cell', () => {
    expect(textHistogram(PLOT, { columns: 21, rows: 10, chalk: plain }).split('\n')).toEqual([
      '0 ████████ 8  p50',
      '1 █        1',
      '2          0',
      '3 ████     4',
      '4 ██       2  p90 p99',
    ]);
    const [, one] = textHistogram(PLOT, { columns: 17, rows: 10, chalk: plain }).split('\n');
    expect(one).toBe('1 ▌    1');
  });

  it('has the requested width, and up to the requested rows', () => {
    for (const columns of [50, 80, 133]) {
      const lines = textHistogram(delayPlot(), { columns, rows: 12, chalk: plain }).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(Math.max(...lines.map((line) => line.length))).toBeGreaterThan(columns - 8);
      expect(lines.length).toBeLessThanOrEqual(13);
    }
  });

  it('shows each mark in its bin, and values outside the bins on lines of their own', () => {
    const lines = textHistogram(delayPlot(), { columns: 80, rows: 20, chalk: plain }).split('\n');
    expect(lines[0]).toMatch(/^< 10 ns .* 1$/);
    expect(lines.find((line) => line.includes('p50'))).toMatch(/^39\.8 µs /);
    expect(lines.at(-1)).toMatch(/^2\.51 ms .* 40 {2}p99\.9$/);
  });

  it('shows a single value beside many thousands', () => {
    const counts = [...new Array(50_000).fill(0.5), 1.5];
    const plot = { ...PLOT, histogram: countInBins(counts, linearBins(0, 2, 2)), marks: [] };
    expect(textHistogram(plot, { columns: 40, rows: 5, chalk: plain }).split('\n')[1]).toMatch(
      /^1 ▏ +1$/,
    );
  });

  it('uses only the colours it is given', () => {
    const uncoloured = textHistogram(PLOT, { columns: 40, rows: 10, chalk: plain });
    const painted = textHistogram(PLOT, { columns: 40, rows: 10, chalk: new Chalk({ level: 1 }) });
    expect(uncoloured).not.toContain('\x1b');
    expect(painted).toContain('\x1b[');
    expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(uncoloured);
  });

  it('reports missing data', () => {
    const plot = { ...PLOT, histogram: countInBins([], linearBins(0, 1, 1)) };
    expect(textHistogram(plot, { columns: 40, rows: 5, chalk: plain })).toBe('(no data)');
  });
});
