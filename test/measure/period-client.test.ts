import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/device/device-memory.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { type ClientOptions, PeriodClient } from '../../src/measure/period-client.js';
import { ManualTime } from '../../src/sim/time.js';
import { framesNs, openIn, sizes } from '../core/on-the-sim.js';

const PERIOD = 480;
const MS = 1e6;

describe.each(['playback', 'capture'] as const)('a client of a %s stream', (direction) => {
  const on = (name: string, periods = 3, options: ClientOptions = {}) => {
    const manual = new ManualTime();
    const request = sizes(PERIOD, periods * PERIOD);
    const device = openIn(manual, name, { direction, ...request });
    // A busy client reads the clock, which advances the time.
    const nowNs = () => {
      if (options.workNs !== undefined) manual.advance(100);
      return manual.nowNs();
    };
    const client = new PeriodClient(device, { nowNs, sleepMs: () => {} }, options);
    client.start();
    return { manual, device, client, beganNs: manual.nowNs() };
  };

  it('serves each period, so that the ring never lacks more than one', () => {
    const { client, beganNs } = on('sim');
    for (let period = 1; period <= 50; period++) {
      expect(client.next()).toBe('served');
      const { cycle } = client;
      expect(cycle.frames).toBe(PERIOD);
      expect(Math.abs(cycle.dueNs - beganNs - period * 10 * MS)).toBeLessThan(100);
      expect(cycle.wokenNs - cycle.dueNs).toBe(0);
      expect(cycle.headroomFrames).toBe(2 * PERIOD);
      expect(cycle.passedFrames).toBe(0);
    }
  });

  it('measures its wake-up latency and headroom', () => {
    const { client } = on('sim:WAKEUP_LATENCY=2500');
    for (let period = 1; period <= 20; period++) {
      expect(client.next()).toBe('served');
      const { dueNs, wokenNs, headroomFrames } = client.cycle;
      expect((wokenNs - dueNs) / MS).toBeCloseTo(2.5, 3);
      expect(headroomFrames).toBeCloseTo(2 * PERIOD - 120, 2);
    }
    expect(client.xruns).toBe(0);
  });

  it('serves all due periods if it was late by more than one', () => {
    const { client } = on('sim:WAKEUP_LATENCY=12500');
    for (let cycle = 1; cycle <= 10; cycle++) {
      expect(client.next()).toBe('served');
      expect(client.cycle.frames).toBe(2 * PERIOD);
      expect((client.cycle.wokenNs - client.cycle.dueNs) / MS).toBeCloseTo(12.5, 3);
      expect(client.cycle.headroomFrames).toBeCloseTo(2 * PERIOD - 600, 2);
    }
    expect(client.xruns).toBe(0);
  });

  it('dates the wake-up from the end of the first missed period', () => {
    const { client } = on('sim:JUMP=4700:720', 5);
    for (let cycle = 1; cycle <= 10; cycle++) expect(client.next()).toBe('served');
    const { stampNs, dueNs, frames, passedFrames } = client.cycle;
    expect({ frames, passedFrames }).toEqual({ frames: 2 * PERIOD, passedFrames: 240 });
    expect((stampNs - dueNs) / MS).toBeCloseTo(15, 3);
  });

  it('is stopped by an xrun, counts it, and begins again', () => {
    const { client } = on('sim:XRUN=4800:4800');
    const seen = Array.from({ length: 33 }, () => client.next());
    expect(seen.filter((what) => what === 'restarted')).toHaveLength(3);
    expect(client).toMatchObject({ xruns: 3, suspends: 0 });
  });

  it('reports the position, cause and time of a stop', () => {
    const { client, beganNs } = on('sim:XRUN=4900');
    for (let cycle = 1; cycle <= 10; cycle++) expect(client.next()).toBe('served');
    expect(client.next()).toBe('restarted');
    const { state, atFrame, stampNs, wokenNs } = client.stop;
    const given = direction === 'playback' ? 3 * PERIOD : 0;
    expect({ state, atFrame }).toEqual({ state: PcmState.XRUN, atFrame: 4800 + given });
    expect(Math.abs(stampNs - beganNs - framesNs(4900))).toBeLessThan(100);
    expect(wokenNs).toBe(stampNs);
  });

  it('is busy for the requested time before it copies', () => {
    const { client } = on('sim', 3, { workNs: 3 * MS });
    for (let cycle = 1; cycle <= 5; cycle++) expect(client.next()).toBe('served');
    const { wokenNs, readyNs, headroomFrames } = client.cycle;
    expect((readyNs - wokenNs) / MS).toBeCloseTo(3, 2);
    expect(headroomFrames).toBeCloseTo(2 * PERIOD - 144, 1);
    expect(client.xruns).toBe(0);
  });

  it('continues after a suspend', () => {
    const { client } = on('sim:SUSPEND=4800');
    const seen = Array.from({ length: 20 }, () => client.next());
    expect(seen.filter((what) => what !== 'served')).toEqual(['restarted']);
    expect(client).toMatchObject({ xruns: 0, suspends: 1 });
  });

  it('throws if the stream never runs, and when the device is disconnected', () => {
    const everyTime = on('sim:XRUN=10:10').client;
    expect(() => Array.from({ length: 30 }, () => everyTime.next())).toThrow(/stopped right after/);
    const gone = on('sim:UNPLUG=4800').client;
    expect(() => Array.from({ length: 30 }, () => gone.next())).toThrow(/device disconnected/);
  });

  it('returns nothing if hw_ptr does not move', () => {
    const { client, manual } = on('sim:STALL=1000');
    const seen = Array.from({ length: 4 }, () => client.next());
    expect(seen).toEqual(['served', 'served', 'nothing', 'nothing']);
    expect(manual.nowNs()).toBeGreaterThan(1e9 + 200 * MS);
  });

  it('is the same by SYNC_PTR', () => {
    const { client } = on('sim:STATUS=refused,CONTROL=refused,WAKEUP_LATENCY=1000');
    for (let period = 1; period <= 10; period++) expect(client.next()).toBe('served');
    expect((client.cycle.wokenNs - client.cycle.dueNs) / MS).toBeCloseTo(1, 3);
  });
});

it('a client plays silence, also in a format whose silence is not 0', () => {
  const manual = new ManualTime();
  const request = { direction: 'playback', format: 'U8', ...sizes(100, 400) } as const;
  const device = openIn(manual, 'sim', request);
  const client = new PeriodClient(device, { nowNs: () => manual.nowNs(), sleepMs: () => {} });
  const ring = memoryOf(device).mapSamples(0, 800);
  if (ring.kind !== 'mapped') throw new Error('the ring is not mapped');
  new Uint8Array(ring.buffer).fill(7);
  client.start();
  manual.advance(framesNs(100));
  client.next();
  expect(new Uint8Array(ring.buffer, 0, 800).every((byte) => byte === 0x80)).toBe(true);
});
