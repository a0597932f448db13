/**
 * The law of conservation: frames delivered and frames lost are the frames that the card's clock
 * counted, to within a period per loss, whatever the cause. The pattern of the simulated card is
 * the witness of a capture, its dump that of a playback.
 */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { findFormat } from '../../src/device/format.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { openSimDevice } from '../../src/sim/card.js';
import { patternSample } from '../../src/sim/signal.js';
import { ManualTime } from '../../src/sim/time.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import { repetitions } from '../brief.js';
import { sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';
import { loopOptions, lossesOf } from './loop.js';

const codec = sampleCodec(findFormat('S32_LE')!);

// A wall clock that runs on while the card's clock does not means that the machine slept.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

const CAUSES = [
  'late',
  'late-free-run',
  'declared',
  'jump',
  'resumed',
  'not-resumed',
  'overflow',
] as const;

const scenarios = fc.record({
  cause: fc.constantFrom(...CAUSES),
  rateHz: fc.constantFrom(8000, 44_100, 48_000, 96_000),
  periodSize: fc.integer({ min: 32, max: 600 }),
  periods: fc.integer({ min: 3, max: 8 }),
  ratePpm: fc.constantFrom(0, 100, -13_790, 13_790),
  /** Time of a late program, of a suspend, and of a reader that does not read. */
  lateMs: fc.integer({ min: 100, max: 300 }),
  /** Time from PREPARE to START. */
  restartMs: fc.integer({ min: 0, max: 20 }),
  quirk: fc.constantFrom(
    '',
    'timestamp-zero',
    'timestamp-frozen',
    'timestamp-realtime',
    'timestamp-ahead',
  ),
});
type Scenario = typeof scenarios extends fc.Arbitrary<infer Value> ? Value : never;

/** Opens a device that the causes interfere with. */
function openLossy(scenario: Scenario, direction: 'capture' | 'playback', more: string) {
  const { cause, rateHz, periodSize, periods, ratePpm, lateMs, restartMs, quirk } = scenario;
  const bufferSize = periods * periodSize;
  // Long after the start, so that the rate of the card is known.
  const faultFrame = Math.round((2.5 * lateMs * rateHz) / 1000) + 8 * bufferSize + 13;
  const faults = {
    declared: `,XRUN=${faultFrame}:${2 * bufferSize + 17}`,
    jump: `,JUMP=${faultFrame}:${2 * bufferSize}`,
    resumed: `,SUSPEND=${faultFrame}`,
    'not-resumed': `,SUSPEND=${faultFrame},RESUME=no`,
  } as Partial<Record<string, string>>;
  const lateUs = Math.round((periodSize * 4e5) / rateHz);
  const name =
    `sim:RATE_PPM=${ratePpm},WAKEUP_LATENCY=0:${lateUs}${more}${faults[cause] ?? ''}` +
    (quirk === '' ? '' : `,QUIRK=${quirk}`);
  const time = new ManualTime();
  const device = openSimDevice(
    name,
    {
      direction,
      rateHz,
      channels: 1,
      format: 'S32_LE',
      ...sizes(periodSize, bufferSize),
      ...(cause === 'late-free-run' ? { stopThreshold: 'never' as const, autoSilence: true } : {}),
    },
    time,
  );
  const { prepare, resume, wait } = device;
  device.prepare = () => {
    prepare.call(device);
    time.advance(restartMs * 1e6);
  };
  device.resume = () => {
    time.advance(lateMs * 1e6);
    resume.call(device);
  };
  const lateAtNs = time.nowNs() + 2.5e6 * lateMs + (2.5e9 * bufferSize) / rateHz;
  const lateNs = 1e6 * lateMs + (1e9 * bufferSize) / rateHz;
  let isLate = !cause.startsWith('late');
  device.wait = (limitMs) => {
    if (!isLate && time.nowNs() > lateAtNs) {
      isLate = true;
      time.advance(lateNs);
    }
    return wait.call(device, limitMs);
  };
  const total = Math.round((5 * lateMs * rateHz) / 1000) + 16 * bufferSize;
  return { device, time, total, bufferSize, lateAtNs, lateNs };
}

function record(scenario: Scenario) {
  const opened = openLossy(scenario, 'capture', ',SIGNAL=pattern');
  const { device, time, total, bufferSize, lateAtNs, lateNs } = opened;
  const fifo = FrameFifo.allocate(2 * bufferSize, 4);
  const samples: number[] = [];
  const bytes = new Uint8Array(fifo.capacity * 4);
  const drainFifo = () => {
    const frames = fifo.read(bytes);
    samples.push(...new Int32Array(bytes.buffer, 0, frames));
  };
  const { wait } = device;
  device.wait = (limitMs) => {
    const ns = time.nowNs() - lateAtNs;
    const isReading = scenario.cause !== 'overflow' || ns < 0 || ns > 2 * lateNs;
    if (isReading) drainFifo();
    return wait.call(device, limitMs);
  };
  const options = loopOptions(time, new StreamCounters());
  new Recorder(device, new MmapCapture(device), fifo, total, options).run();
  drainFifo();
  device.close();
  return { samples, losses: lossesOf(options), bufferSize };
}

/** Frame of the pattern with this value, near the expected one. */
function frameOf(value: number, expected: number, within: number): number {
  for (let away = 0; away <= within; away++) {
    if (patternSample(codec, expected + away, 0) === value) return expected + away;
    if (patternSample(codec, expected - away, 0) === value) return expected - away;
  }
  return Number.NaN;
}

function play(scenario: Scenario) {
  const path = dumpPath();
  const { device, time, total } = openLossy(scenario, 'playback', `,DUMP=${path}`);
  let next = 1;
  const source = {
    get ended() {
      return next > total;
    },
    fill(io: MmapPlayback) {
      const left = {
        *[Symbol.iterator]() {
          while (next <= total) yield next++;
        },
      };
      return io.write(left[Symbol.iterator]());
    },
  };
  const options = loopOptions(time, new StreamCounters());
  const startedNs = time.nowNs();
  new Player(device, new MmapPlayback(device), source, options).run();
  const ranFrames = cardFrames(device, scenario, time.nowNs() - startedNs);
  device.close();
  return { played: readWavChannels(path)[0]!, ranFrames, losses: lossesOf(options) };
}

function cardFrames({ params }: PcmDevice, { ratePpm }: Scenario, ns: number): number {
  return (ns * params.rateHz * (1 + ratePpm / 1e6)) / 1e9;
}

describe('every frame of the card is delivered or lost', () => {
  it('in a capture, for every cause, clock, rate and period', () => {
    const causes = new Set<string>();
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { samples, losses } = record(scenario);
        expect(losses.length).toBeGreaterThan(0);
        let [at, frame] = [0, 0];
        for (const { kind, atFrame, lostFrames, uncertaintyFrames, clock } of losses) {
          frame += atFrame - at;
          at = atFrame;
          if (at === samples.length) break;
          expect(samples[at - 1]).toBe(patternSample(codec, frame - 1, 0));
          const counted = kind === 'fifo-overflow' || scenario.cause === 'late-free-run';
          const bound = counted ? 0 : scenario.periodSize;
          expect(uncertaintyFrames).toBeGreaterThanOrEqual(bound);
          const expected = frame + lostFrames;
          frame = frameOf(samples[at]!, expected, 10 * scenario.periodSize);
          const isExact = counted || clock === 'timestamps';
          const within = isExact ? bound : uncertaintyFrames;
          expect(Math.abs(frame - expected)).toBeLessThanOrEqual(within);
          expect(uncertaintyFrames).toBeLessThanOrEqual(2.1 * scenario.periodSize);
          // A wake-up may be later than a timestamp is ahead.
          if (scenario.quirk === 'timestamp-ahead') continue;
          expect(clock).toBe(scenario.quirk === '' ? 'timestamps' : 'program');
        }
        causes.add(`${scenario.cause} ${scenario.quirk}`);
      }),
      { numRuns: repetitions(60, 300), seed: 15 },
    );
    expect(causes.size).toBeGreaterThan(25);
  });

  it('in a playback, by what was played', () => {
    fc.assert(
      fc.property(
        scenarios.filter(({ cause }) => cause !== 'overflow'),
        (scenario) => {
          const { played, ranFrames, losses } = play(scenario);
          const { periodSize } = scenario;
          expect(losses.length).toBeGreaterThan(0);
          let silent = 0;
          for (const { atFrame, lostFrames, playedFrames, silentFrames } of losses) {
            silent += silentFrames;
            if (scenario.cause === 'late-free-run' || scenario.cause === 'resumed') continue;
            // The last frame that was played, and the first one that was not lost.
            const first = atFrame - lostFrames + 1;
            const gapAt = played.indexOf(atFrame + 1);
            if (gapAt < 0) continue;
            expect(Math.abs(playedFrames - gapAt)).toBeLessThanOrEqual(periodSize * losses.length);
            expect(Math.abs(played[gapAt - 1]! + 1 - first)).toBeLessThanOrEqual(periodSize);
          }
          const inserted = scenario.cause === 'late-free-run' ? 0 : silent;
          const error = Math.abs(played.length + inserted - ranFrames);
          const bound = losses.reduce((sum, loss) => sum + loss.uncertaintyFrames, periodSize);
          expect(error).toBeLessThanOrEqual(bound);
        },
      ),
      { numRuns: repetitions(25, 120), seed: 15 },
    );
  });
});
