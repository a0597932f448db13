import { PcmState } from '../../../device/pcm-state.js';
import type { CheckBench } from '../bench.js';
import type { CheckStream } from '../stream.js';
import { STANDS, skip, type Verdict } from '../verdict.js';

const MORE_MS = 500;

/** Judges a stream that nobody fed, or emptied, until it was stopped for that. */
export async function inXrun(
  bench: CheckBench,
  judge: (stream: CheckStream) => Verdict,
): Promise<Verdict> {
  if (!(await bench.moves())) return STANDS;
  return bench.on({ stopThreshold: undefined }, (stream) => {
    const { io } = stream;
    if (!stream.startMoving(io.bufferSize >> 1)) return STANDS;
    const limitMs = stream.framesMs(2 * io.bufferSize) + MORE_MS;
    const isStopped = () => {
      stream.ask();
      return io.state() === PcmState.XRUN;
    };
    return bench.until(limitMs, isStopped) ? judge(stream) : skip('there is no xrun to be had');
  });
}
