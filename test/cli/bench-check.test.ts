import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run, scratchDirectory, start } from './program.js';

const scratch = scratchDirectory();

/** Checks that a busy machine may fail, which is not a fault of the card. */
const TIMING =
  /start-time|xrun|drain-time|pointer-rate|pointer-steps|timestamp-age|trigger-time|trigger-drop/;

interface Point {
  readonly ok: boolean;
  readonly name: string;
  readonly skip: string | undefined;
}

function points(tap: string): Point[] {
  return [...tap.matchAll(/^(not )?ok \d+ - ([a-z-]+): [^#\n]*(?:# SKIP (.*))?$/gm)].map(
    ([, not, name, skip]) => ({ ok: not === undefined, name: name!, skip }),
  );
}

// Not concurrent: each test opens the card some hundred times.
describe('bench check', () => {
  it('lists each check with its evidence, and the totals', async () => {
    const words = ['bench', 'check', 'sim:QUIRK=delay-implausible', '-d', '3'];
    const { code, stdout } = await run(words);
    expect(code).toBe(7);
    expect(stdout).toMatch(/^check {2}sim:QUIRK=delay-implausible, playback, \d+\.\d s\n/);
    expect(stdout).toMatch(/✓ page-mapping +.*mapped.*\n/);
    expect(stdout).toMatch(/✗ delay +.*7500000000000000000.*, at frame \d+\n +rule: /);
    expect(stdout).toMatch(/\n {2}\d+ passed, \d+ failed, 1 skipped\n\n$/);
  });

  it('--tap prints a plan, a point per check, YAML for failures, and SKIP', async () => {
    const { code, stdout, stderr } = await run([
      'bench',
      'check',
      'sim:STALL=1',
      '--tap',
      '-q',
      '-d',
      '3',
    ]);
    expect(code).toBe(7);
    const [version, plan, about] = stdout.split('\n');
    expect([version, about]).toEqual([
      'TAP version 13',
      '# sim:STALL=1 (simulated card), playback: S16_LE, 2 channels, 48000 Hz, ' +
        'period 1024, buffer 4096',
    ]);
    const found = points(stdout);
    expect(plan).toBe(`1..${found.length}`);
    expect(found.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['pointer-moves']);
    expect(found.filter(({ skip }) => skip !== undefined).length).toBeGreaterThan(25);
    const diagnostics = [
      '---',
      'message: ".*"',
      'severity: fail',
      String.raw`frame: \d`,
      String.raw`duration_ms: \d+\.\d`,
      String.raw`\.\.\.`,
    ];
    expect(stdout).toMatch(
      new RegExp(`not ok \\d+ - pointer-moves: .*\n {2}${diagnostics.join('\n {2}')}\n`),
    );
    expect(stderr).toMatch(/^alsa-mmap: sim:STALL=1: 1 of \d+ checks failed: pointer-moves\n$/);
  });

  it('passes on the simulated card, apart from timing', async () => {
    const { stdout } = await run(['bench', 'check', 'sim', '--capture', '--tap', '-q', '-d', '3']);
    const failed = points(stdout).filter(({ ok, name }) => !ok && !TIMING.test(name));
    expect(failed).toEqual([]);
    expect(points(stdout).filter(({ skip }) => skip !== undefined)).toMatchObject([
      { name: 'start-empty' },
      { name: 'pause-resume' },
      { name: 'drain-time' },
      { name: 'silence' },
    ]);
  });

  it('exits 8 with the results so far and a bail-out if the device is removed', async () => {
    const words = ['bench', 'check', 'sim:UNPLUG=20000', '--tap', '-q'];
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(8);
    expect(points(stdout).length).toBeGreaterThan(5);
    expect(stdout).toMatch(/\nBail out! device disconnected during page-values\n$/);
    expect(stderr).toMatch(/sim:UNPLUG=20000: device disconnected during the check page-values\n$/);
  });

  it('Ctrl-C prints the results so far and a bail-out, and exits 130', async () => {
    const program = start(['bench', 'check', 'sim', '--tap', '-d', '60']);
    await program.seen('check:');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    program.child.kill('SIGINT');
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    expect(points(stdout).length).toBeGreaterThan(0);
    expect(stdout).toMatch(/\nBail out! ended early\n$/);
  });

  it('exits 5 if the ring cannot be mapped', async () => {
    const { code, stdout, stderr } = await run(['bench', 'check', 'sim:ACCESS=rw', '--tap']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toMatch(/^alsa-mmap: sim:ACCESS=rw: /m);
  });

  it('--tap cannot be combined with --json', async () => {
    const { code, stderr } = await run(['bench', 'check', 'sim', '--tap', '--json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--tap and --json cannot be combined/);
  });

  it('exits 4 if the device is busy', async () => {
    const { code, stdout } = await run(['bench', 'check', 'sim:BUSY=1']);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  });

  it('--report writes a chapter with the verdict and a row per check', async () => {
    const file = scratch('check.html');
    const words = ['bench', 'check', 'sim:STALL=1', '-d', '3', '--report', file, '-q'];
    expect((await run(words)).code).toBe(7);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/class="verdict failed".*1 of \d+ checks failed: pointer-moves/);
    expect(page).toMatch(/✗\u00a0failed<\/td><td>pointer-moves<\/td>/);
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it.each([
    [['pointer', 'sim', '--tap'], /--tap applies to check only, not to pointer/],
    [['sim', '--tap'], /--tap applies to check only/],
    [['check', 'sim', '--max-ppm', '3'], /--max-ppm applies to clock only, not to check/],
    [['check', 'sim', '-d', '0', '--tap'], /--duration\b.*a time/],
    [['check', 'sim:QUIRK=nothing'], /QUIRK/],
  ])('rejects options that do not fit: %s', async (words, message) => {
    const { code, stdout, stderr } = await run(['bench', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
