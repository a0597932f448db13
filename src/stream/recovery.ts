import type { MmapIO } from '../core/mmap-io.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/state.js';

const RESUME_ATTEMPTS = 50;
const RESUME_PAUSE_MS = 20;

/**
 * Brings a stream that has stopped back to PREPARED, with pointers at 0: PREPARE after an xrun;
 * RESUME after a suspend, a bounded number of times, and PREPARE then.
 * @throws DISCONNECTED where the device is gone, FAILED for a state that cannot be left
 */
export function recover(device: PcmDevice, io: MmapIO, state: number): void {
  const { name } = device.identity;
  switch (state) {
    case PcmState.XRUN:
    case PcmState.SETUP:
      break;
    case PcmState.SUSPENDED:
      resume(device);
      break;
    case PcmState.DISCONNECTED:
      throw new AlsaMmapError('DISCONNECTED', `${name}: the device went away`, { device: name });
    default:
      throw new AlsaMmapError('FAILED', `${name}: the stream is in state ${stateName(state)}`, {
        device: name,
      });
  }
  device.prepare();
  io.reset();
}

function resume(device: PcmDevice): void {
  for (let attempt = 0; attempt < RESUME_ATTEMPTS; attempt++) {
    try {
      device.resume();
      return;
    } catch (error) {
      const errno = error instanceof AlsaMmapError ? error.errno : undefined;
      if (errno === 'ENOSYS') return;
      if (errno !== 'EAGAIN') throw error;
      device.wait(RESUME_PAUSE_MS);
    }
  }
}
