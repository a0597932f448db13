import { describe, expect, it } from 'vitest';
import { playbackOn, sizes } from './on-the-sim.js';

function region(frames = 20) {
  const { io } = playbackOn('sim', { ...sizes(16, 40), channels: 2 });
  io.commit(40 - frames);
  return io.dataPtr()[0];
}

describe('RawSamples', () => {
  it('counts samples as frames x channels', () => {
    const { frames, channels, samples } = region();
    expect([frames, channels, samples]).toEqual([20, 2, 40]);
  });

  it.each([
    { given: 0, ended: true, samples: 0 },
    { given: 39, ended: true, samples: 39 },
    { given: 40, ended: false, samples: 40 },
    { given: 50, ended: false, samples: 40 },
  ])('stores up to its capacity of $given samples', ({ given, ended, samples }) => {
    const raw = region();
    const iterator = Array.from({ length: given }, (_, index) => index + 1)[Symbol.iterator]();
    expect(raw.writeSamples(iterator)).toEqual({ ended, samples });
    if (samples > 0)
      expect(raw.get(Math.floor((samples - 1) / 2), (samples - 1) % 2)).toBe(samples);
    if (given === 50) expect(iterator.next().value).toBe(41);
  });

  it('continues after a partial write', () => {
    const raw = region();
    raw.writeSamples([1, 2, 3][Symbol.iterator]());
    expect(raw.writeSamples([4, 5][Symbol.iterator](), 3)).toEqual({ ended: true, samples: 2 });
    expect([raw.get(0, 0), raw.get(1, 0), raw.get(1, 1), raw.get(2, 0)]).toEqual([1, 3, 4, 5]);
  });

  it('silences its own frames only', () => {
    const { io } = playbackOn('sim', { ...sizes(16, 40), channels: 2 });
    const [all] = io.dataPtr();
    for (let frame = 0; frame < 40; frame++) all.set(frame, 1, 7);
    io.commit(20);
    io.dataPtr()[0].fillSilence();
    const data = io['data'];
    expect([data.get(19, 1), data.get(20, 1), data.get(39, 1)]).toEqual([7, 0, 0]);
  });
});
