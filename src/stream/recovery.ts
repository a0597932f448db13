import type { MmapIO } from '../core/mmap-io.js';
import { AlsaMmapError, deviceError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/pcm-state.js';

const RESUME_ATTEMPTS = 50;
const RESUME_RETRY_MS = 20;
const SLEEP_WORD = new Int32Array(new SharedArrayBuffer(4));

/**
 * Recovers a stopped stream: RESUME after a suspend, with a bounded number of attempts; PREPARE
 * after an xrun, or when RESUME is not possible.
 * @returns `resumed` if the stream continues in place; `prepared` if it is PREPARED, with an empty
 * ring and pointers at 0
 * @throws DISCONNECTED when the device was removed, FAILED in a state without a recovery
 */
export function recover(device: PcmDevice, io: MmapIO, state: number): 'resumed' | 'prepared' {
  const { name } = device.identity;
  switch (state) {
    case PcmState.XRUN:
    case PcmState.SETUP:
      break;
    case PcmState.SUSPENDED:
      if (tryResume(device) && io.state() !== PcmState.SUSPENDED) return 'resumed';
      break;
    case PcmState.DISCONNECTED:
      throw disconnectedError(name);
    default:
      throw deviceError('FAILED', name, `cannot recover from state ${stateName(state)}`);
  }
  device.prepare();
  io.discardPartialFrame();
  return 'prepared';
}

export function disconnectedError(device: string): AlsaMmapError {
  return deviceError('DISCONNECTED', device, 'device disconnected');
}

/** Error of a stream with the policy `stop`. */
export function xrunError({ identity, params }: PcmDevice, atFrame: number): AlsaMmapError {
  const xrun = params.direction === 'capture' ? 'overrun' : 'underrun';
  const reason = `${xrun} at frame ${atFrame}; stopped (--on-xrun=stop); a larger buffer may help`;
  return deviceError('XRUN', identity.name, reason);
}

/**
 * Commits frames, unless the stream has stopped since the last snapshot; the next snapshot reports
 * its state.
 * @returns frames committed: `frames` or 0
 * @throws RANGE when `frames` exceeds avail
 */
export function commitUnlessStopped(io: MmapIO, frames: number): number {
  try {
    io.commit(frames);
    return frames;
  } catch (error) {
    const code = error instanceof AlsaMmapError ? error.code : undefined;
    if (code === 'XRUN' || code === 'DISCONNECTED' || io.state() === PcmState.SUSPENDED) return 0;
    throw error;
  }
}

/** Updates hw_ptr, unless the stream has stopped; the next snapshot reports its state. */
export function hwsyncUnlessStopped(io: MmapIO): void {
  try {
    io.hwsync();
  } catch (error) {
    if (io.state() === PcmState.RUNNING) throw error;
  }
}

/** Returns false if the driver has no resume, or stays busy. */
function tryResume(device: PcmDevice): boolean {
  for (let attempt = 0; attempt < RESUME_ATTEMPTS; attempt++) {
    try {
      device.resume();
      return true;
    } catch (error) {
      const errno = error instanceof AlsaMmapError ? error.errno : undefined;
      if (errno === 'ENOSYS') return false;
      if (errno !== 'EAGAIN') throw error;
      // poll(2) does not sleep here: a suspended stream is always ready.
      Atomics.wait(SLEEP_WORD, 0, 0, RESUME_RETRY_MS);
    }
  }
  return false;
}
