import { numberBetween } from '../options.js';
import { atLeast } from './limit.js';
import type { ExperimentTerms } from './terms.js';

export const throughputTerms: ExperimentTerms<'throughput'> = {
  options: {
    'min-ratio': {
      placeholder: 'RATIO',
      summary:
        'throughput: exit with 7 if the ring is slower than so much of memory, as streams use it',
      expects: 'a number from 0 to 100, such as 0.5',
      parse: numberBetween(0, 100),
    },
  },
  // Playback only writes, capture only reads, and both as the core copies.
  limits: ({ measured, opened }, values) => {
    const { direction, access } = opened.params;
    const used = direction === 'playback' ? 'write' : 'read';
    const ratios = measured.result.cases
      .filter((one) => one.access === access && one.move === used && one.way === 'copy')
      .map(({ ratio }) => ratio);
    const ratio = Math.min(...ratios);
    const what = `to ${used} the ring is ${ratio.toFixed(2)} times as fast as memory`;
    return atLeast(values, 'min-ratio', ratio, what);
  },
  document: ({ measured }) => measured.result,
};
