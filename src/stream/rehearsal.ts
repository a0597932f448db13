import { MmapCapture } from '../core/mmap-capture.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import { bytesPerFrame } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { cleanHeap } from './clean-heap.js';
import { FifoSource } from './fifo-source.js';
import { FrameFifo } from './frame-fifo.js';
import { LossLog } from './loss-log.js';
import { monotonicNs } from './monotonic.js';
import { Player, type PlaySource } from './player.js';
import { PracticeDevice } from './practice-device.js';
import { Recorder } from './recorder.js';
import { StreamCounters } from './stream-counters.js';

/** Streams, so that what only begins one is known too; and turns of each: V8 compiles what has run so often. */
const STREAMS = 3;
const TURNS = 1000;
/** Has no divisor in common with ring or FIFO: each turn comes to another place. */
const TURN_FRAMES = 61;
/** In some turns nothing has moved. */
const STILL_EVERY = 16;
const FIFO_FRAMES = 250;
const ENDLESS = Number.MAX_SAFE_INTEGER;

/** The device that is rehearsed for. */
type Model = Pick<PcmDevice, 'params' | 'offers'>;

/**
 * Turns of streams on a device that is memory only, done before those that count: code that is new runs
 * slowly, and is compiled when it has run often, which takes longer than a small ring lasts. What
 * is compiled then knows all that happens in a turn but a loss.
 */
export function rehearsePlay(model: Model): void {
  rehearse(model, (device) => {
    const fifo = practiceFifo(device);
    const player = practicePlayer(device, () => new FifoSource(fifo, ENDLESS));
    return (frames) => {
      fifo.put(frames);
      player.rehearse();
    };
  });
}

/** @param makeSource makes the source of the stream, for other memory */
export function rehearseSource(model: Model, makeSource: (io: MmapPlayback) => PlaySource): void {
  rehearse(model, (device) => {
    const player = practicePlayer(device, makeSource);
    return () => player.rehearse();
  });
}

export function rehearseRecord(model: Model): void {
  rehearse(model, (device) => {
    const fifo = practiceFifo(device);
    const io = new MmapCapture(device);
    const recorder = new Recorder(device, io, fifo, ENDLESS, nobodyListens());
    return () => {
      recorder.rehearse();
      fifo.drop(fifo.waiting);
    };
  });
}

function rehearse(model: Model, begin: (device: PracticeDevice) => (frames: number) => void): void {
  for (let stream = 0; stream < STREAMS; stream++) {
    const device = new PracticeDevice(model);
    const turn = begin(device);
    for (let nth = 1; nth <= TURNS; nth++) {
      const frames = nth % STILL_EVERY === 0 ? 0 : TURN_FRAMES;
      if (frames > 0) device.move(frames, monotonicNs());
      turn(frames);
    }
    device.close();
  }
  cleanHeap();
}

function practicePlayer(
  device: PracticeDevice,
  makeSource: (io: MmapPlayback) => PlaySource,
): Player {
  const io = new MmapPlayback(device);
  return new Player(device, io, makeSource(io), nobodyListens());
}

function practiceFifo({ params }: PracticeDevice): FrameFifo {
  return FrameFifo.allocate(FIFO_FRAMES, bytesPerFrame(params));
}

function nobodyListens() {
  return { counters: new StreamCounters(), losses: new LossLog() };
}
