import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run, scratchDirectory, start } from './program.js';

const scratch = scratchDirectory();

/** What the machine of the tests does late is no fault of the card: only what is told is of interest. */
const TIMING = /start-time|xrun|drain-time|pointer-rate|pointer-steps|timestamp-age|trigger-time/;

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

/** One after the other: each opens the card some hundred times. */
describe('bench check', () => {
  it('tells each promise with its evidence, and how many were kept', async () => {
    const words = ['bench', 'check', 'sim:QUIRK=delay-implausible', '-d', '3'];
    const { code, stdout } = await run(words);
    expect(code).toBe(7);
    expect(stdout).toMatch(/^check {2}sim:QUIRK=delay-implausible, playback, \d+\.\d s\n/);
    expect(stdout).toMatch(/✓ page-mapping +status page mapped, control page mapped\n/);
    expect(stdout).toMatch(
      /✗ delay +delay 7500000000000000000 frames, ring fill \d+ frames, at frame \d+\n +\w+: delay is/,
    );
    expect(stdout).toMatch(/\n {2}\d+ passed, \d+ failed, 0 skipped\n\n$/);
  });

  it('--tap: a plan, a point a check, YAML below what failed, SKIP where there was nothing', async () => {
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
      '# sim:STALL=1 (built-in card), playback: S16_LE, 2 channels, 48000 Hz, period 1024, buffer 4096',
    ]);
    const found = points(stdout);
    expect(plan).toBe(`1..${found.length}`);
    expect(found.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['pointer-moves']);
    expect(found.filter(({ skip }) => skip !== undefined).length).toBeGreaterThan(25);
    expect(stdout).toMatch(
      /not ok \d+ - pointer-moves: .*\n {2}---\n {2}message: "hw_ptr did not move for \d\.\d\d s"\n {2}severity: fail\n {2}frame: \d\n {2}duration_ms: \d+\.\d\n {2}\.\.\.\n/,
    );
    expect(stderr).toMatch(/^alsa-mmap: sim:STALL=1: 1 of \d+ checks failed: pointer-moves\n$/);
  });

  it('passes on the card that does nothing wrong, but for what the machine does late', async () => {
    const { stdout } = await run(['bench', 'check', 'sim', '--capture', '--tap', '-q', '-d', '3']);
    const failed = points(stdout).filter(({ ok, name }) => !ok && !TIMING.test(name));
    expect(failed).toEqual([]);
    expect(points(stdout).filter(({ skip }) => skip !== undefined)).toMatchObject([
      { name: 'start-empty', skip: 'applies to playback only' },
      { name: 'drain-time' },
      { name: 'silence' },
    ]);
  });

  it('a device that goes away: what was found, a bail-out, and 8', async () => {
    const words = ['bench', 'check', 'sim:UNPLUG=20000', '--tap', '-q'];
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(8);
    expect(points(stdout).length).toBeGreaterThan(5);
    expect(stdout).toMatch(/\nBail out! the device went away during page-values\n$/);
    expect(stderr).toMatch(
      /sim:UNPLUG=20000: the device went away during the check page-values\n$/,
    );
  });

  it('Ctrl-C: what was found, a bail-out, and 130', async () => {
    const program = start(['bench', 'check', 'sim', '--tap', '-d', '60']);
    await program.seen('check:');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    program.child.kill('SIGINT');
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    expect(points(stdout).length).toBeGreaterThan(0);
    expect(stdout).toMatch(/\nBail out! it was ended early\n$/);
  });

  it('a device without memory to map is refused as ever: 5', async () => {
    const { code, stdout, stderr } = await run(['bench', 'check', 'sim:ACCESS=rw', '--tap']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toMatch(/its ring cannot be mapped/);
  });

  it('--tap with --json is one form too many: 2', async () => {
    const { code, stderr } = await run(['bench', 'check', 'sim', '--tap', '--json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--tap and --json exclude each other/);
  });

  it('a device that somebody holds: 4', async () => {
    const { code, stdout } = await run(['bench', 'check', 'sim:BUSY=1']);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  });

  it('--report: a section with the verdict and a row a check', async () => {
    const file = scratch('check.html');
    const words = ['bench', 'check', 'sim:STALL=1', '-d', '3', '--report', file, '-q'];
    expect((await run(words)).code).toBe(7);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/class="verdict failed".*1 of \d+ checks failed: pointer-moves/);
    expect(page).toMatch(/<td>✗ failed<\/td><td>pointer-moves<\/td><td>hw_ptr moves while/);
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it.each([
    [['pointer', 'sim', '--tap'], /--tap is for check, not for pointer/],
    [['sim', '--tap'], /--tap is for check/],
    [['check', 'sim', '--max-ppm', '3'], /--max-ppm is for clock, not for check/],
    [['check', 'sim', '-d', '0', '--tap'], /--duration takes seconds above 0/],
    [['check', 'sim:QUIRK=nothing'], /QUIRK: expected .*refuses-format, /],
  ])('words that make no sense: %s', async (words, says) => {
    const { code, stdout, stderr } = await run(['bench', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });
});
