import { describe, expect, it } from 'vitest';
import { runClock, runClocks } from '../../../src/measure/clock/runner.js';
import { hasDrifted, restoreRounds } from '../../../src/measure/clock/statistic.js';
import { loopTask } from '../on-the-loop.js';
import { taskOn } from '../on-the-sim.js';

/** Slope of least squares by the normal equations: independent of the code under test. */
function slopeOf(x: readonly number[], y: readonly number[]): number {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const n = x.length;
  const xy = sum(x.map((value, i) => value * y[i]!));
  const xx = sum(x.map((value) => value * value));
  return (n * xy - sum(x) * sum(y)) / (n * xx - sum(x) ** 2);
}

describe('the clock of a stream', () => {
  it.each([
    [37, 'playback', 48_000],
    [-120, 'playback', 48_000],
    [37, 'capture', 44_100],
    [-120, 'capture', 192_000],
    [0, 'capture', 8000],
  ] as const)(
    'of %s ppm is measured within 0.1 ppm after 10 s: %s, %s Hz',
    (ppm, direction, rateHz) => {
      const task = taskOn(`sim:RATE_PPM=${ppm}`, 10, { direction, rateHz });
      const { result, seconds } = runClock(task);
      expect(Math.abs(result.ppm - ppm)).toBeLessThan(0.1);
      expect(result.rateHz).toBeCloseTo(rateHz * (1 + ppm / 1e6), 1);
      expect(result.ppmInterval.low).toBeLessThanOrEqual(result.ppm);
      expect(result.ppmInterval.high - result.ppmInterval.low).toBeLessThan(1);
      expect(seconds).toBeGreaterThanOrEqual(10);
      expect(result.windows).toHaveLength(8);
      for (const window of result.windows) expect(Math.abs(window.ppm - ppm)).toBeLessThan(30);
    },
  );

  it('contains the true rate in its interval if the pointer moves in blocks', () => {
    const { result } = runClock(taskOn('sim:RATE_PPM=37,STEP=48', 10));
    expect(result.ppmInterval.low).toBeLessThan(37);
    expect(result.ppmInterval.high).toBeGreaterThan(37);
    expect(result.residualFrames.deviation).toBeGreaterThan(5);
    expect(result.residualFrames.deviation).toBeLessThan(48);
  });

  it('has no drift if the pointer moves in blocks that do not divide the period', () => {
    const { result } = runClock(taskOn('sim:RATE_PPM=37,STEP=384', 10));
    expect(Math.max(...result.windows.map(({ ppm }) => Math.abs(ppm)))).toBeGreaterThan(100);
    expect(hasDrifted(result)).toBe(false);
    expect(result.ppmInterval.low).toBeLessThan(37);
    expect(result.ppmInterval.high).toBeGreaterThan(37);
  });

  it('is the same by an independent regression of the raw samples', () => {
    const { result, raw } = runClock(taskOn('sim:RATE_PPM=37', 10));
    const seconds = [...raw['stampNs']!].map((ns) => (ns - raw['stampNs']![0]!) / 1e9);
    const rateHz = slopeOf(seconds, [...raw['frame']!]);
    expect(Math.abs(rateHz / result.rateHz - 1) * 1e6).toBeLessThan(0.1);
  });

  it('is not affected by a jump of the pointer', () => {
    const { result } = runClock(taskOn('sim:RATE_PPM=37,JUMP=24000:100', 10));
    expect(Math.abs(result.ppm - 37)).toBeLessThan(0.1);
    expect(result.outliers).toBeGreaterThan(15);
    expect(result.outliers).toBeLessThan(30);
  });

  it('leaves the warm-up out', () => {
    const { raw, seconds } = runClock(taskOn('sim', 1, {}, 2));
    expect(raw['frame']![0]).toBeGreaterThan(95_000);
    expect(seconds).toBeLessThan(1.1);
  });

  it('is not reported without enough movement', () => {
    expect(() => runClock(taskOn('sim:STALL=1', 60))).toThrow(/stalled at 0 for \d+ ms/);
    expect(() => runClock(taskOn('sim', 0.1))).toThrow(/too few: .*--duration/);
  });
});

describe('the clock compared with that of the other direction', () => {
  const against = (name: string, request = {}) =>
    runClocks(loopTask(name, 10, request, { againstOther: true }));

  it.each([0, 37, -120])('of one card at %s ppm is the same, within the interval', async (ppm) => {
    const { result, raw } = await against(`sim:RATE_PPM=${ppm}`);
    const { other } = result;
    expect(Math.abs(result.ppm - ppm)).toBeLessThan(0.2);
    expect(Math.abs(other!.ppm - ppm)).toBeLessThan(0.2);
    expect(other!.direction).toBe('capture');
    expect(other!.differenceInterval.low).toBeLessThanOrEqual(0);
    expect(other!.differenceInterval.high).toBeGreaterThanOrEqual(0);
    expect(other!.differenceInterval.high - other!.differenceInterval.low).toBeLessThan(1);
    expect(raw['otherFrame']!.length).toBeGreaterThan(400);
  });

  it('of a card with two clocks is measured, with the sign', async () => {
    const { other } = (await against('sim:CAPTURE_PPM=25')).result;
    expect(Math.abs(other!.differencePpm - 25)).toBeLessThan(0.3);
    expect(other!.differenceInterval.low).toBeGreaterThan(24);
    const reversed = (await against('sim:CAPTURE_PPM=25', { direction: 'capture' })).result.other!;
    expect(reversed.direction).toBe('playback');
    expect(Math.abs(reversed.differencePpm + 25)).toBeLessThan(0.3);
  });

  it('is measured only if requested', async () => {
    const { result, raw } = await runClocks(loopTask('sim', 1));
    expect(result.other).toBeUndefined();
    expect(Object.keys(raw)).toEqual(['frame', 'stampNs']);
  });
});

describe('unread revolutions of the ring', () => {
  const params = { rateHz: 48_000, bufferSize: 4096 };
  const at = (frames: readonly number[], seconds: readonly number[]) =>
    restoreRounds({ frame: frames, stampNs: seconds.map((s) => s * 1e9) }, params);

  it('are restored by the elapsed time', () => {
    const { frame, lostRounds } = at([0, 1024, 1024 + 904, 2952], [0, 0.0213, 0.125, 0.1463]);
    expect([...frame]).toEqual([0, 1024, 1928 + 4096, 2952 + 4096]);
    expect(lostRounds).toBe(1);
  });

  it('are not assumed if the ring was read before it wrapped', () => {
    // A backward step of more than half the ring, and a jump.
    const { lostRounds } = at([0, 3000, 500, 9000], [0, 0.06, 0.08, 0.12]);
    expect(lostRounds).toBe(0);
  });
});
