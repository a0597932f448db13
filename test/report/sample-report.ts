import { binsFor, timeBinsNs } from '../../src/measure/statistic/bins.js';
import { countInBins } from '../../src/measure/statistic/histogram.js';
import type { HistogramPlot, TracePlot } from '../../src/report/plot.js';
import type { Report } from '../../src/report/report.js';
import { seeded } from '../measure/seeded.js';

/** Delays of about 40 µs, with a few of 3 ms. */
export function delayPlot(): HistogramPlot {
  const { normal } = seeded(1);
  const delays = Array.from({ length: 20_000 }, (_, i) =>
    i % 500 === 3 ? 3e6 + 1e5 * normal() : 40_000 * Math.exp(0.4 * normal()),
  );
  return {
    kind: 'histogram',
    title: 'From the interrupt to the return of poll',
    histogram: countInBins([...delays, 5], timeBinsNs()),
    unit: 'ns',
    label: 'delay',
    countScale: 'log',
    marks: [
      { label: 'p50', value: 40_100 },
      { label: 'p90', value: 67_000 },
      { label: 'p99', value: 105_000 },
      { label: 'p99.9', value: 3_000_000 },
    ],
  };
}

/** Steps of 48 frames, or of a few times that. */
export function stepPlot(): HistogramPlot {
  const { normal } = seeded(2);
  const steps = Array.from({ length: 2000 }, () => 48 * Math.max(1, Math.round(5 + normal())));
  return {
    kind: 'histogram',
    title: 'Steps of hw_ptr',
    histogram: countInBins(steps, binsFor(Math.min(...steps), Math.max(...steps), 24)),
    unit: 'frames',
    label: 'step',
    countScale: 'linear',
    marks: [],
  };
}

/** A rate that wanders for 10 s, seen `points` times. */
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
    yLabel: 'off the nominal rate',
    marks: [{ label: 'xrun', value: 4.2e9 }],
  };
}

export function sampleReport(): Report {
  return {
    title: 'alsa-mmap bench of hw:CARD=PCH,DEV=0',
    verdict: {
      outcome: 'failed',
      text: '1 of 3 limits is not kept: the wake-up’s p99.9 is 3.02 ms, and 2 ms are allowed.',
    },
    device: [
      ['device', 'hw:CARD=PCH,DEV=0'],
      ['card', 'HDA Intel PCH, ALC257 Analog'],
      ['driver', 'snd_hda_intel'],
      ['parameters', '48000 Hz, S32_LE, 2 channels'],
      ['ring', '4 periods of 256 frames'],
      [
        'info',
        'MMAP MMAP_VALID INTERLEAVED BLOCK_TRANSFER PAUSE RESUME NO_PERIOD_WAKEUP HAS_LINK_ATIME',
      ],
    ],
    system: [
      ['kernel', 'Linux 6.12.48+deb13-amd64 PREEMPT_DYNAMIC'],
      ['processor', 'Intel Core i5-8350U, 8 CPUs'],
      ['Node.js', '20.20.0'],
      ['scheduling', 'SCHED_FIFO 60, CPU 3'],
    ],
    sections: [
      {
        title: 'Clock',
        verdict: { outcome: 'passed', text: '+37.02 ppm, within the 100 ppm allowed.' },
        text: 'The card runs at 48001.777 Hz, 37.02 ppm fast, with 95 % between 36.98 and 37.06.\n\nThe residual is what the pointer lies off the line.',
        table: {
          head: ['direction', 'rate', 'off nominal', '95 %', 'residual', 'looks'],
          rows: [
            ['playback', '48001.777 Hz', '+37.02 ppm', '±0.04 ppm', '0.31 frames', 2000],
            ['capture', '48001.779 Hz', '+37.06 ppm', '±0.05 ppm', '0.35 frames', 1998],
          ],
        },
        plots: [ratePlot(20_000), ratePlot(40)],
      },
      {
        title: 'Wake-up',
        verdict: { outcome: 'failed', text: 'p99.9 is 3.02 ms, and 2 ms are allowed.' },
        text: 'How long after the interrupt the program runs.',
        plots: [delayPlot(), stepPlot()],
      },
      {
        title: 'Throughput',
        verdict: {
          outcome: 'measured',
          text: 'Copying into the ring takes as long as into ordinary memory.',
        },
        text: '',
        plots: [],
      },
    ],
    footer: 'alsa-mmap 0.1.0, alsa-mmap bench hw:0 --report out.html, 2026-11-23 06:30 UTC.',
  };
}
