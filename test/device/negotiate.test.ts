import { describe, expect, it } from 'vitest';
import { negotiate } from '../../src/device/negotiate.js';
import { PcmAccess, type PcmRequest } from '../../src/device/params.js';
import { openSimDevice } from '../../src/sim/card.js';
import { parseSimConfig } from '../../src/sim/config.js';
import { SimConfigSpace } from '../../src/sim/config-space.js';
import { codeOf } from '../core/on-the-sim.js';

function negotiated(request: Omit<PcmRequest, 'direction'>, name = 'sim') {
  const space = new SimConfigSpace(parseSimConfig(name));
  negotiate(space, { direction: 'playback', ...request }, name);
  const [access, format] = [space.get('access'), space.get('format')];
  const [channels, rate] = [space.get('channels'), space.get('rate')];
  return {
    access,
    format,
    channels,
    rate,
    period: space.get('periodSize'),
    buffer: space.get('bufferSize'),
  };
}

describe('negotiating', () => {
  it('returns the capabilities before the choice', () => {
    const space = new SimConfigSpace(
      parseSimConfig('sim:FORMATS=S16_LE:U8,RATES=8000:48000,CHANNELS=1:8'),
    );
    const request = { direction: 'capture', channels: 4, periodSize: { frames: 64 } } as const;
    expect(negotiate(space, request, 'sim')).toEqual({
      periodWakeups: [true, false],
      formats: ['S16_LE', 'U8'],
      channels: { min: 1, max: 8 },
      rateHz: { min: 8000, max: 48_000 },
      periodSize: { min: 16, max: 131_072 },
      bufferSize: { min: 32, max: 262_144 },
    });
  });

  it('uses the defaults for an empty request', () => {
    expect(negotiated({})).toEqual({
      access: 0,
      format: 2,
      channels: 2,
      rate: 48_000,
      period: 1024,
      buffer: 4096,
    });
  });

  it('uses the nearest value to an unsupported default', () => {
    const name = 'sim:RATES=8000:44100,CHANNELS=4:8,FORMATS=FLOAT_LE:S24_LE,ACCESS=noninterleaved';
    expect(negotiated({}, name)).toMatchObject({ access: 1, format: 6, channels: 4, rate: 44_100 });
  });

  it.each([
    // A fixed ring, a single period, powers of two, three periods.
    ['BUFFER=1000', { frames: 256 }, { frames: 4096 }, [256, 1000]],
    ['BUFFER=1000', undefined, undefined, [500, 1000]],
    ['PERIODS=1', { frames: 256 }, { frames: 4096 }, [256, 256]],
    ['PERIODS=1', undefined, { frames: 4096 }, [4096, 4096]],
    ['SIZES=pow2', { frames: 480 }, { frames: 2400 }, [512, 2048]],
    ['SIZES=pow2', { frames: 384 }, { frames: 3073 }, [256, 4096]],
    ['SIZES=pow2,BUFFER=100:1000', { frames: 480 }, undefined, [256, 512]],
    ['PERIODS=3', undefined, { frames: 1000 }, [333, 999]],
    ['PERIODS=2:4,PERIOD=64:128', { frames: 1 }, { frames: 9999 }, [64, 256]],
  ])('narrows the sizes by %s', (keys, periodSize, bufferSize, [period, buffer]) => {
    const sizes = negotiated({ periodSize, bufferSize }, `sim:${keys}`);
    expect(sizes).toMatchObject({ period, buffer });
  });

  it.each([
    ['PERIODS=1', 16, 262_144, 16, 262_144],
    ['PERIODS=3,BUFFER=4096:8192', 1366, 2730, 4098, 8190],
    ['SIZES=pow2,PERIOD=100:1000', 128, 512, 256, 262_144],
    ['BUFFER=4096', 16, 2048, 4096, 4096],
  ])('derives the ranges of the sizes from %s', (keys, minPeriod, maxPeriod, min, max) => {
    const space = new SimConfigSpace(parseSimConfig(`sim:${keys}`));
    expect(negotiate(space, { direction: 'playback' }, 'sim')).toMatchObject({
      periodSize: { min: minPeriod, max: maxPeriod },
      bufferSize: { min, max },
    });
  });

  it.each(['PERIOD=4096,BUFFER=1024', 'SIZES=pow2,PERIODS=3', 'PERIODS=3,BUFFER=1000'])(
    'refuses a card without any size: %s',
    (keys) => {
      const open = () => openSimDevice(`sim:${keys}`, { direction: 'playback' });
      expect(codeOf(open)).toBe('USAGE');
    },
  );

  it('matches format, channels and rate exactly', () => {
    expect(negotiated({ format: 'S32_LE', channels: 6, rateHz: 96_000 })).toMatchObject({
      format: 10,
      channels: 6,
      rate: 96_000,
    });
  });

  it.each([
    [
      { format: 'S32_LE' },
      'sim:FORMATS=S16_LE',
      /format S32_LE is not supported; supported: S16_LE$/,
    ],
    [
      { format: 'S16_LE' },
      'sim:FORMATS=U8:FLOAT_LE:S32_LE:S24_3BE',
      /S16_LE .* supported: S32_LE, FLOAT_LE, S24_3BE, U8 \(nearest: S24_3BE\)$/,
    ],
    [
      { format: ['S24_3LE', 'S24_LE'] },
      'sim:FORMATS=S16_LE',
      /format S24_3LE or S24_LE is not supported; supported: S16_LE$/,
    ],
    [
      { channels: 9 },
      'sim:CHANNELS=1:8',
      /channels 9 is not supported; supported: 1 to 8 \(nearest: 8\)$/,
    ],
    [{ rateHz: 44_100 }, 'sim:RATES=48000', /rate 44100 is not supported; supported: 48000$/],
    [{}, 'sim:ACCESS=rw', /no access MMAP_INTERLEAVED.*supported: RW_INTERLEAVED$/],
    [
      { periodWakeup: false },
      'sim:PERIOD_WAKEUP=always',
      /without period interrupts.*NO_PERIOD_WAKEUP$/,
    ],
    [
      { access: ['MMAP_INTERLEAVED'] },
      'sim:ACCESS=noninterleaved',
      /supported: MMAP_NONINTERLEAVED$/,
    ],
  ] as const)('refuses %o of %s and names the supported values', (request, name, message) => {
    expect(() => negotiated(request, name)).toThrow(message);
  });

  it('uses the number of channels nearest to the preferred one', () => {
    const chosen = (channels: number) => negotiated({ preferredChannels: channels }).channels;
    expect([chosen(1), chosen(2), chosen(5)]).toEqual([1, 2, 5]);
  });

  it('uses the first supported format of several', () => {
    const format = ['S24_3LE', 'S24_LE', 'U24_3BE'] as const;
    expect(negotiated({ format }, 'sim:FORMATS=S16_LE:U24_3BE:S24_LE').format).toBe(6);
    expect(negotiated({ format }, 'sim:FORMATS=S16_LE:U24_3BE').format).toBe(35);
    expect(negotiated({ format: [...format, 'S16_LE'] }, 'sim:FORMATS=S16_LE').format).toBe(2);
  });

  it('tries the access types in the requested order', () => {
    expect(
      negotiated({ access: ['MMAP_COMPLEX', 'MMAP_NONINTERLEAVED', 'MMAP_INTERLEAVED'] }).access,
    ).toBe(PcmAccess.MMAP_NONINTERLEAVED);
  });

  it.each([
    [{ periodSize: { frames: 256 } }, 256, 1024],
    [{ bufferSize: { frames: 4800 } }, 1200, 4800],
    [{ periodSize: { frames: 100 }, bufferSize: { frames: 1000 } }, 100, 1000],
    [{ periodSize: { ns: 10e6 }, bufferSize: { ns: 40e6 } }, 480, 1920],
    [{ periodSize: { frames: 1 } }, 16, 64],
    [{ periodSize: { frames: 600 }, bufferSize: { frames: 800 } }, 600, 1200],
  ])('converts the sizes %o into a period of %d and a ring of %d', (sizes, period, buffer) => {
    expect(negotiated(sizes)).toMatchObject({ period, buffer });
  });
});
