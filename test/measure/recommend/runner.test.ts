import { describe, expect, it } from 'vitest';
import type { PcmRequest } from '../../../src/device/params.js';
import { runRecommend } from '../../../src/measure/recommend/runner.js';
import { openingTaskOn } from '../on-the-sim.js';

async function recommended(name: string, request: Partial<PcmRequest> = {}) {
  const measured = await runRecommend(openingTaskOn(name, 10, {}, request));
  const { settings } = measured.result;
  const values = Object.fromEntries(settings.map(({ name: key, value }) => [key, value]));
  return { ...measured, values };
}

describe.each(['playback', 'capture'] as const)('settings for a %s device', (direction) => {
  it('whose pointer moves by frames, and whose client is woken 3 ms late', async () => {
    const { values, raw, seconds } = await recommended('sim:WAKEUP_LATENCY=3000', { direction });
    expect(values).toEqual({
      'api.alsa.headroom': '0',
      'api.alsa.disable-tsched': 'false',
      'api.alsa.disable-batch': 'false',
      'api.alsa.htimestamp': 'true',
      'api.alsa.start-delay': '0',
      'api.alsa.period-size': '128',
      'api.alsa.period-num': '0',
      '-p': '128',
      '-n': '3',
      '-r': '48000',
      period_size: '128',
      buffer_size: '384',
      avail_min: '128',
    });
    expect(Object.keys(raw)).toEqual(
      expect.arrayContaining(['pointer.frame', 'clock.stampNs', 'sweep.lateNs']),
    );
    expect(seconds).toBeGreaterThan(5);
  });

  it('whose pointer moves in blocks', async () => {
    const { values } = await recommended('sim:STEP=200', { direction });
    const headroom = Number(values['api.alsa.headroom']);
    expect(headroom).toBeGreaterThanOrEqual(200);
    expect(headroom).toBeLessThanOrEqual(256);
    expect(values['api.alsa.disable-tsched']).toBe('false');
  });

  it('whose pointer moves by periods', async () => {
    const { values } = await recommended('sim:STEP=1024', { direction });
    expect(values).toMatchObject({ 'api.alsa.headroom': '0', 'api.alsa.disable-tsched': 'true' });
  });

  it('whose pointer lags from the start', async () => {
    const { values } = await recommended('sim:BACKSTEP=700:600', { direction });
    expect(values).toMatchObject({ 'api.alsa.start-delay': '608', 'api.alsa.headroom': '0' });
  });

  it('whose pointer stalls are missing, and the measurement ends early', async () => {
    const { values, result, seconds } = await recommended('sim:STALL=5000', { direction });
    expect(Object.values(values).every((value) => value === undefined)).toBe(true);
    for (const { name, figure } of result.settings) {
      expect(figure, name).toMatch(name === 'api.alsa.htimestamp' ? /only \d/ : /stalled/);
    }
    expect(seconds).toBeLessThan(5);
  });
});

describe('settings', () => {
  it('are missing for a pointer with only a few updates', async () => {
    const task = openingTaskOn('sim:STALL=1000', 1);
    const { result } = await runRecommend(task);
    expect(result.settings.every(({ value }) => value === undefined)).toBe(true);
    expect(result.settings[0]!.figure).toMatch(/^only \d+ updates of hw_ptr$/);
  });

  it('use the requested rate', async () => {
    const { values } = await recommended('sim', { direction: 'playback', rateHz: 44_100 });
    expect(values['-r']).toBe('44100');
  });

  it('that were not reached are missing', async () => {
    const task = openingTaskOn('sim', 10);
    let opened = 0;
    const { result } = await runRecommend({
      ...task,
      open: (change) => {
        // The third opening is for the part after the pointer.
        if (++opened === 3) task.progress.requestStop();
        return task.open(change);
      },
    });
    const byValue = (name: string) => result.settings.find((setting) => setting.name === name);
    expect(byValue('api.alsa.headroom')!.value).toBe('0');
    expect(byValue('-p')).toMatchObject({
      value: undefined,
      figure: expect.stringContaining('stopped before'),
    });
  });
});
