import { describe, expect, it } from 'vitest';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { bytesPerFrame } from '../../src/device/params.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import type { ManualTime } from '../../src/sim/time.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import {
  causeText,
  likelyCause,
  type RingEvidence,
  type WaitEvidence,
} from '../../src/stream/loss-cause.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import type { LoopOptions } from '../../src/stream/stream-loop.js';
import { captureOn, errorOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { loopOptions, lossesOf } from './loop.js';

const RING = { ...sizes(1024, 4096), channels: 1, format: 'S16_LE' } as const;
const TOTAL = 48_000;

interface Situation {
  /** Frames for which the program does not run, in its fourth cycle. */
  readonly late?: number;
  /** Frames after which the source of a playback pauses for half a second. */
  readonly pauseAt?: number;
}

/** Stops the program for `frames` in its fourth cycle, and ends it after 5000 cycles. */
function delay(
  device: PcmDevice,
  time: ManualTime,
  frames: number,
  { counters }: Pick<LoopOptions, 'counters'>,
): void {
  const { wait } = device;
  let cycles = 0;
  device.wait = (limitMs) => {
    if (++cycles === 4) time.advance(framesNs(frames));
    if (cycles === 5000) counters.requestStop();
    return wait.call(device, limitMs);
  };
}

function record(settings: string, { late = 0 }: Situation) {
  const { device, io, time } = captureOn(settings, RING);
  const options = loopOptions(time);
  delay(device, time, late, options);
  const fifo = FrameFifo.allocate(2 * TOTAL, bytesPerFrame(device.params));
  const error = errorOf(() => new Recorder(device, io, fifo, TOTAL, options).run());
  device.close();
  return { error, losses: lossesOf(options), counters: options.counters };
}

function play(settings: string, { late = 0, pauseAt = TOTAL }: Situation) {
  const { device, io, time } = playbackOn(settings, RING);
  const options = loopOptions(time);
  delay(device, time, late, options);
  let written = 0;
  let resumeNs = 0;
  const source = {
    get ended() {
      return written === TOTAL;
    },
    waitForFrames: () => time.advance(10e6),
    fill(to: MmapPlayback) {
      if (time.nowNs() < resumeNs) return 0;
      const next = written < pauseAt ? pauseAt : TOTAL;
      const frames = Math.min(to.avail(), next - written);
      to.commit(frames);
      written += frames;
      if (written === pauseAt && frames > 0) resumeNs = time.nowNs() + 5e8;
      return frames;
    },
  };
  new Player(device, io, source, options).run();
  device.close();
  return { losses: lossesOf(options), counters: options.counters };
}

/** Causes of the losses, each once. */
function causes(direction: string, settings: string, situation: Situation = {}) {
  const { losses } = (direction === 'playback' ? play : record)(settings, situation);
  return [...new Set(losses.map(({ cause }) => cause))];
}

describe.each(['playback', 'capture'])('the cause of a loss of a %s', (direction) => {
  it.each([
    ['sim:JUMP=20000:3496', 'pointer-leapt'],
    ['sim:JUMP=20000:3496,QUIRK=timestamp-zero', 'pointer-leapt'],
    ['sim:XRUN=20000', 'declared'],
    ['sim:XRUN=20000,QUIRK=timestamp-realtime', 'declared'],
    ['sim:XRUN=300', 'declared'],
    ['sim:SUSPEND=20000,RESUME=no', 'suspended'],
  ])('on %s is %s', (settings, cause) => {
    expect(causes(direction, settings)).toEqual([cause]);
  });

  it.each(['', ':QUIRK=timestamp-frozen', ':QUIRK=xrun-never', ':RATE_PPM=20000'])(
    'is the program that did not run for 1.5 s: sim%s',
    (settings) => {
      expect(causes(direction, `sim${settings}`, { late: 72_000 })).toEqual(['program-late']);
    },
  );

  it.each(['QUIRK=poll-never', 'QUIRK=start-late', 'PERIODS=1', 'SIZES=pow2,BUFFER=2048'])(
    'does not exist with %s: the stream runs on',
    (settings) => {
      expect(causes(direction, `sim:${settings}`)).toEqual([]);
    },
  );

  it('is the ring of a single period whose pointer moves by periods', () => {
    expect(causes(direction, 'sim:PERIODS=1,STEP=1024')).toEqual(['one-period']);
  });
});

it('ends an endless loss: each interrupt of a single period finds the ring full', () => {
  const { error, losses, counters } = record('sim:PERIODS=1,STEP=1024', {});
  expect([error?.code, losses.length]).toEqual(['XRUN', 20]);
  expect(error?.message).toContain(causeText('one-period'));
  expect(counters.get('frames')).toBe(0);
});

describe('the cause of an underrun', () => {
  it('is the source that has no frames', () => {
    expect(causes('playback', 'sim', { pauseAt: 20_000 })).toEqual(['source-late']);
  });
});

describe('likelyCause', () => {
  const PARAMS = { periodSize: 1024, bufferSize: 4096 };
  const WAIT: WaitEvidence = { limitNs: 64e6, isIdle: false, fault: undefined };
  const IN_TIME: RingEvidence = {
    leapFrames: 0,
    unusedFrames: 0,
    slackNs: 50e6,
    sinceLastWakeupNs: 51e6,
    fillFrames: 2048,
    clock: 'timestamps',
  };
  const LATE = { ...IN_TIME, slackNs: 85e6, sinceLastWakeupNs: 86e6 };

  it.each([
    ['unknown', IN_TIME, {}, {}],
    ['timestamps-wrong', { ...IN_TIME, clock: 'program' as const }, {}, {}],
    ['poll-wrong', IN_TIME, { fault: 'poll-wrong' as const }, {}],
    ['interrupt-late', IN_TIME, { fault: 'interrupt-late' as const }, {}],
    ['program-late', LATE, { fault: 'poll-wrong' as const }, {}],
    ['program-late', { ...LATE, clock: 'program' as const }, {}, {}],
    ['program-late', { ...LATE, unusedFrames: 1023 }, {}, {}],
    ['declared', { ...LATE, unusedFrames: 1024 }, {}, {}],
    ['declared', { ...IN_TIME, unusedFrames: 1 }, {}, {}],
    ['pointer-leapt', { ...LATE, leapFrames: -1, unusedFrames: 9000 }, {}, {}],
    [
      'source-late',
      { ...IN_TIME, slackNs: 2e6, sinceLastWakeupNs: 6e6 },
      { isIdle: true, limitNs: 5e6 },
      {},
    ],
    ['program-late', LATE, { isIdle: true, limitNs: 5e6 }, {}],
    ['one-period', IN_TIME, {}, { periodSize: 4096 }],
  ])('is %s', (cause, ring, wait, params) => {
    expect(likelyCause('xrun', { ...PARAMS, ...params }, ring, { ...WAIT, ...wait })).toBe(cause);
  });
});
