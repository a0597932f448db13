import { describe, expect, it } from 'vitest';
import type { Evidence, PointerEvidence } from '../../../src/measure/recommend/evidence.js';
import { recommendations } from '../../../src/measure/recommend/recommendations.js';

const POINTER: PointerEvidence = {
  granularity: 'frame',
  blockFrames: 1,
  exactBlocks: true,
  batch: false,
  offFrames: 3.2,
  answers: 500,
  faults: 0,
  periodSize: 1024,
};
const RING = {
  periodSize: 128,
  periods: 3,
  seconds: 5,
  cycles: 1875,
  lateP999Ns: 2.5e6,
  maxLateNs: 3e6,
};
const STAMPS = { count: 400, zero: 0, backward: 0, ahead: 0, old: 0 };
const CALM: Evidence = {
  direction: 'playback',
  rateHz: 48_000,
  pointer: POINTER,
  timestamps: STAMPS,
  startUp: { delayFrames: 2 },
  clock: { ppm: -12.34, residualFrames: 0.5 },
  ring: RING,
};

const given = (change: Partial<Evidence> = {}) => recommendations({ ...CALM, ...change });
const settingOf = (name: string, change: Partial<Evidence> = {}) =>
  given(change).find((setting) => setting.name === name)!;
const valueFor = (name: string, change: Partial<Evidence> = {}) => settingOf(name, change).value;
const pointer = (change: Partial<PointerEvidence>) => ({ pointer: { ...POINTER, ...change } });

const BLOCK = pointer({ granularity: 'block', blockFrames: 200, offFrames: 195 });
const BY_PERIODS = pointer({ granularity: 'period', blockFrames: 1024, offFrames: 1020 });

describe('recommendations', () => {
  it('are complete for a device without a fault', () => {
    expect(given().map(({ target, name, value }) => [target, name, value])).toEqual([
      ['PipeWire', 'api.alsa.headroom', '0'],
      ['PipeWire', 'api.alsa.disable-tsched', 'false'],
      ['PipeWire', 'api.alsa.disable-batch', 'false'],
      ['PipeWire', 'api.alsa.htimestamp', 'true'],
      ['PipeWire', 'api.alsa.start-delay', '0'],
      ['PipeWire', 'api.alsa.period-size', '128'],
      ['PipeWire', 'api.alsa.period-num', '0'],
      ['JACK', '-p', '128'],
      ['JACK', '-n', '3'],
      ['JACK', '-r', '48000'],
      ['ALSA', 'period_size', '128'],
      ['ALSA', 'buffer_size', '384'],
      ['ALSA', 'avail_min', '128'],
    ]);
  });

  it('have a figure and a rule each', () => {
    for (const { figure, rule } of given()) {
      expect(figure).toMatch(/\d|BATCH|frames/);
      expect(rule.length).toBeGreaterThan(10);
    }
    expect(settingOf('-r').figure).toBe('true rate -12.3 ppm off');
    expect(settingOf('-p').figure).toBe('128 x 3: 5.0 s, 1875 wake-ups, without an xrun');
  });

  it('give a reason in place of a figure if the evidence is missing', () => {
    const missing = { missing: 'it was not measured' };
    const all = {
      pointer: missing,
      timestamps: missing,
      startUp: missing,
      ring: missing,
      clock: missing,
    };
    for (const { value, figure } of given(all)) {
      expect({ value, figure }).toEqual({ value: undefined, figure: 'it was not measured' });
    }
  });
});

describe('headroom', () => {
  it('is at least a block', () => {
    expect(valueFor('api.alsa.headroom', BLOCK)).toBe('224');
    expect(settingOf('api.alsa.headroom', BLOCK).figure).toMatch(/in blocks of 200 frames/);
    const mixed = pointer({ ...BLOCK.pointer, blockFrames: 659, exactBlocks: false });
    expect(settingOf('api.alsa.headroom', mixed).figure).toMatch(/ up to 659 frames,/);
  });

  it('is the deviation of a step from the time if that exceeds a block, and 0 below 32', () => {
    const off = (offFrames: number) => valueFor('api.alsa.headroom', pointer({ offFrames }));
    expect([off(31.9), off(32), off(33), off(900), off(1e6)]).toEqual([
      '0',
      '32',
      '64',
      '928',
      '8192',
    ]);
  });

  it('is 0 with interrupts, at which the pointer is exact', () => {
    expect(valueFor('api.alsa.headroom', BY_PERIODS)).toBe('0');
    expect(valueFor('api.alsa.disable-tsched', BY_PERIODS)).toBe('true');
    expect(valueFor('api.alsa.period-num', BY_PERIODS)).toBe('3');
  });

  it('lists the faults of the pointer', () => {
    const { figure } = settingOf('api.alsa.headroom', pointer({ faults: 2, offFrames: 3000 }));
    expect(figure).toMatch(/2 faults/);
  });

  it('is unknown for a pointer that hardly moved', () => {
    const { value, figure } = settingOf('api.alsa.headroom', pointer({ granularity: 'unknown' }));
    expect({ value, figure }).toEqual({ value: undefined, figure: 'hw_ptr moved too seldom' });
  });
});

describe('disable-batch', () => {
  it.each([
    ['frame', true, 'true'],
    ['block', true, 'true'],
    ['period', true, 'false'],
    ['frame', false, 'false'],
  ] as const)('for a pointer that moves by %s, with BATCH %s, is %s', (granularity, batch, is) => {
    expect(valueFor('api.alsa.disable-batch', pointer({ granularity, batch }))).toBe(is);
  });
});

describe('htimestamp', () => {
  const value = (change: object) =>
    valueFor('api.alsa.htimestamp', { timestamps: { ...STAMPS, ...change } });

  it('is off if any timestamp is 0, backward or ahead, or if many are old', () => {
    expect(value({ zero: 1 })).toBe('false');
    expect(value({ backward: 1 })).toBe('false');
    expect(value({ ahead: 1 })).toBe('false');
    expect(value({ old: 4 })).toBe('true');
    expect(value({ old: 5 })).toBe('false');
  });

  it('is unknown for a few timestamps', () => {
    expect(value({ count: 19 })).toBeUndefined();
    expect(value({ count: 20 })).toBe('true');
  });
});

describe('start-delay', () => {
  it('is the delay of the first hw_ptr update beyond the later ones', () => {
    const delay = (delayFrames: number) =>
      valueFor('api.alsa.start-delay', { startUp: { delayFrames } });
    expect([delay(20), delay(600), delay(20_000)]).toEqual(['0', '608', '8192']);
  });
});

describe('avail_min', () => {
  const value = (change: object) => valueFor('avail_min', { ring: { ...RING, ...change } });

  it('is the number of periods that the latest wake-up leaves', () => {
    expect(value({ maxLateNs: 1e6 })).toBe('256');
    expect(value({ maxLateNs: 2.1e6 })).toBe('128');
    expect(value({ maxLateNs: 90e6 })).toBe('128');
    expect(value({ periods: 8, maxLateNs: 1e6 })).toBe('896');
  });

  it('is unknown without timestamps', () => {
    expect(value({ maxLateNs: undefined })).toBeUndefined();
  });
});
