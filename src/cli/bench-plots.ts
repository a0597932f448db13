import { binsFor } from '../measure/bins.js';
import { countInBins } from '../measure/histogram.js';
import { PAGE_READ } from '../measure/overhead-cases.js';
import { meanOf, summary } from '../measure/percentiles.js';
import { UpdateKind } from '../measure/pointer-samples.js';
import type { Mark, Plot } from '../report/plot.js';
import type { Finding } from './bench-run.js';

const ABOUT_BINS = 40;
/** Of the ioctls and alsa-lib's calls the one that most programs make. */
const COMPARED = [PAGE_READ, 'SYNC_PTR HWSYNC', 'snd_pcm_avail'];

/** What an experiment found, as plots: of the raw samples. */
export function plotsOf({ experiment, measured }: Finding): Plot[] {
  const { raw } = measured;
  switch (experiment) {
    case 'overhead':
      return COMPARED.flatMap((name) => histogram(`${name}, ns a call`, raw[name] ?? [], 'ns'));
    case 'clock':
      return clockPlot(raw['frame']!, raw['stampNs']!);
    case 'pointer':
      return [
        ...histogram('Steps in answer to a query', stepsOf(raw, UpdateKind.ASKED), 'frames'),
        ...histogram('Steps at interrupts', stepsOf(raw, UpdateKind.ALONE), 'frames'),
      ];
  }
}

function histogram(title: string, values: ArrayLike<number>, unit: string): Plot[] {
  const found = summary(values);
  // What never differs is said in a figure.
  if (found === undefined || found.least === found.most) return [];
  const marks: Mark[] = [
    { label: 'p50', value: found.p50 },
    { label: 'p99', value: found.p99 },
  ];
  return [
    {
      kind: 'histogram',
      title,
      histogram: countInBins(values, binsFor(found.least, found.most, ABOUT_BINS)),
      unit,
      label: unit === 'ns' ? 'time a call' : 'step',
      countScale: 'log',
      marks,
    },
  ];
}

/** How far each update lies off the rate from first to last: a straight line where the clock is steady. */
function clockPlot(frame: Float64Array, stampNs: Float64Array): Plot[] {
  const last = frame.length - 1;
  const rate = (frame[last]! - frame[0]!) / (stampNs[last]! - stampNs[0]!);
  const x = stampNs.map((ns) => (ns - stampNs[0]!) / 1e9);
  const off = frame.map((at, row) => at - frame[0]! - rate * (stampNs[row]! - stampNs[0]!));
  const mean = meanOf(off);
  return [
    {
      kind: 'trace',
      title: 'Updates of hw_ptr against an even rate',
      x,
      y: off.map((frames) => frames - mean),
      xUnit: 's',
      yUnit: 'frames',
      xLabel: 'time',
      yLabel: 'ahead',
      marks: [],
    },
  ];
}

/** Frames of each step of that kind; while nobody asks only from one such to the next. */
function stepsOf(raw: Finding['measured']['raw'], kind: number): number[] {
  const kinds = raw['kind']!;
  const frames = raw['frame']!;
  const steps: number[] = [];
  for (let row = 1; row < kinds.length; row++) {
    const before = kinds[row - 1];
    if (kinds[row] !== kind || (kind === UpdateKind.ALONE && before !== kind)) continue;
    steps.push(frames[row]! - frames[row - 1]!);
  }
  return steps;
}
