import { type Check, fail, pass, STANDS } from '../verdict.js';

const PERIODS = 4;
const MORE_MS = 200;

export const startTime: Check = {
  name: 'start-time',
  holds: `hw_ptr moves within ${PERIODS} periods and ${MORE_MS} ms after START`,
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const limitMs = stream.framesMs(PERIODS * stream.params.periodSize) + MORE_MS;
      stream.start();
      const beganNs = bench.nowNs();
      if (!stream.awaitMoving()) return fail('it did not move at all', 0);
      const tookMs = (bench.nowNs() - beganNs) / 1e6;
      const text = `it moved ${tookMs.toFixed(1)} ms after START`;
      return tookMs > limitMs ? fail(`${text}, more than ${limitMs.toFixed(0)} ms`, 0) : pass(text);
    });
  },
};
