import { PcmState } from '../../../device/pcm-state.js';
import { signedStep } from '../../pointer-track.js';
import { type Check, fail, pass, STANDS, skip } from '../verdict.js';

const LOOKS = 50;

export const pageIoctl: Check = {
  name: 'page-ioctl',
  holds: 'the pages show what SYNC_PTR tells: state, hw_ptr, appl_ptr and avail_min',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const { io } = stream;
      if (io.status.path !== 'mmap') return skip('the status page is not mapped');
      if (!stream.startMoving()) return STANDS;
      for (let look = 0; look < LOOKS; look++) {
        const before = io.hwPtr();
        const kernel = stream.kernel();
        const after = io.hwPtr();
        const hwPtr = kernel.hwPtr();
        const early = signedStep(before, hwPtr, io.boundary) < 0;
        if (early || signedStep(hwPtr, after, io.boundary) < 0) {
          return fail(`hw_ptr is ${before} to ${after} on the page, ${hwPtr} by SYNC_PTR`, before);
        }
        const told = [kernel.state(), kernel.applPtr(), kernel.availMin()];
        const shown = [PcmState.RUNNING, io.applPtr(), io.control.availMin()];
        if (String(told) !== String(shown)) {
          return fail(
            `state, appl_ptr, avail_min: ${shown} on the pages, ${told} by SYNC_PTR`,
            before,
          );
        }
        bench.sleepMs(1);
      }
      return pass(`${LOOKS} looks`);
    });
  },
};
