import { ExtStatus } from '../../../core/ext-status.js';
import type { CheckBench } from '../bench.js';
import type { CheckStream } from '../stream.js';
import { pass, STANDS, type Verdict } from '../verdict.js';

const LOOKS = 50;

/** Asks a running stream by STATUS_EXT, again and again, until one answer is judged to be wrong. */
export async function eachLook(
  bench: CheckBench,
  wrong: (status: ExtStatus, stream: CheckStream) => Verdict | undefined,
): Promise<Verdict> {
  if (!(await bench.moves())) return STANDS;
  return bench.on({ stopThreshold: 'never' }, (stream) => {
    if (!stream.startMoving()) return STANDS;
    const status = new ExtStatus(stream.device);
    for (let look = 0; look < LOOKS; look++) {
      const found = wrong(status.refresh(), stream);
      if (found !== undefined) return found;
      bench.sleepMs(1);
    }
    return pass(`${LOOKS} answers of STATUS_EXT`);
  });
}
