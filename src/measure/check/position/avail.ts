import { captureAvail, playbackAvail } from '../../../core/pointer.js';
import { type Check, fail } from '../verdict.js';
import { eachLook } from './looks.js';

export const avail: Check = {
  name: 'avail',
  holds: 'avail is what the two pointers of the same answer say',
  run: (bench) =>
    eachLook(bench, ({ hwPtr, applPtr, avail }, { params: { bufferSize, boundary } }) => {
      const expected = bench.playback
        ? playbackAvail(hwPtr, applPtr, bufferSize, boundary)
        : captureAvail(hwPtr, applPtr, boundary);
      if (avail === expected) return undefined;
      const pointers = `hw_ptr ${hwPtr}, appl_ptr ${applPtr}`;
      return fail(`avail is ${avail}, and by ${pointers} it is ${expected}`, hwPtr);
    }),
};
