import { InfoFlag } from '../../../device/abi.js';
import type { CheckBench } from '../bench.js';
import { refusal } from '../refusal.js';
import type { CheckStream } from '../stream.js';
import { STANDS, skip, type Verdict } from '../verdict.js';

/** Judges a stream that ran and was paused, where the driver can. */
export async function onPaused(
  bench: CheckBench,
  judge: (stream: CheckStream) => Verdict,
): Promise<Verdict> {
  if ((bench.params.infoFlags & InfoFlag.PAUSE) === 0) return skip('PAUSE is not claimed');
  if (!(await bench.moves())) return STANDS;
  return bench.on({ stopThreshold: 'never' }, (stream) => {
    if (!stream.startMoving()) return STANDS;
    const errno = refusal(() => stream.device.pause(true));
    return errno === undefined ? judge(stream) : skip(`PAUSE is refused: ${errno}`);
  });
}
