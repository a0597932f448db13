import { bytesPerFrame } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { cleanHeap } from './clean-heap.js';
import { FrameFifo } from './frame-fifo.js';
import { LossLog } from './loss-log.js';
import { type DevicePages, RehearsalDevice } from './rehearsal-device.js';
import { StreamCounters } from './stream-counters.js';
import type { LoopOptions } from './stream-loop.js';

const TURNS = 300;
/** Periods that the FIFO holds: no whole number, so that some of what is moved passes its end. */
const FIFO_PERIODS = 2.5;

/**
 * Runs a stream's loop from beginning to end over plain memory, before it runs on `device`: what runs
 * for the first time is compiled then, which may take longer than a small ring lasts.
 * @param pages of that device
 * @param run runs such a loop on the stand-in, with a FIFO whose other end is looked after
 */
export function rehearse(
  device: PcmDevice,
  pages: DevicePages,
  run: (standIn: PcmDevice, fifo: FrameFifo, options: LoopOptions) => void,
): void {
  const counters = new StreamCounters();
  let turns = 0;
  const standIn = new RehearsalDevice(device, pages, () => {
    turn();
    if (++turns === TURNS) counters.askToStop();
  });
  const { params, stepFrames } = standIn;
  const fifo = FrameFifo.allocate(
    Math.ceil(FIFO_PERIODS * params.periodSize),
    bytesPerFrame(params),
  );
  const turn = () => {
    if (params.direction === 'playback') fifo.put(Math.min(fifo.room, stepFrames));
    else fifo.drop(Math.min(fifo.waiting, stepFrames));
  };
  turn();
  try {
    run(standIn, fifo, { counters, losses: new LossLog() });
  } finally {
    standIn.close();
  }
  cleanHeap();
}
