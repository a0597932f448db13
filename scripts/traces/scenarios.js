import { PcmState } from 'alsa-mmap';
import { MmapPlayback } from 'alsa-mmap/direct';

/** @import { MmapCapture } from 'alsa-mmap/direct' */
/** @typedef {MmapPlayback | MmapCapture} Io */
/** @typedef {import('./trace-log.js').TraceLog} TraceLog */
/** @typedef {{ device: import('alsa-mmap').PcmDevice, io: Io, log: TraceLog }} Stream */

/** Time limit of each step, many times its duration in an emulated machine. */
const LIMIT_MS = 10_000;

/**
 * Starts a stream, lets it underrun, starts it again and drains it.
 * @param {Stream} stream
 */
export function playbackScenario({ device, io, log }) {
  log.addCall('open');
  feed(io);
  start({ device, log });
  runTo({ io, log }, 2 * io.bufferSize);
  sampleUntil({ io, log }, PcmState.XRUN);
  prepare({ device, log });
  feed(io);
  start({ device, log });
  runTo({ io, log }, io.bufferSize);
  feed(io);
  log.sample();
  device.drain();
  log.addCall('drain');
  sampleUntil({ io, log }, PcmState.SETUP);
}

/**
 * Starts a stream, lets it overrun, starts it again and drops it.
 * @param {Stream} stream
 */
export function captureScenario({ device, io, log }) {
  log.addCall('open');
  start({ device, log });
  runTo({ io, log }, 2 * io.bufferSize);
  sampleUntil({ io, log }, PcmState.XRUN);
  prepare({ device, log });
  start({ device, log });
  runTo({ io, log }, io.bufferSize);
  device.drop();
  log.addCall('drop');
}

/** @param {Pick<Stream, 'device' | 'log'>} stream */
function start({ device, log }) {
  device.start();
  log.addCall('start');
}

/** @param {Pick<Stream, 'device' | 'log'>} stream */
function prepare({ device, log }) {
  device.prepare();
  log.addCall('prepare');
}

/**
 * Fills the ring with silence, or empties it.
 * @param {Io} io
 */
function feed(io) {
  if (io instanceof MmapPlayback) for (const region of io.dataPtr()) region.fillSilence();
  io.commit(io.avail());
}

/**
 * Keeps a stream running up to a frame.
 * @param {Pick<Stream, 'io' | 'log'>} stream
 * @param {number} frames
 */
function runTo({ io, log }, frames) {
  const endMs = performance.now() + LIMIT_MS;
  while (io.hwPtr() < frames) {
    log.sample();
    if (io.state() !== PcmState.RUNNING)
      throw new Error(`the stream stopped in state ${io.state()}`);
    if (io.avail() >= io.params.periodSize) feed(io);
    if (performance.now() > endMs)
      throw new Error(`hw_ptr only reached ${io.hwPtr()} within ${LIMIT_MS} ms`);
  }
}

/**
 * @param {Pick<Stream, 'io' | 'log'>} stream
 * @param {number} state
 */
function sampleUntil({ io, log }, state) {
  const endMs = performance.now() + LIMIT_MS;
  while (io.state() !== state) {
    log.sample();
    if (performance.now() > endMs)
      throw new Error(`state ${state} was not reached within ${LIMIT_MS} ms`);
  }
  log.sample();
}
