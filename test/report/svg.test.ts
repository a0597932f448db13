import { describe, expect, it } from 'vitest';
import { linearBins } from '../../src/measure/statistic/bins.js';
import { countInBins } from '../../src/measure/statistic/histogram.js';
import { svgHistogram } from '../../src/report/svg-histogram.js';
import { svgTrace } from '../../src/report/svg-trace.js';
import { all, type Element, numberOf, ofClass, parseMarkup } from './markup.js';
import { delayPlot, ratePlot, stepPlot } from './sample-report.js';

const SIZE = { className: 'wide', width: 720, height: 300, id: 'plot-1' };
const NARROW = { className: 'narrow', width: 343, height: 260, id: 'plot-2' };

const DRAWINGS = [SIZE, NARROW].flatMap((size) => [
  { size, markup: svgHistogram(delayPlot(), size) },
  { size, markup: svgHistogram(stepPlot(), size) },
  { size, markup: svgTrace(ratePlot(20_000), size) },
  { size, markup: svgTrace(ratePlot(40), size) },
]);

const drawn = (markup: string): Element => parseMarkup(markup).children[0]!;

/** Points of the M, L and V commands of a path. */
function points(d: string): { x: number; y: number }[] {
  let x = 0;
  return [...d.matchAll(/([MLV])([\d.-]+)(?: ([\d.-]+))?/g)].map(([, kind, first, second]) => {
    if (kind === 'V') return { x, y: Number(first) };
    x = Number(first);
    return { x, y: Number(second) };
  });
}

describe('an SVG plot', () => {
  it('has a title and a description of what it shows', () => {
    for (const { markup, size } of DRAWINGS) {
      const svg = drawn(markup);
      expect(svg.name).toBe('svg');
      expect(svg.attributes.get('role')).toBe('img');
      const [title, desc] = [all(svg, 'title')[0]!, all(svg, 'desc')[0]!];
      expect(svg.attributes.get('aria-labelledby')).toBe(`${size.id}-title ${size.id}-desc`);
      expect([title, desc].map((each) => each.attributes.get('id'))).toEqual([
        `${size.id}-title`,
        `${size.id}-desc`,
      ]);
      expect(title.text).not.toBe('');
      expect(desc.text).toMatch(/ from .* to /);
    }
    expect(all(drawn(svgHistogram(delayPlot(), SIZE)), 'desc')[0]!.text).toBe(
      '20000 values of delay from 6.68 µs to 3.35 ms. 1 below and 0 above the drawn range.' +
        ' p50 40.1 µs, p90 67 µs, p99 105 µs, p99.9 3 ms.',
    );
  });

  it('draws nothing outside its bounds, and no overlapping text', () => {
    for (const { markup, size } of DRAWINGS) {
      const svg = drawn(markup);
      for (const text of all(svg, 'text')) {
        const { left, right } = reach(text);
        expect(left).toBeGreaterThan(-4);
        expect(right).toBeLessThan(size.width + 4);
      }
      for (const one of all(svg, 'text')) {
        for (const other of all(svg, 'text')) {
          if (one === other || Math.abs(numberOf(one, 'y') - numberOf(other, 'y')) > 8) continue;
          const apart =
            reach(one).left >= reach(other).right || reach(other).left >= reach(one).right;
          expect(apart, `${one.text} and ${other.text}`).toBe(true);
        }
      }
      expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('says that nothing was measured if there is no data', () => {
    const empty = countInBins([], linearBins(0, 1, 1));
    const nothing = [
      svgHistogram({ ...stepPlot(), histogram: empty }, SIZE),
      svgTrace({ ...ratePlot(2), x: [], y: [] }, SIZE),
    ];
    for (const markup of nothing) {
      expect(all(drawn(markup), 'desc')[0]!.text).toBe('Nothing was measured.');
    }
  });

  it('escapes labels', () => {
    const title = '</title><script>alert(1)</script>';
    for (const markup of [
      svgHistogram({ ...stepPlot(), title, valueLabel: title }, SIZE),
      svgTrace({ ...ratePlot(9), title, yLabel: title }, SIZE),
    ]) {
      expect(all(drawn(markup), 'script')).toEqual([]);
      expect(all(drawn(markup), 'title')[0]!.text).toBe(title);
    }
  });
});

describe('svgHistogram', () => {
  it('draws bars in proportion to the counts', () => {
    const histogram = countInBins([0, 0, 0, 0, 1, 2, 2], linearBins(0, 3, 3));
    const svg = drawn(svgHistogram({ ...stepPlot(), histogram }, SIZE));
    const heights = ofClass(svg, 'bar').map((bar) => numberOf(bar, 'height'));
    expect(heights[1]! / heights[0]!).toBeCloseTo(1 / 4, 2);
    expect(heights[2]! / heights[0]!).toBeCloseTo(2 / 4, 2);
    const floors = ofClass(svg, 'bar').map((bar) => numberOf(bar, 'y') + numberOf(bar, 'height'));
    for (const floor of floors) expect(floor).toBeCloseTo(floors[0]!, 0);
  });

  it('places ticks at round numbers', () => {
    const svg = drawn(svgHistogram(delayPlot(), SIZE));
    const x = new Map(ofClass(svg, 'tick').map((tick) => [tick.text, numberOf(tick, 'x')]));
    const decade = x.get('100 µs')! - x.get('10 µs')!;
    expect(decade).toBeGreaterThan(50);
    expect(x.get('1 ms')! - x.get('100 µs')!).toBeCloseTo(decade, 0);
    const mark = ofClass(svg, 'mark')[2]!;
    const expected = x.get('100 µs')! + decade * Math.log10(1.05);
    expect(numberOf(mark, 'x1')).toBeCloseTo(expected, 0);
    expect(ofClass(svg, 'markname').map(({ text }) => text)).toEqual([
      'p50',
      'p90',
      'p99',
      'p99.9',
    ]);
  });
});

describe('the tooltips of a plot', () => {
  it('give the count and the range of each bar', () => {
    const bars = ofClass(drawn(svgHistogram(stepPlot(), SIZE)), 'bar');
    const texts = bars.map((bar) => all(bar, 'title')[0]!.text);
    const counts = texts.map((text) => Number(/^(\d+) from \S+ frames to /.exec(text)![1]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2000);
  });

  it('give the range of a trace in 48 columns', () => {
    const columns = ofClass(drawn(svgTrace(ratePlot(20_000), SIZE)), 'column');
    expect(columns).toHaveLength(48);
    expect(all(columns[0]!, 'title')[0]!.text).toMatch(/^at 0 ns: 3[67]\S* ppm to 3[78]\S* ppm$/);
  });

  it('give the value of a mark', () => {
    const titles = all(drawn(svgTrace(ratePlot(40), SIZE)), 'g').map(
      (mark) => all(mark, 'title')[0]!,
    );
    expect(titles.map(({ text }) => text)).toEqual(['xrun: 4.2 s']);
  });
});

describe('the marks of a plot', () => {
  it('stack their labels if they are close', () => {
    const marks = ['p50', 'p90', 'p99', 'p99.9'].map((label, i) => ({ label, value: 240 + i }));
    const svg = drawn(svgHistogram({ ...stepPlot(), marks }, NARROW));
    const heights = ofClass(svg, 'markname').map((name) => numberOf(name, 'y'));
    expect(new Set(heights).size).toBe(4);
    for (const [i, height] of heights.entries()) {
      expect(height).toBeGreaterThan(20);
      if (i > 0) expect(Math.abs(height - heights[i - 1]!)).toBeGreaterThanOrEqual(15);
    }
    const highestBar = Math.min(...ofClass(svg, 'bar').map((bar) => numberOf(bar, 'y')));
    expect(Math.max(...heights)).toBeLessThan(highestBar);
  });

  it('are not drawn outside the range of the plot', () => {
    const marks = [{ label: 'limit', value: 9000 }];
    expect(ofClass(drawn(svgHistogram({ ...stepPlot(), marks }, SIZE)), 'mark')).toEqual([]);
    const late = [{ label: 'xrun', value: 2e10 }];
    expect(ofClass(drawn(svgTrace({ ...ratePlot(9), marks: late }, SIZE)), 'mark')).toEqual([]);
  });
});

describe('svgTrace', () => {
  it('connects its points', () => {
    const plot = { ...ratePlot(3), x: [0, 1, 2], y: [0, 10, 5], xUnit: '', yUnit: '', marks: [] };
    const [a, b, c] = points(
      ofClass(drawn(svgTrace(plot, SIZE)), 'trace')[0]!.attributes.get('d')!,
    );
    expect(b!.x - a!.x).toBeCloseTo(c!.x - b!.x, 0);
    expect(a!.y).toBeGreaterThan(c!.y);
    expect((a!.y - c!.y) / (a!.y - b!.y)).toBeCloseTo(0.5, 2);
  });

  it('reduces many points to two per pixel, and keeps the peak', () => {
    const y = new Float64Array(100_000);
    y[70_000] = 1;
    const plot = { ...ratePlot(3), x: y.map((_, i) => i), y, xUnit: '', yUnit: '', marks: [] };
    const path = points(ofClass(drawn(svgTrace(plot, SIZE)), 'trace')[0]!.attributes.get('d')!);
    expect(path.length).toBeLessThan(2 * 720);
    const top = Math.min(...path.map((point) => point.y));
    expect(Math.max(...path.map((point) => point.y)) - top).toBeGreaterThan(150);
    expect(path.find((point) => point.y === top)!.x / 720).toBeCloseTo(0.7, 1);
  });

  it('draws what is small beside minSpan as a line in the middle', () => {
    const y = [0, 2, -2, 1].map((value) => value * 1e-5);
    const plot = { ...ratePlot(4), x: [0, 1, 2, 3], y, xUnit: '', yUnit: '', marks: [] };
    const heights = ({ minSpan }: { minSpan: number }) =>
      points(
        ofClass(drawn(svgTrace({ ...plot, minSpan }, SIZE)), 'trace')[0]!.attributes.get('d')!,
      ).map((point) => point.y);
    const range = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
    expect(range(heights({ minSpan: 0 }))).toBeGreaterThan(150);
    expect(range(heights({ minSpan: 0.01 }))).toBeLessThan(1);
  });

  it('is interrupted at a hole, and shows single points', () => {
    const plot = {
      ...ratePlot(3),
      x: [0, 1, 2, 3, 4],
      y: [1, 2, Number.NaN, 5, Number.NaN],
      marks: [],
    };
    const d = ofClass(drawn(svgTrace(plot, SIZE)), 'trace')[0]!.attributes.get('d')!;
    expect(d).toMatch(/^M[\d. ]+L[\d. ]+M[\d. ]+h0\.1$/);
  });
});

/** Approximate extent of a text at 6 px per character. */
function reach(text: Element): { left: number; right: number } {
  const x = numberOf(text, 'x');
  const width = text.text.length * 6;
  const anchor = text.attributes.get('text-anchor');
  const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
  return { left, right: left + width };
}
