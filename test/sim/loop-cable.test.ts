import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/codec.js';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { FORMAT_NAMES, findFormat } from '../../src/device/format.js';
import { CABLE_DELAY_FRAMES } from '../../src/sim/loop-cable.js';
import { patternSample } from '../../src/sim/signal.js';
import { ManualTime } from '../../src/sim/time.js';
import { framesNs, openIn, sizes } from '../core/on-the-sim.js';

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
          const played = frame - CABLE_DELAY_FRAMES;
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
      const played = lead + frame - CABLE_DELAY_FRAMES;
      return played < 0 ? 0 : patternSample(codec, played, 0);
    });
    expect([...recorder].slice(0, 6000)).toEqual(expected);
  });
});
