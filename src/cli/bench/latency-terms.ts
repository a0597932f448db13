import { DEFAULT_LEVEL_DBFS } from '../../measure/latency/runner.js';
import { numberBetween } from '../options.js';
import { atMost, never } from './limit.js';
import { captureDevice, otherDeviceOf } from './loop-options.js';
import type { ExperimentTerms } from './terms.js';

export const latencyTerms: ExperimentTerms<'latency'> = {
  options: {
    'capture-device': captureDevice,
    level: {
      placeholder: 'DBFS',
      summary: `latency: peak level of what is played (default ${DEFAULT_LEVEL_DBFS})`,
      expects: 'dBFS from -100 to -8, above which a converter would clip it',
      parse: numberBetween(-100, -8),
    },
    'max-latency': {
      placeholder: 'FRAMES',
      summary: 'latency: exit with 7 if the loop takes more, by the median',
      expects: 'frames from 0',
      parse: numberBetween(0, 1e9),
    },
    'max-spread': {
      placeholder: 'FRAMES',
      summary: 'latency: exit with 7 if it differs by more from run to run',
      expects: 'frames from 0',
      parse: numberBetween(0, 1e9),
    },
  },
  settings: (values) => ({
    otherDevice: otherDeviceOf(values, 'latency'),
    levelDbfs: values['level'] as number | undefined,
  }),
  limits: ({ measured }, values) => {
    const { runs, loopFrames } = measured.result;
    const unheard = runs.filter(({ heard }) => !heard);
    const { p50, least, most } = loopFrames ?? { p50: NaN, least: NaN, most: NaN };
    const loop = `the loop takes ${p50.toFixed(3)} frames`;
    const spread = `the loop differs by ${(most - least).toFixed(3)} frames from run to run`;
    return [
      ...atMost(values, 'max-latency', p50, loop),
      ...atMost(values, 'max-spread', most - least, spread),
      never('unheard', unheard, () => unheardText(unheard.length, runs.length)),
    ];
  },
  document: ({ measured }) => {
    const { runs, loopFrames, inverted, gain, claimedFrames, ringFrames } = measured.result;
    return {
      ...measured.result,
      loopFrames: loopFrames ?? null,
      inverted: inverted ?? null,
      gain: gain ?? null,
      claimedFrames: claimedFrames ?? null,
      ringFrames: ringFrames ?? null,
      runs: runs.map((run) => ({
        ...run,
        claimedFrames: run.claimedFrames ?? null,
        peakDbfs: finite(run.peakDbfs),
        rmsDbfs: finite(run.rmsDbfs),
      })),
    };
  },
};

function unheardText(unheard: number, runs: number): string {
  const often =
    unheard === runs
      ? 'what was played was not heard'
      : `${unheard} of ${runs} times what was played was not heard`;
  return `${often}: is the cable in, and are both sides turned up?`;
}

/** JSON has no infinity: the level of silence is null. */
function finite(dbfs: number): number | null {
  return Number.isFinite(dbfs) ? dbfs : null;
}
