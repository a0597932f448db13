import { PollFlag } from '../../../device/pcm-device.js';
import { type Check, fail, pass } from '../verdict.js';
import { inXrun } from './in-xrun.js';

const LIMIT_MS = 200;

export const xrunPoll: Check = {
  name: 'xrun-poll',
  holds: 'in XRUN poll is ready at once, with POLLERR',
  run: (bench) =>
    inXrun(bench, (stream) => {
      const bits = stream.wait(LIMIT_MS);
      const text = `poll answers 0x${bits.toString(16)}`;
      return (bits & PollFlag.ERR) !== 0 ? pass(text) : fail(text, stream.io.hwPtr());
    }),
};
