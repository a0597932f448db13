import type { Check } from '../verdict.js';
import { eachAccepted } from './refusals.js';

const ANY = {
  channels: undefined,
  rateHz: undefined,
  periodSize: undefined,
  bufferSize: undefined,
};

export const formats: Check = {
  name: 'formats',
  holds: 'every sample format on offer is accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'formats',
      bench.offers.formats,
      (format) => ({ ...ANY, format }),
      ({ format }) => format.name,
    ),
};
