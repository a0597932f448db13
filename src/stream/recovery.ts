import type { MmapIO } from '../core/mmap-io.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/pcm-state.js';

const RESUME_ATTEMPTS = 50;
const RESUME_RETRY_MS = 20;
const SLEEP_WORD = new Int32Array(new SharedArrayBuffer(4));

/**
 * Brings a stream that has stopped back: RESUME after a suspend, a bounded number of times; PREPARE
 * after an xrun, and where RESUME is not to be had.
 * @returns whether it goes on where it was; else it is PREPARED, its ring empty, its pointers at 0
 * @throws DISCONNECTED where the device is gone, FAILED for a state that cannot be left
 */
export function recover(device: PcmDevice, io: MmapIO, state: number): 'goes on' | 'prepared' {
  const { name } = device.identity;
  switch (state) {
    case PcmState.XRUN:
    case PcmState.SETUP:
      break;
    case PcmState.SUSPENDED:
      if (tryResume(device) && io.state() !== PcmState.SUSPENDED) return 'goes on';
      break;
    case PcmState.DISCONNECTED:
      throw disconnectedError(name);
    default:
      throw new AlsaMmapError('FAILED', `${name}: the stream is in state ${stateName(state)}`, {
        device: name,
      });
  }
  device.prepare();
  io.discardPartialFrame();
  return 'prepared';
}

export function disconnectedError(device: string): AlsaMmapError {
  return new AlsaMmapError('DISCONNECTED', `${device}: the device went away`, { device });
}

/** Of a stream that is to end at an xrun. */
export function xrunError({ identity, params }: PcmDevice, atFrame: number): AlsaMmapError {
  const { name } = identity;
  const over = params.direction === 'capture' ? 'over' : 'under';
  return new AlsaMmapError(
    'XRUN',
    `${name}: the stream ran ${over} at frame ${atFrame} and was ended there, as asked; a larger ` +
      'buffer may help',
    { device: name },
  );
}

/**
 * Commits, or not where the stream has stopped since the last look: the next one sees its state.
 * @returns frames committed
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

/** Brings hw_ptr up to date, or not where the stream has stopped: the next look sees its state. */
export function hwsyncUnlessStopped(io: MmapIO): void {
  try {
    io.hwsync();
  } catch (error) {
    if (io.state() === PcmState.RUNNING) throw error;
  }
}

/** False where the driver has no resume, or it does not come about. */
function tryResume(device: PcmDevice): boolean {
  for (let attempt = 0; attempt < RESUME_ATTEMPTS; attempt++) {
    try {
      device.resume();
      return true;
    } catch (error) {
      const errno = error instanceof AlsaMmapError ? error.errno : undefined;
      if (errno === 'ENOSYS') return false;
      if (errno !== 'EAGAIN') throw error;
      // Not the device's wait: a suspended stream is always ready.
      Atomics.wait(SLEEP_WORD, 0, 0, RESUME_RETRY_MS);
    }
  }
  return false;
}
