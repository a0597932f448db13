import type { WindowResult } from '../../measure/window/statistic.js';
import { integerBetween } from '../options.js';
import { atMost, never } from './limit.js';
import { captureDevice, otherDeviceOf } from './loop-options.js';
import type { ExperimentTerms } from './terms.js';

export const pointerTerms: ExperimentTerms<'pointer'> = {
  options: {
    'capture-device': captureDevice,
    'max-step': {
      placeholder: 'FRAMES',
      summary: 'pointer: exit with 7 if hw_ptr moves by more in one step',
      expects: 'a whole number of frames',
      parse: integerBetween(1, 2 ** 31),
    },
  },
  settings: (values) => ({ otherDevice: otherDeviceOf(values, 'pointer') }),
  limits: ({ measured }, values) => {
    const { largestStepFrames: step, faults } = measured.result;
    const backward = faults.filter(({ what }) => what === 'backward');
    const stuck = faults.filter(({ what }) => what === 'stuck');
    return [
      ...atMost(values, 'max-step', step, `hw_ptr moves by ${step} frames in one step`),
      never('backward', backward, ([first]) => {
        return `hw_ptr goes back by ${first!.frames} frames at frame ${first!.atFrame}`;
      }),
      never('stuck', stuck, ([first]) => {
        const seconds = (first!.durationNs / 1e9).toFixed(2);
        return `hw_ptr is stuck at frame ${first!.atFrame}: it stood for ${seconds} s while the stream ran`;
      }),
    ];
  },
  document: ({ measured }) => ({
    ...measured.result,
    interruptSteps: measured.result.interruptSteps ?? null,
    interruptIntervalsNs: measured.result.interruptIntervalsNs ?? null,
    querySteps: measured.result.querySteps ?? null,
    firstUpdateNs: measured.result.firstUpdateNs ?? null,
    window: windowDocument(measured.result.window),
  }),
};

function windowDocument(window: WindowResult | undefined): object | null {
  if (window === undefined) return null;
  const { readAheadFrames, staleFrames } = window;
  return {
    ...window,
    readAheadFrames: readAheadFrames ?? null,
    staleFrames: staleFrames ?? null,
  };
}
