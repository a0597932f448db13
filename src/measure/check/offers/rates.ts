import type { Check } from '../verdict.js';
import { eachAccepted, endsOf } from './refusals.js';

const ANY = { periodSize: undefined, bufferSize: undefined };

export const rates: Check = {
  name: 'rates',
  holds: 'the lowest and the highest rate on offer are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'rates',
      endsOf(bench.offers.rateHz),
      (rateHz) => ({ ...ANY, rateHz }),
      ({ rateHz }) => rateHz,
    ),
};
