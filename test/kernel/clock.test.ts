import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { alsaMmap } from './program.js';

const SECONDS = 30;

/** Sets the clock of the cable `hw:Loopback,0` to `hw:Loopback,1`; 100000 is nominal. */
function shiftRate(hundredThousandths: number): void {
  const control = "iface=PCM,name='PCM Rate Shift 100000',device=1";
  const { status, stderr } = spawnSync('amixer', [
    ...['-q', '-c', 'Loopback', 'cset', control, String(hundredThousandths)],
  ]);
  expect(status, String(stderr)).toBe(0);
}
afterAll(() => shiftRate(100_000));

describe(`the rate of snd-aloop, shifted by a known amount, after ${SECONDS} s`, () => {
  it.each([
    [100_100, 'hw:Loopback,1', '--capture'],
    [99_950, 'hw:Loopback,0', '--playback'],
  ])(
    '100000 over %i is found within 5 ppm: %s %s',
    (shift, device, side) => {
      shiftRate(shift);
      const { status, stdout, stderr } = alsaMmap(
        ...['bench', 'clock', device, side, '-d', String(SECONDS), '--json'],
        ...['--period-size', '20ms', '--buffer-size', '1s'],
      );
      expect(status, stderr).toBe(0);
      const { result } = JSON.parse(stdout).experiments[0];
      const truePpm = (100_000 / shift - 1) * 1e6;
      expect(Math.abs(result.ppm - truePpm)).toBeLessThan(5);
      expect(result.spanSeconds).toBeGreaterThan(SECONDS - 1);
    },
    120_000,
  );
});
