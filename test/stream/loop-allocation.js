/**
 * Runs the loop of a stream over plain memory that moves a period a turn, and prints the bytes that
 * a turn leaves on the heap, once it has been compiled. Runs by itself: node --expose-gc.
 */

import * as lib from '../../dist/index.js';

const TURNS = 100_000;
const PERIOD = 1024;
const BUFFER = 4096;
const HW_PTR_WORD = 2;

function memoryDevice(direction, onTurn) {
  const pages = [new SharedArrayBuffer(4096), new SharedArrayBuffer(4096)];
  const ring = new SharedArrayBuffer(4 * BUFFER);
  const status = new Int32Array(pages[0]);
  const map = (buffer) => ({ kind: 'mapped', buffer, onUnmap: undefined, unmap() {} });
  let hwPtr = 0;
  status[0] = lib.PcmState.PREPARED;
  const set = (state) => () => {
    status[0] = state;
  };
  return {
    identity: { name: 'memory', card: -1, device: 0, subdevice: 0, description: '' },
    params: {
      direction,
      access: 'MMAP_INTERLEAVED',
      format: lib.findFormat('S16_LE'),
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
    },
    mapStatus: () => map(pages[0]),
    mapControl: () => map(pages[1]),
    mapSamples: () => map(ring),
    channelInfo: (channel) => ({ offsetBytes: 0, firstBits: channel * 16, stepBits: 32 }),
    syncPtr() {},
    wait() {
      hwPtr += PERIOD;
      status[HW_PTR_WORD] = hwPtr;
      onTurn();
      return 0;
    },
    prepare: set(lib.PcmState.PREPARED),
    start: set(lib.PcmState.RUNNING),
    drop: set(lib.PcmState.SETUP),
    drain: set(lib.PcmState.SETUP),
  };
}

function measure(kind) {
  const counters = new lib.StreamCounters();
  const options = { counters, losses: new lib.LossLog() };
  const fifo = lib.FrameFifo.allocate(2 * BUFFER, 4);
  let turn = 0;
  let before = 0;
  let after = 0;
  const onTurn = () => {
    if (kind === 'record') fifo.commitRead(fifo.readableFrames);
    else fifo.commitWrite(fifo.writableFrames);
    turn++;
    if (turn === TURNS / 2) {
      globalThis.gc();
      before = process.memoryUsage().heapUsed;
    }
    if (turn === TURNS) {
      after = process.memoryUsage().heapUsed;
      counters.requestStop();
    }
  };
  const device = memoryDevice(kind === 'record' ? 'capture' : 'playback', onTurn);
  if (kind === 'record') {
    const io = new lib.MmapCapture(device);
    new lib.Recorder(device, io, fifo, Number.POSITIVE_INFINITY, options).run();
  } else {
    fifo.commitWrite(fifo.writableFrames);
    const io = new lib.MmapPlayback(device);
    const source =
      kind === 'play'
        ? new lib.FifoSource(fifo, Number.POSITIVE_INFINITY)
        : new lib.SineWriter(io, 440, -12, Number.POSITIVE_INFINITY);
    new lib.Player(device, io, source, options).run();
  }
  return { bytes: (after - before) / (TURNS / 2), frames: counters.get('frames') };
}

process.stdout.write(`${JSON.stringify(measure(process.argv[2]))}\n`);
