import { describe, expect, it } from 'vitest';
import { onLoop } from '../../../src/measure/latency/on-loop.js';
import { runWindow } from '../../../src/measure/window/runner.js';
import { loopTask } from '../on-the-loop.js';

async function window(keys: string, request: object = {}) {
  const task = loopTask(`sim:${keys}`, 1, request);
  const { result } = await onLoop(task, async (loop) => ({
    result: await runWindow(loop, task),
    raw: {},
    seconds: 0,
  }));
  return result!;
}

describe('the frames fetched ahead of hw_ptr and not yet stored behind it', () => {
  it.each([
    [0, 0],
    [96, 0],
    [0, 48],
    [1024, 1000],
    [7, 13],
  ])('READ_AHEAD=%i and CAPTURE_LAG=%i are measured to the frame', async (ahead, stale) => {
    const { readAheadFrames, staleFrames, rewrites, reads } = await window(
      `LOOP=1,READ_AHEAD=${ahead},CAPTURE_LAG=${stale}`,
    );
    expect(readAheadFrames).toEqual({ min: ahead, max: ahead });
    expect(staleFrames).toBe(stale);
    expect(rewrites).toBeGreaterThan(4);
    expect(reads).toBeGreaterThan(20);
  });

  it('is measured within 4 frames through a fractional delay, inverted and noisy', async () => {
    const keys =
      'LOOP=1,LOOP_DELAY=1234.5,LOOP_GAIN=-0.5,LOOP_NOISE=-40,READ_AHEAD=200,CAPTURE_LAG=30';
    const { readAheadFrames, staleFrames } = await window(keys);
    expect(Math.abs(readAheadFrames!.max - 200)).toBeLessThanOrEqual(4);
    expect(staleFrames).toBe(30);
  });

  it('is unknown if the signal is not detected', async () => {
    const { readAheadFrames, staleFrames } = await window('SIGNAL=silence');
    expect({ readAheadFrames, staleFrames }).toEqual({});
  });
});
