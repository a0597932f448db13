import type { Check } from '../verdict.js';
import { eachAccepted, endsOf } from './refusals.js';

const ANY = { rateHz: undefined, periodSize: undefined, bufferSize: undefined };

export const channels: Check = {
  name: 'channels',
  holds: 'the fewest and the most channels on offer are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'channels',
      endsOf(bench.offers.channels),
      (channels) => ({ ...ANY, channels }),
      ({ channels }) => channels,
    ),
};
