import { PcmState } from '../../dist/index.js';

/** Far beyond what any of it takes, in an emulated machine too. */
const PATIENCE_MS = 10_000;

/** Lets a stream start, run, run dry, start again and come to its end. */
export function tellPlayback({ device, io, log }) {
  log.called('open');
  feed(io);
  start({ device, log });
  runTo({ io, log }, 2 * io.bufferSize);
  lookUntil({ io, log }, PcmState.XRUN);
  prepare({ device, io, log });
  feed(io);
  start({ device, log });
  runTo({ io, log }, io.bufferSize);
  feed(io);
  log.look();
  device.drain();
  log.called('drain');
  lookUntil({ io, log }, PcmState.SETUP);
}

/** Lets a stream start, run, run over, start again and be dropped. */
export function tellCapture({ device, io, log }) {
  log.called('open');
  start({ device, log });
  runTo({ io, log }, 2 * io.bufferSize);
  lookUntil({ io, log }, PcmState.XRUN);
  prepare({ device, io, log });
  start({ device, log });
  runTo({ io, log }, io.bufferSize);
  device.drop();
  log.called('drop');
}

function start({ device, log }) {
  device.start();
  log.called('start');
}

function prepare({ device, io, log }) {
  device.prepare();
  io.reset();
  log.called('prepare');
}

/** Fills the ring with silence, or empties it. */
function feed(io) {
  if (io.params.direction === 'playback') for (const part of io.dataPtr()) part.fillSilence();
  io.commit(io.avail());
}

/** Keeps a stream running up to a frame. */
function runTo({ io, log }, frames) {
  const endMs = performance.now() + PATIENCE_MS;
  while (io.hwPtr() < frames) {
    log.look();
    if (io.state() !== PcmState.RUNNING) throw new Error(`it stopped in state ${io.state()}`);
    if (io.avail() >= io.params.periodSize) feed(io);
    if (performance.now() > endMs) throw new Error(`hw_ptr has come to ${io.hwPtr()} only`);
  }
}

function lookUntil({ io, log }, state) {
  const endMs = performance.now() + PATIENCE_MS;
  while (io.state() !== state) {
    log.look();
    if (performance.now() > endMs) throw new Error(`the state ${state} did not come`);
  }
  log.look();
}
