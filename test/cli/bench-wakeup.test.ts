import { describe, expect, it } from 'vitest';
import { run } from './program.js';

const RING = ['--period-size', '50ms', '--buffer-size', '250ms'];

interface Delays {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

describe.concurrent('bench wakeup', () => {
  it.each(['--playback', '--capture'])(
    'measures the wake-up latency of the card in real time: %s',
    async (side) => {
      const words = [
        'wakeup',
        'sim:WAKEUP_LATENCY=15000:40000:10',
        side,
        ...RING,
        '-d',
        '5',
        '--json',
      ];
      const { code, stdout } = await run(['bench', ...words]);
      expect(code).toBe(0);
      const { result } = JSON.parse(stdout).experiments[0];
      const { count, p50, p99, max } = result.stagesNs.poll as Delays;
      expect(count).toBeGreaterThan(50);
      // Never early; how late depends on the load of the machine. Only a client that misses the
      // next period as well does not wait for a wake-up.
      expect(p50).toBeGreaterThanOrEqual(15e6 - 1000);
      expect(p50).toBeLessThan(25e6);
      expect(p99).toBeGreaterThanOrEqual(40e6 - 1000);
      expect(max).toBeGreaterThanOrEqual(p99);
      // Four periods, minus the length of the cycle and the delay of the interrupt.
      expect(result.headroomNs.min).toBeLessThanOrEqual(200e6 - result.stagesNs.whole.max + 1e5);
      expect(result.timestamps).toBe('monotonic');
    },
  );

  it('reports each stage, the headroom, and xruns with their frame', async () => {
    const { code, stdout } = await run(['bench', 'wakeup', 'sim:XRUN=72000', '-d', '1', ...RING]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/min +median +p99 +p99\.9 +max/);
    expect(stdout).toMatch(/interrupt to return from poll( +\d+\.\d [um]s){5}\n/);
    expect(stdout).toMatch(/return from poll to ring filled( +\d+\.\d [um]s){5}\n/);
    expect(stdout).toMatch(/lowest fill +\d+ frames +\d+\.\d ms before an underrun/);
    expect(stdout).toMatch(
      /xruns +1: at frame \d+ +after \d+\.\d ms, \d+\.\d ms after the previous cycle/,
    );
    expect(stdout).toMatch(/Headroom before each commit\n(.*[\u2801-\u28ff].*\n)+/);
  });

  it('is busy for the time of --work in each cycle', async () => {
    const words = ['wakeup', 'sim', '-d', '1', '--work', '4ms', ...RING, '--json'];
    const { stdout } = await run(['bench', ...words]);
    const { data } = JSON.parse(stdout).experiments[0].result.stagesNs;
    expect(data.min).toBeGreaterThanOrEqual(4e6 - 1000);
  });

  it.each([
    [['--max-wakeup', '1ms'], /wake-up latency p99 \d+\.\d us exceeds --max-wakeup=1ms/],
    [['--min-headroom', '9500'], /lowest headroom \d+ frames is below --min-headroom=9500/],
    [['--max-xruns', '0'], /number of xruns 1 exceeds --max-xruns=0/],
  ])('exits 7 outside of a limit: %s', async (limit, message) => {
    const words = [
      'wakeup',
      'sim:WAKEUP_LATENCY=5000,XRUN=72000',
      '-d',
      '1',
      ...RING,
      '-q',
      ...limit,
    ];
    const { code, stderr } = await run(['bench', ...words]);
    expect(code).toBe(7);
    expect(stderr).toMatch(message);
  });

  it('counts an xrun of the warm-up against --max-xruns', async () => {
    const words = ['wakeup', 'sim:XRUN=24000', '-d', '1', ...RING, '--max-xruns', '0'];
    const { code, stdout } = await run(['bench', ...words]);
    expect(code).toBe(7);
    expect(stdout).toMatch(/xruns +1: at frame \d+ +in the warm-up, /);
  });

  it('its options apply to wakeup only', async () => {
    const { code, stderr } = await run(['bench', 'clock', 'sim', '--work', '5us']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--work applies to wakeup only, not to clock/);
  });
});
