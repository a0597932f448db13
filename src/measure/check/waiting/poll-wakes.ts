import { type Check, fail, pass, STANDS } from '../verdict.js';

const TURNS = 4;
const LIMIT_MS = 1000;

export const pollWakes: Check = {
  name: 'poll-wakes',
  holds: 'poll is ready when avail has reached avail_min, period after period',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const { io, params } = stream;
      if (!stream.startMoving()) return STANDS;
      for (let turn = 0; turn < TURNS; turn++) {
        const bits = stream.wait(LIMIT_MS + stream.framesMs(2 * params.periodSize));
        if (bits === 0) {
          const text = `avail is ${io.avail()}, avail_min ${io.control.availMin()}`;
          return fail(`nothing for ${LIMIT_MS / 1000} s and two periods, and ${text}`, io.hwPtr());
        }
        io.commit(io.avail());
      }
      return pass(`${TURNS} times`);
    });
  },
};
