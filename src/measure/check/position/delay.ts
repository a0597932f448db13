import { signedStep } from '../../pointer-track.js';
import { type Check, fail } from '../verdict.js';
import { eachLook } from './looks.js';

/** What may be on its way beyond the ring: seldom more than some milliseconds. */
const MOST_BEYOND_MS = 1000;

export const delay: Check = {
  name: 'delay',
  holds: 'delay is what the ring holds, and at most a second more for what is beyond it',
  run: (bench) =>
    eachLook(bench, ({ hwPtr, applPtr, delay }, { params: { boundary, rateHz } }) => {
      const [from, to] = bench.playback ? [hwPtr, applPtr] : [applPtr, hwPtr];
      const held = signedStep(from, to, boundary);
      if (delay >= held && delay <= held + (rateHz * MOST_BEYOND_MS) / 1000) return undefined;
      return fail(`delay is ${delay} frames, and the ring holds ${held}`, hwPtr);
    }),
};
