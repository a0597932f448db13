import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run, scratchDirectory, startOnTerminal } from './program.js';

const scratch = scratchDirectory();

/** 40 ms late are 1920 frames: 4096 x 4 bears it, 512 x 4 is empty by then. */
const LATE = [
  'bench',
  'sweep',
  'sim:WAKEUP_LATENCY=40000',
  '--period-sizes=512,4096',
  '--periods=4',
];

describe('bench sweep', () => {
  it('finds the smallest ring for a client who is woken late, and says how much that shows', async () => {
    const { code, stdout, stderr } = await run([...LATE, '--point-seconds', '0.6']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/at 48000 Hz +4096 x 4 +16384 frames, 341\.3 ms\n/);
    expect(stdout).toMatch(
      /3\.\d s without an xrun: 1\.\d s or more between two, at 95 % confidence/,
    );
    expect(stdout).toMatch(/ring +length +wake-ups +late, p99\.9 +low-water +xruns\n/);
    expect(stdout).toMatch(/512 x 4 +42\.7 ms +\d+ +.* xruns/);
    expect(stdout).toMatch(/4096 x 4 +341\.3 ms +\d+ +\d+\.\d ms +.* 0 +survives, the smallest\n/);
    expect(stdout).toMatch(/Wake-ups on 4096 x 4 at 48000 Hz/);
  });

  it('--max-ring: a device that needs a larger one is 7, in one document', async () => {
    const words = [...LATE, '--point-seconds', '0.3', '--max-ring', '16383', '--json'];
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(
      /at 48000 Hz the smallest ring that survives has 16384 frames: more than --max-ring=16383\n$/,
    );
    const { experiments, error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'LIMITS' });
    expect(experiments[0].limits).toMatchObject([
      { name: 'max-ring', measured: 16384, within: false },
    ]);
    expect(experiments[0].plan.durationSeconds).toBeCloseTo(0.3 * 7);
  });

  it('says what was skipped, and what is given instead', async () => {
    const words = ['--period-sizes', '8,4096', '--periods', '2', '--point-seconds', '0.2'];
    const { code, stdout } = await run(['bench', 'sweep', 'sim', '--capture', ...words]);
    expect(code).toBe(0);
    expect(stdout).toContain('skipped 8 x 2: gives periods of 16 in a ring of 32');
    expect(stdout).toMatch(/4096 x 2 .* survives/);
  });

  it('has nothing to tell of where no ring can be had', async () => {
    const words = ['--rates', '400000', '--periods', '2', '--max-ring', '9999'];
    const { code, stdout, stderr } = await run(['bench', 'sweep', 'sim', ...words]);
    expect(code).toBe(7);
    expect(stdout).toMatch(/at 400000 Hz +none +no ring that was tried survived/);
    expect(stderr).toMatch(/at 400000 Hz no ring survives: more than --max-ring=9999/);
  });

  it('Ctrl-C: tells of the rings that were tried', async () => {
    const words = ['--period-sizes', '4096', '--periods', '4,3', '--point-seconds', '0.5'];
    const program = startOnTerminal(['bench', 'sweep', 'sim', ...words]);
    await program.seen(' s, 4096 x 4 at');
    program.child.stdin!.write('\x03');
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/sweep.* sim, playback, \d\.\d s.*, ended early/);
    expect(stdout).toMatch(/4096 x 3 .*12288 frames, 256\.0 ms/);
    expect(stdout).toMatch(/0\.\d s without an xrun, not tried for longer/);
    expect(stdout).toMatch(/not tried.* +1 more ring/);
  });

  it('on a terminal shows which ring it is at', async () => {
    const words = ['--period-sizes', '4096', '--periods', '2', '--point-seconds', '0.3'];
    const { stdout, code } = await startOnTerminal(['bench', 'sweep', 'sim', ...words]).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/sweep {2}\d\.\d of 1\.8 s, 4096 x 2 at 48000 Hz/);
  });

  it('--report: a page with every ring', async () => {
    const file = scratch('sweep.html');
    const words = ['--period-sizes', '2048,4096', '--periods=2,3', '--point-seconds=0.2', '-q'];
    const { code } = await run(['bench', 'sweep', 'sim', ...words, '--report', file]);
    expect(code).toBe(0);
    const page = readFileSync(file, 'utf8');
    for (const ring of ['2048 x 2', '2048 x 3', '4096 x 2', '4096 x 3']) {
      expect(page).toContain(`>${ring}</td>`);
    }
    expect(page).toContain('without an xrun');
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('a device that goes away costs nothing that was measured before: 8, and the rings', async () => {
    const words = [
      '--period-sizes',
      '2048,4096',
      '--periods=2',
      '--point-seconds=0.1',
      '--warmup=0',
    ];
    const { code, stdout, stderr } = await run(['bench', 'sweep', 'sim:UNPLUG=9600', ...words]);
    expect(code).toBe(8);
    expect(stdout).toMatch(/2048 x 2.*survives, the smallest/);
    expect(stdout).toMatch(/not tried +1 more ring/);
    expect(stderr).toMatch(/: the device went away during the ring 4096 x 2 at 48000 Hz\n$/);
  });

  it('a device that goes away, or is busy, is an error', async () => {
    const gone = await run(['bench', 'sweep', 'sim:UNPLUG=9600', '--warmup', '1']);
    expect(gone.code).toBe(8);
    expect(gone.stderr).toMatch(/sim:UNPLUG=9600: the device went away/);
    const busy = await run(['bench', 'sweep', 'sim:BUSY=1']);
    expect(busy.code).toBe(4);
  });

  it.concurrent.each([
    [['--period-size', '64'], /--period-size is what sweep varies: use --period-sizes/],
    [
      ['--buffer-size', '64'],
      /--buffer-size is what sweep varies: use --period-sizes and --periods/,
    ],
    [['--rate', '48000', '--rates', '44100'], /--rate and --rates exclude each other/],
    [['--point-seconds', '1', '-d', '9'], /--duration and --point-seconds exclude each other/],
    [['--period-sizes', '64:'], /--period-sizes takes frames, as FROM:TO/],
    [['--period-sizes', '128:64'], /--period-sizes takes frames, as FROM:TO/],
    [['--periods', '2,,3'], /--periods takes a list of whole numbers/],
    [['--periods', '0'], /--periods takes a list of whole numbers from 1 to 1024/],
    [['--rates', '48k'], /--rates takes a list of whole numbers of Hz/],
  ])('words that make no sense: %s', async (words, says) => {
    const { code, stdout, stderr } = await run(['bench', 'sweep', 'sim', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('its options are not for others', async () => {
    const { code, stderr } = await run(['bench', 'pointer', 'sim', '--periods', '2']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--periods is for sweep, not for pointer/);
  });
});
