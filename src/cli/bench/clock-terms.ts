import { numberBetween } from '../options.js';
import { atMost } from './limit.js';
import type { ExperimentTerms } from './terms.js';

export const clockTerms: ExperimentTerms<'clock'> = {
  options: {
    'against-other': {
      summary: 'clock: run the other direction of the device too, and tell how far it is off',
    },
    'max-ppm': {
      placeholder: 'PPM',
      summary: 'clock: exit with 7 if the rate is off by more, either way',
      expects: 'parts per million, from 0',
      parse: numberBetween(0, 1e6),
    },
  },
  settings: (values) => ({ againstOther: values['against-other'] === true }),
  limits: ({ measured }, values) => {
    const { ppm } = measured.result;
    return atMost(values, 'max-ppm', Math.abs(ppm), `the clock is off by ${ppm.toFixed(2)} ppm`);
  },
  document: ({ opened, measured }) => ({
    clock: opened.params.tstampType,
    ...measured.result,
    other: measured.result.other ?? null,
  }),
};
