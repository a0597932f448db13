import { PcmState, stateName } from '../../../device/pcm-state.js';
import { signedStep } from '../../pointer-track.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';
import { onPaused } from './paused.js';

const PATIENCE_MS = 2000;
/** A DMA that was not stopped has then gone three quarters round: that cannot be taken for nothing. */
const PAUSED_RINGS = 0.75;

export const pauseRelease: Check = {
  name: 'pause-release',
  holds: 'a stream that is released again goes on from where it stood, without a leap',
  run: (bench) =>
    onPaused(bench, (stream) => {
      const { device, io, params } = stream;
      bench.sleepMs(stream.framesMs(PAUSED_RINGS * io.bufferSize));
      const stood = io.hwPtr();
      const beganNs = bench.nowNs();
      const errno = refusal(() => device.pause(false));
      const state = io.state();
      if (errno !== undefined || state !== PcmState.RUNNING) {
        return fail(`the release: ${answered(errno)}, ${stateName(state)}`, stood);
      }
      if (!bench.until(PATIENCE_MS, () => stream.ask() !== stood)) {
        return fail(`hw_ptr stood for ${PATIENCE_MS / 1000} s after the release`, stood);
      }
      const moved = signedStep(stood, io.hwPtr(), io.boundary);
      const due = ((bench.nowNs() - beganNs) * params.rateHz) / 1e9;
      if (moved < 0 || moved > due + params.periodSize) {
        return fail(`hw_ptr moved by ${moved} frames in the time of ${due.toFixed(0)}`, stood);
      }
      return pass(`on by ${moved} frames, at first`);
    }),
};
