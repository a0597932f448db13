import type { Check } from '../verdict.js';
import { eachAccepted, endsOf } from './refusals.js';

export const bufferSizes: Check = {
  name: 'buffer-sizes',
  holds: 'the smallest and the largest ring on offer are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'rings of',
      endsOf(bench.offers.bufferSize),
      (frames) => ({ periodSize: undefined, bufferSize: { frames } }),
      ({ bufferSize }) => bufferSize,
    ),
};
