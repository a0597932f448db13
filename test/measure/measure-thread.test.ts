import { describe, expect, it } from 'vitest';
import { MeasureThread } from '../../src/measure/measure-thread.js';

const job = (device: string, durationSeconds: number) =>
  ({
    experiment: 'pointer',
    device,
    request: { direction: 'capture' },
    plan: { warmupSeconds: 0, durationSeconds },
    settings: {},
    syncPtr: false,
    privileges: { cpu: 0 },
  }) as const;

describe('a measurement in its thread', () => {
  it('reports the opened device, its privileges and the result', async () => {
    const thread = new MeasureThread(job('sim:STEP=48', 0.5));
    const opened = await thread.opened;
    expect(opened).toMatchObject({
      identity: { name: 'sim:STEP=48' },
      params: { direction: 'capture', tstampType: 'MONOTONIC' },
      paths: { status: 'mmap', control: 'mmap' },
      grants: [{ kind: 'cpu', request: 'CPU 0' }],
    });
    expect(opened.params.stopThreshold).toBe(opened.params.boundary);
    const measured = await thread.ended;
    expect(measured.result.blockFrames % 48).toBe(0);
    expect(measured.raw['frame']!.length).toBeGreaterThan(2);
    expect(thread.progress.done).toBeGreaterThan(0.9);
  });

  it('returns the results so far when it is stopped', async () => {
    const thread = new MeasureThread(job('sim', 60));
    await thread.opened;
    await expect.poll(() => thread.progress.done).toBeGreaterThan(0.5 / 60);
    thread.stop();
    const measured = await thread.ended;
    expect(measured.seconds).toBeLessThan(30);
    expect(measured.raw['frame']!.length).toBeGreaterThan(1);
  });

  it('rejects both promises if the device cannot be opened', async () => {
    const thread = new MeasureThread(job('sim:BUSY=1', 1));
    await expect(thread.opened).rejects.toMatchObject({ code: 'BUSY' });
    await expect(thread.ended).rejects.toMatchObject({ code: 'BUSY', errno: 'EBUSY' });
  });

  it('rejects when the device is disconnected', async () => {
    const thread = new MeasureThread(job('sim:UNPLUG=4800', 60));
    await expect(thread.ended).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });
});
