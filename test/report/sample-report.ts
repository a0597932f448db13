import { binsFor, logBins } from '../../src/measure/statistic/bins.js';
import { countInBins } from '../../src/measure/statistic/histogram.js';
import type { HistogramPlot, TracePlot } from '../../src/report/plot.js';
import type { Report } from '../../src/report/report.js';
import { seeded } from '../measure/seeded.js';

/** Delays of about 40 µs, a few of 3 ms. */
export function delayPlot(): HistogramPlot {
  const { normal } = seeded(1);
  const delays = Array.from({ length: 20_000 }, (_, i) =>
    i % 500 === 3 ? 3e6 + 1e5 * normal() : 40_000 * Math.exp(0.4 * normal()),
  );
  return {
    kind: 'histogram',
    title: 'From the interrupt to the return of poll',
    histogram: countInBins([...delays, 5], logBins(10, 1e10, 40)),
    valueUnit: 'ns',
    valueLabel: 'delay',
    countScale: 'log',
    marks: [
      { label: 'p50', value: 40_100 },
      { label: 'p90', value: 67_000 },
      { label: 'p99', value: 105_000 },
      { label: 'p99.9', value: 3_000_000 },
    ],
  };
}

/** Steps that are small multiples of 48 frames. */
export function stepPlot(): HistogramPlot {
  const { normal } = seeded(2);
  const steps = Array.from({ length: 2000 }, () => 48 * Math.max(1, Math.round(5 + normal())));
  return {
    kind: 'histogram',
    title: 'Steps of hw_ptr',
    histogram: countInBins(steps, binsFor(Math.min(...steps), Math.max(...steps), 24)),
    valueUnit: 'frames',
    valueLabel: 'step',
    countScale: 'linear',
    marks: [],
  };
}

/** A drifting rate over 10 s, with `points` samples. */
export function ratePlot(points: number): TracePlot {
  const { normal } = seeded(3);
  const x = Array.from({ length: points }, (_, i) => (i * 1e10) / (points - 1));
  return {
    kind: 'trace',
    title: 'Rate over time',
    x,
    y: x.map((ns) => 37 + Math.sin(ns / 1e9) + 0.1 * normal()),
    xUnit: 'ns',
    yUnit: 'ppm',
    xLabel: 'time',
    yLabel: 'rate offset',
    marks: [{ label: 'xrun', value: 4.2e9 }],
  };
}

export function sampleReport(): Report {
  return {
    title: 'alsa-mmap bench of hw:CARD=PCH,DEV=0',
    verdict: {
      outcome: 'failed',
      text: '1 of 3 limits violated: wake-up latency p99.9 3.02 ms exceeds 2 ms.',
    },
    facts: [
      {
        title: 'Device',
        facts: [
          ['device', 'hw:CARD=PCH,DEV=0'],
          ['card', 'HDA Intel PCH, ALC257 Analog'],
          ['driver', 'snd_hda_intel'],
          ['parameters', '48000 Hz, S32_LE, 2 channels'],
          ['ring', '4 periods of 256 frames'],
          [
            'info',
            'MMAP MMAP_VALID INTERLEAVED BLOCK_TRANSFER PAUSE RESUME NO_PERIOD_WAKEUP ' +
              'HAS_LINK_ATIME',
          ],
        ],
      },
      {
        title: 'System',
        facts: [
          ['kernel', 'Linux 6.12.48+deb13-amd64 PREEMPT_DYNAMIC'],
          ['processor', 'Intel Core i5-8350U, 8 CPUs'],
          ['Node.js', '20.20.0'],
          ['scheduling', 'SCHED_FIFO 60, CPU 3'],
        ],
      },
    ],
    chapters: [
      {
        title: 'Clock',
        subtitle: ['hw:0', 'playback', '10.0 s'],
        verdict: { outcome: 'passed', text: '+37.02 ppm, within the 100 ppm allowed.' },
        sections: [
          {
            kind: 'table',
            columns: [
              { name: 'direction', align: 'left' },
              { name: 'rate', align: 'right' },
              { name: 'offset', align: 'right' },
              { name: 'remark', align: 'left' },
            ],
            rows: [
              ['playback', '48001.777 Hz', '+37.02 ppm', { text: 'steady', tone: 'good' }],
              ['capture', '48001.779 Hz', '+37.06 ppm', { text: LONG_TEXT, tone: 'warning' }],
            ],
          },
          {
            kind: 'rows',
            rows: [
              { name: 'rate', value: '48001.777 Hz', notes: ['+37.02 ppm', LONG_TEXT] },
              { name: '', value: { text: 'drifting', tone: 'bad' }, detail: 'a detail' },
            ],
          },
          { kind: 'rows', title: 'an empty section', rows: [] },
        ],
        plots: [ratePlot(20_000), ratePlot(40)],
      },
      {
        title: 'Wake-up',
        subtitle: ['hw:0', { text: 'ended early', tone: 'warning' }],
        verdict: { outcome: 'failed', text: 'p99.9 3.02 ms exceeds 2 ms.' },
        sections: [
          {
            kind: 'list',
            title: 'Checks',
            items: [
              { status: 'passed', name: 'pages', text: 'status mapped', detail: 'a promise' },
              { status: 'failed', name: 'delay', text: 'off by 3', detail: 'another promise' },
              { status: 'skipped', name: 'drain', text: 'capture has none' },
            ],
          },
          { kind: 'list', items: [{ text: { text: 'skipped 8 x 2', tone: 'muted' } }] },
        ],
        plots: [delayPlot(), stepPlot()],
      },
      {
        title: 'Throughput',
        subtitle: [],
        verdict: { outcome: 'measured', text: 'The ring is as fast as ordinary memory.' },
        sections: [],
        plots: [],
      },
    ],
    footer: 'alsa-mmap 0.1.0, alsa-mmap bench hw:0 --report out.html, 2026-11-23 06:30 UTC.',
  };
}

const LONG_TEXT = 'runs on a clock of its own, which drifts with the temperature of the card';
