import { integerBetween, numberBetween } from '../options.js';
import { atLeast, atMost } from './limit.js';
import type { ExperimentTerms } from './terms.js';

export const wakeupTerms: ExperimentTerms<'wakeup'> = {
  options: {
    'work-us': {
      placeholder: 'US',
      summary: 'wakeup: be busy for so long in each turn before the frames are moved',
      expects: 'microseconds from 0 to 10000000',
      parse: numberBetween(0, 1e7),
    },
    'max-wakeup-us': {
      placeholder: 'US',
      summary: 'wakeup: exit with 7 if the 99th percentile from interrupt to wake-up is more',
      expects: 'microseconds above 0',
      parse: numberBetween(1e-3, 1e9),
    },
    'min-left': {
      placeholder: 'FRAMES',
      summary: 'wakeup: exit with 7 if the ring ever holds less before a commit',
      expects: 'a whole number of frames',
      parse: integerBetween(0, 2 ** 31),
    },
    'max-xruns': {
      placeholder: 'N',
      summary: 'wakeup: exit with 7 if it runs over or under more often',
      expects: 'a whole number from 0',
      parse: integerBetween(0, 2 ** 31),
    },
  },
  settings: (values) => ({ workNs: ((values['work-us'] as number | undefined) ?? 0) * 1000 }),
  limits: ({ measured }, values) => {
    const { stagesNs, leftFrames, xruns } = measured.result;
    const wokenUs = (stagesNs.poll?.p99 ?? Number.NaN) / 1000;
    const left = Math.floor(leftFrames.least);
    const late = Number.isNaN(wokenUs)
      ? 'how late it is woken cannot be told'
      : `it is woken ${wokenUs.toFixed(1)} us late (p99)`;
    return [
      ...atMost(values, 'max-wakeup-us', wokenUs, late),
      ...atLeast(values, 'min-left', left, `the ring holds ${left} frames before a commit`),
      ...atMost(values, 'max-xruns', xruns.length, `it ran over or under ${xruns.length} times`),
    ];
  },
  document: ({ measured }) => {
    const { interrupt, poll, data, commit, whole } = measured.result.stagesNs;
    return {
      ...measured.result,
      stagesNs: {
        interrupt: interrupt ?? null,
        poll: poll ?? null,
        data,
        commit,
        whole: whole ?? null,
      },
    };
  },
};
