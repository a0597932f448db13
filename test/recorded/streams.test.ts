import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { bytesPerFrame } from '../../src/device/params.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import type { LossEvent } from '../../src/stream/loss.js';
import { LossLog, LossReader } from '../../src/stream/loss-log.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import { lastRow, TRACES, type Trace } from './trace.js';
import { endOfRun, TraceDevice } from './trace-device.js';

/** Frames of the silent tail: 50 ms. */
const TAIL_FRAMES = 2400;

/** Jitter of a timestamp of the USB card. */
const MAX_JITTER_FRAMES = 48;

const PLAYBACK = TRACES.filter(({ params }) => params.direction === 'playback');
const CAPTURE = TRACES.filter(({ params }) => params.direction === 'capture');

function optionsOn(device: TraceDevice) {
  const counters = new StreamCounters();
  return { counters, losses: new LossLog(), nowNs: () => device.nowNs };
}

/** Plays as many frames as the recorded program. */
function play(trace: Trace) {
  const device = new TraceDevice(trace);
  const io = new MmapPlayback(device);
  const options = optionsOn(device);
  const isLastRun = () => device.stretch === trace.stretches.at(-2);
  const end = endOfRun(trace).applPtr - TAIL_FRAMES;
  const source = {
    get ended() {
      return isLastRun() && io.applPtr() >= end;
    },
    fill(to: MmapPlayback) {
      const left = isLastRun() ? end - to.applPtr() : Number.POSITIVE_INFINITY;
      const frames = Math.min(to.avail(), left);
      to.commit(frames);
      return frames;
    },
  };
  new Player(device, io, source, options).run();
  return { device, io, ...resultsOf(options) };
}

/** Records until the recorded program stopped. */
function record(trace: Trace) {
  const device = new TraceDevice(trace);
  const io = new MmapCapture(device);
  const options = optionsOn(device);
  const { wait } = device;
  device.wait = (timeoutMs) => {
    const bits = wait.call(device, timeoutMs);
    if (device.stretch === trace.stretches.at(-2) && device.isAtEnd) options.counters.requestStop();
    return bits;
  };
  const fifo = FrameFifo.allocate(200_000, bytesPerFrame(device.params));
  new Recorder(device, io, fifo, Number.POSITIVE_INFINITY, options).run();
  return { device, io, fifo, ...resultsOf(options) };
}

function resultsOf({ counters, losses }: ReturnType<typeof optionsOn>) {
  return { counters, losses: [...new LossReader(losses.buffer)] };
}

/**
 * Expects the one xrun of every trace to begin at the driver's timestamp, or when the ring was
 * empty, and to end when the restarted hardware begins, to within a period.
 */
function expectDated([xrun, ...more]: readonly LossEvent[], { stretches, params }: Trace) {
  expect(more).toEqual([]);
  // The first row in XRUN: later ones have newer timestamps.
  const stop = stretches[1]!.rows.find(({ state }) => state === PcmState.XRUN)!;
  const restart = stretches[3]!.rows[0]!;
  expect(xrun!.kind).toBe('xrun');
  const pastApplPtr = params.direction === 'playback' ? Math.max(0, stop.hwPtr - xrun!.atFrame) : 0;
  expect(xrun!.silentFrames).toBeGreaterThanOrEqual(pastApplPtr);
  const beganNs = stop.tstampNs - (pastApplPtr * 1e9) / params.rateHz;
  const periodNs = (params.periodSize * 1e9) / params.rateHz;
  expect(xrun!.uncertaintyFrames).toBe(params.periodSize);
  expect(Math.abs(xrun!.monotonicNs - beganNs)).toBeLessThan(periodNs);
  expect(xrun!.monotonicNs + xrun!.durationNs).toBeGreaterThanOrEqual(stop.atNs);
  expect(xrun!.monotonicNs + xrun!.durationNs).toBeLessThanOrEqual(restart.atNs + periodNs);
  return { xrun: xrun!, stop };
}

describe.each(PLAYBACK)('a player over the trace $name', (trace) => {
  it('fills the ring, recovers from the xrun, and drains to the recorded end', () => {
    const { device, io, counters } = play(trace);
    expect(device.isLast).toBe(true);
    expect(io.state()).toBe(PcmState.SETUP);
    expect([counters.get('xruns'), counters.active]).toEqual([1, false]);
    expect(io.applPtr()).toBe(endOfRun(trace).applPtr);
    expect(io.hwPtr()).toBe(lastRow(trace.stretches.at(-1)!).hwPtr);
  });

  it('dates the xrun by the driver and loses the frames in the ring', () => {
    const { losses, counters } = play(trace);
    const { xrun, stop } = expectDated(losses, trace);
    const { periodSize } = trace.params;
    const unplayed = Math.max(0, xrun.atFrame - stop.hwPtr);
    // The recorded xruns are at a full ring, here they are earlier: hw_ptr may be a period old.
    expect(unplayed - xrun.lostFrames).toBeGreaterThanOrEqual(0);
    expect(unplayed - xrun.lostFrames).toBeLessThanOrEqual(periodSize + MAX_JITTER_FRAMES);
    expect([xrun.hwPtr, xrun.playedFrames]).toEqual([stop.hwPtr, xrun.atFrame - xrun.lostFrames]);
    expect(xrun.lostFrames).toBeLessThanOrEqual(trace.params.bufferSize);
    const written = xrun.atFrame + endOfRun(trace).applPtr - TAIL_FRAMES;
    expect(counters.get('frames')).toBe(written);
  });
});

describe.each(CAPTURE)('a recorder over the trace $name', (trace) => {
  it('empties the ring, recovers from the xrun, and accounts for every frame', () => {
    const { device, io, fifo, losses, counters } = record(trace);
    expect([device.isLast, io.state()]).toEqual([true, PcmState.SETUP]);
    const { xrun, stop } = expectDated(losses, trace);
    const downtimeFrames = xrun.durationNs * (trace.params.rateHz / 1e9);
    const missing = stop.hwPtr - xrun.atFrame + downtimeFrames;
    expect(Math.abs(xrun.lostFrames - missing)).toBeLessThanOrEqual(trace.params.periodSize);
    expect(counters.get('frames')).toBe(xrun.atFrame + endOfRun(trace).hwPtr);
    expect(fifo.readableFrames).toBe(counters.get('frames'));
  });
});
