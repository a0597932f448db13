import { type Check, fail, pass, STANDS } from '../verdict.js';

const QUIET_MS = 30;
const LIMIT_MS = 2000;

export const pollWaits: Check = {
  name: 'poll-waits',
  holds: 'poll is not ready while avail is below avail_min',
  async run(bench) {
    const moves = await bench.moves();
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const { io, params } = stream;
      const availMin = Math.min(2 * params.periodSize, io.bufferSize);
      io.control.setAvailMin(availMin);
      stream.prime();
      const early = stream.wait(QUIET_MS);
      if (early !== 0) return fail(`0x${early.toString(16)} with avail at ${io.avail()}`, 0);
      if (!moves) return STANDS;
      stream.device.start();
      const bits = stream.wait(LIMIT_MS + stream.framesMs(availMin));
      const avail = io.avail();
      if (bits === 0 || avail >= availMin) return pass('0 before the start, and below avail_min');
      return fail(
        `0x${bits.toString(16)} with avail at ${avail}, avail_min ${availMin}`,
        io.hwPtr(),
      );
    });
  },
};
