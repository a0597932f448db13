import { describe, expect, it } from 'vitest';
import { run } from './program.js';

const RING = ['--period-size', '50ms', '--buffer-size', '250ms'];

interface Delays {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

describe.concurrent('bench wakeup', () => {
  it.each(['--playback', '--capture'])(
    'finds in real time how late the card wakes: %s',
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
      const { count, p50, p99, most } = result.stagesNs.poll as Delays;
      expect(count).toBeGreaterThan(50);
      // Never before its time; how long after it is a matter of the machine, which may be busy. Only a
      // client that is so late that the next period is over too finds it without being woken.
      expect(p50).toBeGreaterThanOrEqual(15e6 - 1000);
      expect(p50).toBeLessThan(25e6);
      expect(p99).toBeGreaterThanOrEqual(40e6 - 1000);
      expect(most).toBeGreaterThanOrEqual(p99);
      // Four periods, but for what the turn took and the interrupt was late.
      expect(result.leftNs.least).toBeLessThanOrEqual(200e6 - result.stagesNs.whole.most + 1e5);
      expect(result.timestamps).toBe('monotonic');
    },
    15_000,
  );

  it('tells of each part, of what is left, and of xruns with their place', async () => {
    const { code, stdout } = await run(['bench', 'wakeup', 'sim:XRUN=72000', '-d', '1', ...RING]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/least +median +p99 +p99\.9 +most/);
    expect(stdout).toMatch(/interrupt to return from poll( +\d+\.\d [um]s){5}\n/);
    expect(stdout).toMatch(/return from poll to ring filled( +\d+\.\d [um]s){5}\n/);
    expect(stdout).toMatch(/left +\d+ frames +\d+\.\d ms to an xrun, at the least/);
    expect(stdout).toMatch(/xruns +1: at frame \d+ +after \d+\.\d ms, \d+\.\d ms from the turn/);
    expect(stdout).toMatch(/Left in the ring before each commit\n(.*[\u2801-\u28ff].*\n)+/);
  });

  it('is busy for as long as it is told', async () => {
    const words = ['wakeup', 'sim', '-d', '1', '--work-us', '4000', ...RING, '--json'];
    const { stdout } = await run(['bench', ...words]);
    const { data } = JSON.parse(stdout).experiments[0].result.stagesNs;
    expect(data.least).toBeGreaterThanOrEqual(4e6 - 1000);
  });

  it.each([
    [
      ['--max-wakeup-us', '1000'],
      /it is woken \d+\.\d us late \(p99\): more than --max-wakeup-us=1000/,
    ],
    [
      ['--min-left', '9500'],
      /the ring holds \d+ frames before a commit: less than --min-left=9500/,
    ],
    [['--max-xruns', '0'], /it ran over or under 1 times: more than --max-xruns=0/],
  ])('outside of its limit, 7: %s', async (limit, says) => {
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
    expect(stderr).toMatch(says);
  });

  it('has its options to itself', async () => {
    const { code, stderr } = await run(['bench', 'clock', 'sim', '--work-us', '5']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--work-us is for wakeup, not for clock/);
  });
});
