import { type Check, fail, pass } from '../verdict.js';

/** As negotiated where nothing is asked of it that would say otherwise. */
export const twoPeriods: Check = {
  name: 'two-periods',
  holds: 'the ring holds two periods at least, so that one can be filled while the other is played',
  async run({ params: { periodSize, bufferSize } }) {
    const text = `a period has ${periodSize} frames, the ring ${bufferSize}`;
    return bufferSize >= 2 * periodSize ? pass(text) : fail(text);
  },
};
