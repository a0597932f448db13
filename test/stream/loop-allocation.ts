/**
 * Runs a stream loop over plain memory that moves one period a cycle, and prints the bytes that a
 * cycle leaves on the heap once it is optimized. A process of its own: needs `node --expose-gc`.
 */

import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { MMAP_STATUS } from '../../src/device/abi.js';
import { findFormat } from '../../src/device/format.js';
import { bytesPerFrame, type PcmParams } from '../../src/device/params.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { FifoSource } from '../../src/stream/fifo-source.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { LossLog } from '../../src/stream/loss-log.js';
import { MemoryDevice } from '../../src/stream/memory-device.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import { SineWriter } from '../../src/stream/sine-writer.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';

const CYCLES = 100_000;
const PERIOD = 1024;
const BUFFER = 4096;
const HW_PTR_WORD = MMAP_STATUS.hwPtr / 4;
const FOREVER = Number.POSITIVE_INFINITY;

function paramsFor(direction: PcmParams['direction']): PcmParams {
  return {
    direction,
    access: 'MMAP_INTERLEAVED',
    format: findFormat('S16_LE')!,
    channels: 2,
    rateHz: 48_000,
    periodSize: PERIOD,
    bufferSize: BUFFER,
    boundary: BUFFER * 2 ** 40,
    availMin: PERIOD,
    startThreshold: 1,
    stopThreshold: BUFFER,
    tstampType: 'MONOTONIC',
    infoFlags: 0,
    periodWakeup: true,
  };
}

/** Advances hw_ptr by a period at each wait. */
class PeriodDevice extends MemoryDevice {
  readonly #onWait: () => void;
  readonly #hwPtrWords: Int32Array;

  constructor(direction: PcmParams['direction'], onWait: () => void) {
    super(paramsFor(direction));
    this.#onWait = onWait;
    this.#hwPtrWords = new Int32Array((this.mapStatus() as Mapping).buffer);
  }

  override wait(timeoutMs: number): number {
    // Not by `hwPtr`: a BigInt would be allocated in each cycle.
    this.#hwPtrWords[HW_PTR_WORD]! += PERIOD;
    this.#onWait();
    return super.wait(timeoutMs);
  }
}

function measure(kind: string): { readonly bytes: number; readonly frames: number } {
  const counters = new StreamCounters();
  const options = { counters, losses: new LossLog() };
  let cycles = 0;
  let before = 0;
  let after = 0;
  const device = new PeriodDevice(kind === 'record' ? 'capture' : 'playback', () => {
    if (kind === 'record') fifo.commitRead(fifo.readableFrames);
    else fifo.commitWrite(fifo.writableFrames);
    cycles++;
    if (cycles === CYCLES / 2) {
      globalThis.gc!();
      before = process.memoryUsage().heapUsed;
    }
    if (cycles === CYCLES) {
      after = process.memoryUsage().heapUsed;
      counters.requestStop();
    }
  });
  const fifo = FrameFifo.allocate(2 * BUFFER, bytesPerFrame(device.params));
  if (kind === 'record') {
    new Recorder(device, new MmapCapture(device), fifo, FOREVER, options).run();
  } else {
    fifo.commitWrite(fifo.writableFrames);
    const io = new MmapPlayback(device);
    const source =
      kind === 'play' ? new FifoSource(fifo, FOREVER) : new SineWriter(io, 440, -12, FOREVER);
    new Player(device, io, source, options).run();
  }
  return { bytes: (after - before) / (CYCLES / 2), frames: counters.get('frames') };
}

process.stdout.write(`${JSON.stringify(measure(process.argv[2]!))}\n`);
