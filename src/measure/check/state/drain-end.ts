import { PcmState, stateName } from '../../../device/pcm-state.js';
import type { CheckBench } from '../bench.js';
import type { CheckStream } from '../stream.js';
import { type Check, fail, pass, STANDS, type Verdict } from '../verdict.js';
import { DRAIN_MORE_MS, drained } from './drained.js';

export const drainEnd: Check = {
  name: 'drain-end',
  holds: 'a drain comes to its end: playback in SETUP; capture stands, with its frames to be read',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({}, (stream) =>
      bench.playback ? ofPlayback(bench, stream) : ofCapture(stream),
    );
  },
};

function ofPlayback(bench: CheckBench, stream: CheckStream): Verdict {
  const drain = drained(bench, stream);
  if (drain === undefined) return STANDS;
  const state = stateName(stream.io.state());
  if (drain.ended) return pass(`SETUP after ${drain.tookMs.toFixed(1)} ms`);
  return fail(
    `it is still ${state}, ${DRAIN_MORE_MS / 1000} s after all was to be played`,
    stream.io.hwPtr(),
  );
}

function ofCapture(stream: CheckStream): Verdict {
  const { device, io } = stream;
  if (!stream.startMoving()) return STANDS;
  device.drain();
  const [state, avail, hwPtr] = [io.state(), io.avail(), io.hwPtr()];
  if (state !== (avail > 0 ? PcmState.DRAINING : PcmState.SETUP)) {
    return fail(`it is ${stateName(state)} with ${avail} frames to be read`, hwPtr);
  }
  const moved = stream.movesIn(stream.framesMs(3 * stream.params.periodSize));
  if (moved !== 0) return fail(`hw_ptr moved on by ${moved} frames`, hwPtr);
  return pass(`${avail} frames to be read`);
}
