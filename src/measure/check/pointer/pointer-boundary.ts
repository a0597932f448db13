import { type Check, fail, pass, STANDS } from '../verdict.js';

const RINGS = 3;
const PATIENCE_MS = 1000;

export const pointerBoundary: Check = {
  name: 'pointer-boundary',
  holds: 'hw_ptr is a count of frames below the boundary',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const { io } = stream;
      if (!stream.startMoving()) return STANDS;
      const half = io.bufferSize >> 1;
      const limitMs = PATIENCE_MS + stream.framesMs(RINGS * io.bufferSize);
      let followed = 0;
      let beyond: number | undefined;
      bench.until(limitMs, () => {
        const hwPtr = stream.ask();
        if (hwPtr >= io.boundary) beyond = hwPtr;
        // Half a ring at a time, so that avail stays within the ring while the pointer wraps.
        if (beyond === undefined && io.avail() >= half) {
          io.commit(half);
          followed += half;
        }
        return beyond !== undefined || followed >= RINGS * io.bufferSize;
      });
      if (beyond === undefined) return pass(`below it in ${followed} frames`);
      return fail(`hw_ptr is ${beyond}, the boundary is at ${io.boundary}`, beyond);
    });
  },
};
