import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run, scratchDirectory, startOnTerminal } from './program.js';

const scratch = scratchDirectory();

/** A wake-up that is 40 ms late costs 1920 frames: 4096 x 4 survives it, 512 x 4 runs empty. */
const LATE = [
  'bench',
  'sweep',
  'sim:WAKEUP_LATENCY=40000',
  '--period-sizes=512,4096',
  '--periods=4',
];

describe('bench sweep', () => {
  it('finds the smallest ring for a late client, with the confidence of the result', async () => {
    const { code, stdout, stderr } = await run([...LATE, '--point-duration', '0.6']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/at 48000 Hz +4096 x 4 +16384 frames, 341\.3 ms\n/);
    expect(stdout).toMatch(
      /3\.\d s without an xrun: at least 1\.\d s between xruns, at 95 % confidence/,
    );
    expect(stdout).toMatch(/ring +length +wake-ups +latency p99\.9 +lowest fill +xruns\n/);
    expect(stdout).toMatch(/512 x 4 +42\.7 ms +\d+ +.* xruns/);
    expect(stdout).toMatch(/4096 x 4 +341\.3 ms +\d+ +\d+\.\d ms +.* 0 +survives, the smallest\n/);
    expect(stdout).toMatch(/Wake-up latency on 4096 x 4 at 48000 Hz/);
  });

  it('exits 7 with one document if the smallest ring exceeds --max-ring', async () => {
    const words = [...LATE, '--point-duration', '0.3', '--max-ring', '16383', '--json'];
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(
      /smallest surviving buffer at 48000 Hz has 16384 frames, which exceeds --max-ring=16383\n$/,
    );
    const { experiments, error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'LIMITS' });
    expect(experiments[0].limits).toMatchObject([
      { name: 'max-ring', measured: 16384, within: false },
    ]);
    expect(experiments[0].plan.durationSeconds).toBeCloseTo(0.3 * 7);
  });

  it('lists skipped rings with the reason', async () => {
    const words = ['--period-sizes', '8,4096', '--periods', '2', '--point-duration', '0.2'];
    const { code, stdout } = await run(['bench', 'sweep', 'sim', '--capture', ...words]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/skipped 8 x 2: .*16.*32/);
    expect(stdout).toMatch(/4096 x 2 .* survives/);
  });

  it('exits 7 if no ring is available', async () => {
    const words = ['--rates', '400000', '--periods', '2', '--max-ring', '9999'];
    const { code, stdout, stderr } = await run(['bench', 'sweep', 'sim', ...words]);
    expect(code).toBe(7);
    expect(stdout).toMatch(/at 400000 Hz +none +no ring survived/);
    expect(stderr).toMatch(/no buffer survived at 400000 Hz \(--max-ring=9999\)/);
  });

  it('Ctrl-C prints the rings tried so far', async () => {
    const words = ['--period-sizes', '4096', '--periods', '4,3', '--point-duration', '0.5'];
    const program = startOnTerminal(['bench', 'sweep', 'sim', ...words]);
    await program.seen(' s, 4096 x 4 at');
    program.child.stdin!.write('\x03');
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/sweep.* sim, playback, \d\.\d s, .*ended early/);
    expect(stdout).toMatch(/4096 x 3 .*12288 frames, 256\.0 ms/);
    expect(stdout).toMatch(/0\.\d s without an xrun; no longer run/);
    expect(stdout).toMatch(/not tried.* +1 more ring/);
  });

  it('shows the current ring on a terminal', async () => {
    const words = ['--period-sizes', '4096', '--periods', '2', '--point-duration', '0.3'];
    const { stdout, code } = await startOnTerminal(['bench', 'sweep', 'sim', ...words]).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/sweep {2}\d\.\d of 1\.8 s, 4096 x 2 at 48000 Hz/);
  });

  it('--report writes a page with every ring', async () => {
    const file = scratch('sweep.html');
    const words = ['--period-sizes', '2048,4096', '--periods=2,3', '--point-duration=0.2', '-q'];
    const { code } = await run(['bench', 'sweep', 'sim', ...words, '--report', file]);
    expect(code).toBe(0);
    const page = readFileSync(file, 'utf8');
    for (const ring of ['2048 x 2', '2048 x 3', '4096 x 2', '4096 x 3']) {
      expect(page).toContain(`>${ring.replaceAll(' ', '\u00a0')}</td>`);
    }
    expect(page).toContain('without an xrun');
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('exits 8 with the rings measured before the device was removed', async () => {
    const words = [
      '--period-sizes',
      '2048,4096',
      '--periods=2',
      '--point-duration=0.1',
      '--warmup=0',
    ];
    const { code, stdout, stderr } = await run(['bench', 'sweep', 'sim:UNPLUG=9600', ...words]);
    expect(code).toBe(8);
    expect(stdout).toMatch(/2048 x 2.*survives, the smallest/);
    expect(stdout).toMatch(/not tried +1 more ring/);
    expect(stderr).toMatch(/: device disconnected during the run with 4096 x 2 at 48000 Hz\n$/);
  });

  it('exits 8 if the device is removed in the warm-up, and 4 if it is busy', async () => {
    const removed = await run(['bench', 'sweep', 'sim:UNPLUG=9600', '--warmup', '1']);
    expect(removed.code).toBe(8);
    expect(removed.stderr).toMatch(/^alsa-mmap: sim:UNPLUG=9600: /m);
    const busy = await run(['bench', 'sweep', 'sim:BUSY=1']);
    expect(busy.code).toBe(4);
  });

  it.concurrent.each([
    [['--period-size', '64'], /sweep varies the period size: use --period-sizes/],
    [['--buffer-size', '64'], /sweep varies the buffer size: use --period-sizes and --periods/],
    [['--rate', '48000', '--rates', '44100'], /--rates and --rate cannot be combined/],
    [['--point-duration', '1', '-d', '9'], /--point-duration and --duration cannot be combined/],
    [['--period-sizes', '64:'], /--period-sizes\b.*FROM:TO/],
    [['--period-sizes', '128:64'], /--period-sizes\b.*FROM:TO/],
    [['--periods', '2,,3'], /--periods\b.* list/],
    [['--periods', '0'], /--periods\b.*from 1 to 1024/],
    [['--rates', '48x'], /--rates\b.* list/],
  ])('rejects options that do not fit: %s', async (words, message) => {
    const { code, stdout, stderr } = await run(['bench', 'sweep', 'sim', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('its options apply to sweep only', async () => {
    const { code, stderr } = await run(['bench', 'pointer', 'sim', '--periods', '2']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--periods applies to sweep only, not to pointer/);
  });
});
