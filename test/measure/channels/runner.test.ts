import { describe, expect, it } from 'vitest';
import type { PcmRequest } from '../../../src/device/params.js';
import { runChannels } from '../../../src/measure/channels/runner.js';
import { loopTask } from '../on-the-loop.js';

const LOOP = 'sim:LOOP=1,LOOP_DELAY=1000';
/** Few frames to simulate. */
const SMALL = { rateHz: 8000, periodSize: { frames: 128 }, bufferSize: { frames: 1024 } };

/** Two runs over the cable of the simulated card: one after set-up, one after an xrun. */
const measured = async (keys: string, request: Partial<PcmRequest> = {}) =>
  (await runChannels(loopTask(`${LOOP}${keys}`, 0.1, { ...SMALL, ...request }))).result;

describe('a loop without a fault', () => {
  it.each([
    [1, 'S16_LE'],
    [2, 'S16_LE'],
    [2, 'U8'],
    [2, 'FLOAT_LE'],
    [8, 'S16_LE'],
    [8, 'S24_3LE'],
  ] as const)('carries each of %i channels in its place: %s', async (channels, format) => {
    const { runs, maxOffsetFrames, played } = await measured('', { channels, format });
    expect(runs.map(({ after }) => after)).toEqual(['start', 'xrun']);
    expect(runs.map(({ findings }) => findings)).toEqual([[], []]);
    expect(played).toBe(channels);
    expect(maxOffsetFrames).toBeLessThan(0.001);
    for (const { channels: captured } of runs) {
      expect(captured.map(({ carries }) => carries)).toEqual(captured.map((_, at) => at));
      for (const { gain, confidence } of captured) {
        expect(gain).toBeCloseTo(1, 2);
        expect(confidence).toBeGreaterThan(10);
      }
    }
  });
});

describe('a fault of the channels', () => {
  const last = 2;
  const DUPLICATE = { fault: 'duplicated', channels: [0, last] };

  it.each([
    ['channel-duplicated', [DUPLICATE]],
    ['channel-silent', [{ fault: 'silent', channels: [last] }]],
    ['channel-inverted', [{ fault: 'inverted', channels: [last] }]],
    [
      'channels-swapped:channel-inverted',
      [
        { fault: 'swapped', channels: [0, 1] },
        { fault: 'inverted', channels: [last] },
      ],
    ],
  ] as const)('is found in every run: %s', async (quirk, findings) => {
    const { runs } = await measured(`,QUIRK=${quirk}`, { channels: last + 1 });
    expect(runs.map((run) => run.findings)).toEqual([findings, findings]);
  });

  it.each([1, -0.03])('is found at a gain of %f, with its offset', async (gain) => {
    const keys = `,QUIRK=channel-late:channels-swapped,LOOP_GAIN=${gain},LOOP_NOISE=-60`;
    const { runs, maxOffsetFrames } = await measured(keys, { channels: 3 });
    const { channels, findings } = runs[1]!;
    expect(findings.map(({ fault }) => fault)).toEqual(['swapped', 'offset']);
    expect(channels.map(({ carries }) => carries)).toEqual([1, 0, 2]);
    for (const channel of channels) expect(channel.gain / gain).toBeCloseTo(1, 1);
    expect(channels[2]!.offsetFrames).toBeCloseTo(1, 1);
    expect(maxOffsetFrames).toBeCloseTo(1, 1);
  });

  it.each([
    [2, 'S16_LE', 1],
    [8, 'S16_LE', 1],
    [3, 'FLOAT_LE', 2],
  ] as const)('shows only after an xrun: %i channels rotated, %s', async (count, format, xruns) => {
    const keys = ',QUIRK=channels-rotate-at-xrun';
    const seconds = xruns === 1 ? 0.1 : 6;
    const task = loopTask(`${LOOP}${keys}`, seconds, { ...SMALL, channels: count, format });
    const { runs } = (await runChannels(task)).result;
    const rotated = [{ fault: 'rotated', channels: Array.from({ length: count }, (_, at) => at) }];
    expect(runs[0]!.findings).toEqual([]);
    const { channels, findings } = runs[xruns]!;
    expect(findings).toEqual(rotated);
    expect(channels.map(({ carries }) => carries)).toEqual(
      channels.map((_, at) => (at + xruns) % count),
    );
  });

  it.each([
    ['no cable', '', 'unknown'],
    ['a silent cable', ',LOOP=1,LOOP_GAIN=0', 'silent'],
    ['noise', ',LOOP=1,LOOP_GAIN=0,LOOP_NOISE=-20', 'unknown'],
  ])('nothing that was played is captured: %s', async (_, keys, fault) => {
    const task = loopTask(`sim:STEP=1${keys}`, 0.1, SMALL);
    const { runs, maxOffsetFrames } = (await runChannels(task)).result;
    expect(runs[0]!.findings).toEqual([{ fault, channels: [0, 1] }]);
    expect(runs[0]!.channels[0]).toMatchObject({ carries: undefined, offsetFrames: undefined });
    expect(maxOffsetFrames).toBe(0);
  });

  it('is one of the card, not of a capture with fewer or more channels', async () => {
    for (const captured of [1, 4]) {
      const task = loopTask(LOOP, 0.1, SMALL);
      const { result } = await runChannels({
        ...task,
        open: (change) =>
          task.open({ ...change, channels: change?.direction === 'capture' ? captured : 2 }),
      });
      const { channels, findings } = result.runs[1]!;
      expect({ captured: channels.length, findings }).toEqual({ captured, findings: [] });
    }
  });
});

describe('a program that is too late', () => {
  const sleepy = (isLate: (sleep: number) => boolean) => {
    const task = loopTask(LOOP, 0.1);
    let sleeps = 0;
    const sleepMs = (ms: number) => task.time.sleepMs(isLate(++sleeps) ? 200 : ms);
    return runChannels({ ...task, time: { ...task.time, sleepMs } });
  };

  it.each([50, 300])('plays again, once after the start: late in sleep %i', async (late) => {
    const { result } = await sleepy((sleep) => sleep === late);
    expect(result).toMatchObject({ discarded: 1, runs: [{ after: 'start' }, { after: 'xrun' }] });
  });

  it('gives up if every run is late', async () => {
    await expect(sleepy((sleep) => sleep % 50 === 0)).rejects.toMatchObject({ code: 'FAILED' });
  });

  it('reports a card that has no xrun', async () => {
    const { result } = await runChannels(loopTask(`${LOOP},QUIRK=xrun-never`, 0.1));
    expect(result.runs.map(({ after }) => after)).toEqual(['start', 'restart']);
  });
});
