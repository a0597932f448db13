import type { Check } from '../verdict.js';
import { eachAccepted, endsOf } from './refusals.js';

export const periodSizes: Check = {
  name: 'period-sizes',
  holds: 'the shortest and the longest period on offer are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'periods of',
      endsOf(bench.offers.periodSize),
      (frames) => ({ periodSize: { frames }, bufferSize: undefined }),
      ({ periodSize }) => periodSize,
    ),
};
