import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/device/device-memory.js';
import type { AlsaMmapError } from '../../src/device/errors.js';
import { ManualTime } from '../../src/sim/time.js';
import { codeOf, openIn, playbackOn, sizes } from '../core/on-the-sim.js';

const open = (name: string, direction: 'playback' | 'capture' = 'playback') =>
  openIn(new ManualTime(), name, { direction });

describe('the simulated card', () => {
  it('is busy for a second opening of the same side, until the first is closed', () => {
    const first = open('sim');
    expect(codeOf(() => open('sim'))).toBe('BUSY');
    open('sim', 'capture');
    first.close();
    open('sim');
  });

  it('is another card under another name', () => {
    open('sim');
    open('sim:STEP=2');
  });

  it('is busy while it is open', () => {
    expect(codeOf(() => open('sim:BUSY=1'))).toBe('BUSY');
  });

  it('has only the side that DIRECTION names', () => {
    expect(codeOf(() => open('sim:DIRECTION=capture'))).toBe('NO_DEVICE');
    open('sim:DIRECTION=capture', 'capture');
  });

  it('offers only the formats, rates and channels of its nature', () => {
    const name = 'sim:FORMATS=S32_LE,RATES=44100,CHANNELS=4:6';
    const { params } = open(name);
    expect([params.format.name, params.rateHz, params.channels]).toEqual(['S32_LE', 44_100, 4]);
    const ask = (request: object) =>
      codeOf(() => openIn(new ManualTime(), name, { direction: 'capture', ...request }));
    expect(ask({ format: 'S16_LE' })).toBe('UNSUPPORTED');
    expect(ask({ rateHz: 48_000 })).toBe('UNSUPPORTED');
    expect(ask({ channels: 2 })).toBe('UNSUPPORTED');
  });

  it('maps no ring with read/write access only', () => {
    expect(codeOf(() => open('sim:ACCESS=rw'))).toBe('UNSUPPORTED');
    const device = openIn(new ManualTime(), 'sim:ACCESS=rw', {
      direction: 'playback',
      access: ['RW_INTERLEAVED'],
    });
    expect(memoryOf(device).mapSamples(0, 4096)).toMatchObject({ kind: 'refused', errno: 'ENXIO' });
    expect(memoryOf(device).mapStatus().kind).toBe('mapped');
  });

  it('takes odd sizes as they are', () => {
    const { device } = playbackOn('sim', sizes(333, 1001));
    expect([device.params.periodSize, device.params.bufferSize]).toEqual([333, 1001]);
  });

  it('names the dump file that it cannot write', () => {
    let error: AlsaMmapError | undefined;
    try {
      open('sim:DUMP=/nowhere/heard.wav');
    } catch (thrown) {
      error = thrown as AlsaMmapError;
    }
    expect(error?.code).toBe('NO_DEVICE');
    expect(error?.message).toContain('/nowhere/heard.wav');
    expect(codeOf(() => open('sim'))).toBeUndefined();
  });
});
