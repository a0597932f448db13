import { InfoFlag } from '../../../device/abi.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';

export const pauseClaim: Check = {
  name: 'pause-claim',
  holds: 'a running stream can be paused where INFO claims PAUSE; else it is refused with ENOSYS',
  run: (bench) =>
    bench.on({ stopThreshold: 'never' }, (stream) => {
      const claimed = (stream.params.infoFlags & InfoFlag.PAUSE) !== 0;
      stream.start();
      const errno = refusal(() => stream.device.pause(true));
      const text = `${claimed ? 'claimed' : 'not claimed'}, and PAUSE: ${answered(errno)}`;
      return errno === (claimed ? undefined : 'ENOSYS') ? pass(text) : fail(text);
    }),
};
