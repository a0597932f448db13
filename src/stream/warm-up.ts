import type { MmapIO } from '../core/mmap-io.js';
import { bytesPerFrame, type PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { collectGarbage } from '../runtime/collect-garbage.js';
import { FrameFifo } from './frame-fifo.js';
import { LossLog } from './loss-log.js';
import { MemoryDevice } from './memory-device.js';
import { StreamCounters } from './stream-counters.js';
import type { LoopOptions } from './stream-loop.js';

const WARM_UP_CYCLES = 450;
const MAX_PERIOD_SIZE = 64;
const MAX_BUFFER_SIZE = 256;
/** High enough that no pointer wraps during a warm-up. */
const BOUNDARY_RINGS = 2 ** 48;
/** Not an integer, so that some transfers wrap around the end of the FIFO. */
const FIFO_PERIODS = 2.5;

/** Stand-in for a device: a short ring whose hw_ptr advances at each wait, which does not sleep. */
class WarmUpDevice extends MemoryDevice {
  /** Odd if the period is even, so that copies also have a remainder of a few words. */
  readonly framesPerWait: number;
  readonly #onWait: () => void;

  constructor(device: PcmDevice, { status, control }: DevicePages, onWait: () => void) {
    super(shortRing(device.params), {
      identity: device.identity,
      capabilities: device.capabilities,
      channelInfo: (channel) => device.channelInfo(channel),
      statusRefusal: status.refusal,
      controlRefusal: control.refusal,
    });
    this.framesPerWait = Math.max(1, this.params.periodSize - 3);
    this.#onWait = onWait;
  }

  override wait(timeoutMs: number): number {
    this.#onWait();
    this.hwPtr += BigInt(this.framesPerWait);
    return super.wait(timeoutMs);
  }
}

/** Access paths to the pages of a device; the stand-in refuses the same mappings. */
type DevicePages = Pick<MmapIO, 'status' | 'control'>;

function shortRing(params: PcmParams): PcmParams {
  const periodSize = Math.min(params.periodSize, MAX_PERIOD_SIZE);
  const bufferSize = Math.min(params.bufferSize, MAX_BUFFER_SIZE);
  return { ...params, periodSize, bufferSize, boundary: bufferSize * BOUNDARY_RINGS };
}

/**
 * Runs a stream's loop from start to end over plain memory before it runs on `device`. Otherwise
 * V8 would compile code on its first use, which may take longer than a small ring lasts.
 * @param pages access paths of that device
 * @param run runs the loop on the stand-in; the other end of the FIFO is served
 */
export function warmUp(
  device: PcmDevice,
  pages: DevicePages,
  run: (standIn: PcmDevice, fifo: FrameFifo, options: LoopOptions) => void,
): void {
  const counters = new StreamCounters();
  let cycles = 0;
  const standIn = new WarmUpDevice(device, pages, () => {
    serveFifo();
    if (++cycles === WARM_UP_CYCLES) counters.requestStop();
  });
  const { params, framesPerWait } = standIn;
  const capacity = Math.ceil(FIFO_PERIODS * params.periodSize);
  const fifo = FrameFifo.allocate(capacity, bytesPerFrame(params));
  const serveFifo = () => {
    if (params.direction === 'playback')
      fifo.commitWrite(Math.min(fifo.writableFrames, framesPerWait));
    else fifo.commitRead(Math.min(fifo.readableFrames, framesPerWait));
  };
  serveFifo();
  try {
    run(standIn, fifo, { counters, losses: new LossLog() });
  } finally {
    standIn.close();
  }
  collectGarbage();
}
