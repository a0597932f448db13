import { bytesPerFrame } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { collectGarbage } from '../runtime/collect-garbage.js';
import { FrameFifo } from './frame-fifo.js';
import { LossLog } from './loss-log.js';
import { type DevicePages, MemoryDevice } from './memory-device.js';
import { StreamCounters } from './stream-counters.js';
import type { LoopOptions } from './stream-loop.js';

const WARM_UP_CYCLES = 300;
/** Periods that the FIFO holds: no whole number, so that some of what is moved passes its end. */
const FIFO_PERIODS = 2.5;

/**
 * Runs a stream's loop from beginning to end over plain memory, before it runs on `device`: what runs
 * for the first time is compiled then, which may take longer than a small ring lasts.
 * @param pages of that device
 * @param run runs such a loop on the stand-in, with a FIFO whose other end is looked after
 */
export function warmUp(
  device: PcmDevice,
  pages: DevicePages,
  run: (standIn: PcmDevice, fifo: FrameFifo, options: LoopOptions) => void,
): void {
  const counters = new StreamCounters();
  let turns = 0;
  const standIn = new MemoryDevice(device, pages, () => {
    turn();
    if (++turns === WARM_UP_CYCLES) counters.requestStop();
  });
  const { params, framesPerWait } = standIn;
  const fifo = FrameFifo.allocate(
    Math.ceil(FIFO_PERIODS * params.periodSize),
    bytesPerFrame(params),
  );
  const turn = () => {
    if (params.direction === 'playback')
      fifo.commitWrite(Math.min(fifo.writableFrames, framesPerWait));
    else fifo.commitRead(Math.min(fifo.readableFrames, framesPerWait));
  };
  turn();
  try {
    run(standIn, fifo, { counters, losses: new LossLog() });
  } finally {
    standIn.close();
  }
  collectGarbage();
}
