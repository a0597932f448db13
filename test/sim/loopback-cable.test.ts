import { describe, expect, it } from 'vitest';
import { toDbfs } from '../../src/audio/decibel.js';
import { maxLengthSequence } from '../../src/audio/max-length-sequence.js';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { FORMAT_NAMES, findFormat } from '../../src/device/format.js';
import { parseSimConfig } from '../../src/sim/config.js';
import { LoopbackCable } from '../../src/sim/loopback-cable.js';
import { patternSample } from '../../src/sim/signal.js';
import { ManualTime } from '../../src/sim/time.js';
import { framesNs, openIn, sizes } from '../core/on-the-sim.js';
import { placed } from '../measure/signal/fractional-delay.js';

const LOOP_DELAY_FRAMES = parseSimConfig('sim').loopDelay;

function* pattern(codec: ReturnType<typeof sampleCodec>) {
  for (let frame = 0; ; frame++) {
    for (let channel = 0; channel < 2; channel++) yield patternSample(codec, frame, channel);
  }
}

describe.each(FORMAT_NAMES)('the cable of sim:LOOP=1, in %s', (format) => {
  it.each([
    [256, 1024],
    [8192, 16_384],
    [1000, 9999],
  ])(
    'delays what is played by a constant number of frames, bit by bit (period %d of %d)',
    (period, buffer) => {
      const time = new ManualTime();
      const ask = { format, channels: 2, ...sizes(period, buffer) } as const;
      // The capture side first: it must not depend on who comes first in a slice of time.
      const into = openIn(time, 'sim:LOOP=1', { direction: 'capture', ...ask });
      const out = openIn(time, 'sim:LOOP=1', { direction: 'playback', ...ask });
      const player = new MmapPlayback(out);
      const recorder = new MmapCapture(into);
      const codec = sampleCodec(findFormat(format)!);
      const samples = pattern(codec);
      player.write(samples);
      out.start();
      into.start();
      let frame = 0;
      while (frame < 30_000) {
        time.advance(framesNs(period));
        player.write(samples);
        const heard = [...recorder];
        for (let index = 0; index < heard.length; index += 2, frame++) {
          const played = frame - LOOP_DELAY_FRAMES;
          for (const channel of [0, 1]) {
            const expected = played < 0 ? codec.silence : patternSample(codec, played, channel);
            if (heard[index + channel] !== expected) {
              expect.fail(`frame ${frame}: ${heard[index + channel]}, not ${expected}`);
            }
          }
        }
      }
    },
  );
});

describe.each(['LOOP=1', 'LOOP=1,SPEED=8', 'LOOP=1,RATE_PPM=1000'])('the cable of %s', (key) => {
  it("joins both sides on the card's clock, whenever each is started", () => {
    const time = new ManualTime();
    const ask = { format: 'S16_LE', channels: 1, ...sizes(1000, 10_000) } as const;
    const into = openIn(time, `sim:${key}`, { direction: 'capture', ...ask });
    const out = openIn(time, `sim:${key}`, { direction: 'playback', ...ask });
    const player = new MmapPlayback(out);
    const recorder = new MmapCapture(into);
    const codec = sampleCodec(findFormat('S16_LE')!);
    player.write(Array.from({ length: 10_000 }, (_, frame) => patternSample(codec, frame, 0)));
    out.start();
    time.advance(2e6);
    player.hwsync();
    const lead = player.hwPtr();
    into.start();
    while (recorder.avail() < 6000) time.advance(1e6);
    const expected = Array.from({ length: 6000 }, (_, frame) => {
      const played = lead + frame - LOOP_DELAY_FRAMES;
      return played < 0 ? 0 : patternSample(codec, played, 0);
    });
    expect([...recorder].slice(0, 6000)).toEqual(expected);
  });
});

/** Output of a cable for a signal that is played from frame 300 on. */
function through(keys: string, signal: ArrayLike<number>, frames: number): Float64Array {
  const cable = new LoopbackCable(parseSimConfig(`sim:LOOP=1,${keys}`));
  for (let frame = 0; frame < signal.length; frame++) cable.write(300 + frame, 0, signal[frame]!);
  return Float64Array.from({ length: frames }, (_, frame) => cable.read(frame, 0));
}

describe('a cable with a nature of its own', () => {
  const noise = maxLengthSequence(11, 0.4);

  it('brings a sine late by a part of a frame, to a millionth', () => {
    const sine = (frame: number) => Math.sin(2 * Math.PI * 0.37 * frame);
    const played = Float64Array.from({ length: 2000 }, (_, frame) => sine(frame));
    const heard = through('LOOP_DELAY=1234.567', played, 4000);
    // Away from both ends, where the sine is cut.
    for (let frame = 1700; frame < 3300; frame++) {
      expect(Math.abs(heard[frame]! - sine(frame - 300 - 1234.567))).toBeLessThan(2e-6);
    }
  });

  it('brings the same as an interpolation written another way', () => {
    const heard = through('LOOP_DELAY=700.25', noise, 4000);
    // Interpolations differ near half the rate: only lower frequencies are compared.
    const low = (samples: ArrayLike<number>, at: number) =>
      [1, 4, 6, 4, 1].reduce((sum, part, i) => sum + (part * samples[at + i - 2]!) / 16, 0);
    const wanted = placed(noise, 1000.25, 4000);
    for (let frame = 1100; frame < 2900; frame++) {
      expect(Math.abs(low(heard, frame) - low(wanted, frame))).toBeLessThan(2e-3);
    }
  });

  it('is louder, softer or upside down', () => {
    expect(through('LOOP_DELAY=256,LOOP_GAIN=-0.5', [0.5, 0.25], 600).slice(556, 559)).toEqual(
      Float64Array.of(-0.25, -0.125, -0),
    );
  });

  it('adds noise of the requested level, without an offset', () => {
    const heard = through('LOOP_NOISE=-40', [], 20_000);
    const mean = heard.reduce((sum, sample) => sum + sample, 0) / heard.length;
    const square = heard.reduce((sum, sample) => sum + sample * sample, 0) / heard.length;
    expect(toDbfs(Math.sqrt(square))).toBeCloseTo(-40, 1);
    expect(Math.abs(mean)).toBeLessThan(3e-4);
  });
});
