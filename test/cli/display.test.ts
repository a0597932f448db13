import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { run, scratchDirectory, startOnTerminal } from './program.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const REDRAWN = '\r\x1b[K';

/** Contents of a redrawn terminal line, one entry per redraw. */
function redraws(output: string): string[] {
  return output
    .split(REDRAWN)
    .slice(1)
    .map((text) => text.split('\r\n')[0]!);
}

describe.concurrent('a stream on a terminal', () => {
  it('is one line that is redrawn, in colour, and the totals below it', async () => {
    const words = ['play-sine', 'sim', '-d', '1', ...CALM];
    const { code, stdout } = await startOnTerminal(words).ended;
    expect(code).toBe(0);
    const drawn = redraws(stdout);
    expect(drawn.length).toBeGreaterThanOrEqual(3);
    for (const line of drawn) {
      expect(line).toContain('\x1b[32mRUNNING\x1b[39m');
      expect(stripVTControlCharacters(line)).toMatch(
        /^RUNNING {2}[\d.]+ s {2}hw_ptr \d+ {2}appl_ptr \d+ {2}avail \d+ {2}fill \d+ {2}xruns 0$/,
      );
    }
    expect(stripVTControlCharacters(stdout)).toMatch(/xruns 0\r\n {2}played {2}48000 frames/);
  });

  it('shows the level of each channel as a bar', async () => {
    const words = ['record', scratch('bars.wav'), 'sim', '-d', '0.6', ...CALM];
    const { stdout } = await startOnTerminal(words).ended;
    const line = stripVTControlCharacters(redraws(stdout).at(-1)!);
    // RMS about -15, peak -12 dBFS of -60 to 0: three quarters and four fifths of some 16 cells.
    const meter = / {2}\[█{9,12}[▉▊▋▌▍▎▏]?│ {2,4}\] -12\.0 -1[45]\.\d/.source;
    expect(line).toMatch(new RegExp(` xruns 0(${meter}){2}$`));
    expect(line.length).toBeLessThan(100);
  });

  it('shows numbers if there are too many channels for bars', async () => {
    const words = ['record', scratch('many.wav'), 'sim', '-c', '8', '-d', '0.6', ...CALM];
    const { stdout } = await startOnTerminal(words).ended;
    const line = stripVTControlCharacters(redraws(stdout).at(-1)!);
    expect(line).toMatch(/xruns 0 {2}(-12\.0 ){7}-12\.0$/);
  });

  it('stays one line, whatever the channels', async () => {
    const words = ['record', scratch('most.wav'), 'sim:CHANNELS=1:64', '-c', '64', '-d', '0.6'];
    const { stdout } = await startOnTerminal([...words, ...CALM]).ended;
    const line = stripVTControlCharacters(redraws(stdout).at(-1)!);
    expect(line).toMatch(/xruns 0 {2}(-12\.0 ){5,}-12\.0$/);
    expect(line.length).toBeLessThan(100);
  });

  it('is not redrawn on a dumb one', async () => {
    const words = ['record', scratch('dumb.wav'), 'sim', '-d', '0.5', ...CALM];
    const { stdout } = await startOnTerminal(words, { TERM: 'dumb' }).ended;
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toContain('recorded');
  });

  it('shows no figures before the first snapshot', async () => {
    const words = ['record', scratch('slow.wav'), 'sim', '-d', '0.6'];
    const slow = ['--period-size', '250ms', '--buffer-size', '1s'];
    const { stdout } = await startOnTerminal([...words, ...slow]).ended;
    expect(stripVTControlCharacters(stdout)).not.toContain('OPEN');
    expect(stdout).toContain('RUNNING');
  });

  it('--quiet shows nothing', async () => {
    const words = ['play-sine', 'sim', '-d', '0.4', ...CALM, '-q'];
    expect(await startOnTerminal(words).ended).toMatchObject({ code: 0, stdout: '' });
  });

  it('an error is printed on its own line', async () => {
    const words = ['record', scratch('gone.wav'), 'sim:UNPLUG=24000', ...CALM];
    const { code, stdout } = await startOnTerminal(words).ended;
    expect(code).toBe(8);
    expect(stdout).toMatch(/\nalsa-mmap: .*device disconnected\r\n$/);
  });
});

describe.concurrent('a stream in a pipe', () => {
  it('is a line a second on stderr; stdout has only the totals', async () => {
    const words = ['record', scratch('pipe.wav'), 'sim', '-d', '2.3', ...CALM];
    const { stdout, stderr } = await run(words);
    const lines = stderr.split('\n').filter((line) => line.startsWith('RUNNING'));
    // A busy machine may take its time before the first frame.
    expect([2, 3]).toContain(lines.length);
    for (const line of lines) {
      expect(line).toMatch(
        /^RUNNING .* hw_ptr \d+ .* xruns 0 {2}peak -12\.0 -12\.0 {2}rms -15\.[01] -15\.[01] dBFS$/,
      );
    }
    expect(stdout).toMatch(/^ {2}recorded .*\n {2}xruns .*\n {2}peak .*\n {2}rms .*\n {2}dc .*\n$/);
    expect(stdout + stderr).not.toContain('\x1b');
  });

  it('--quiet shows nothing; with --json the frame remains', async () => {
    const words = ['play-sine', 'sim', '-d', '1.3', ...CALM, '-q'];
    const [text, json] = await Promise.all([run(words), run([...words, '--json'])]);
    expect(text).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(json.stdout.match(/"event":"\w+"/g)).toEqual(['"event":"opened"', '"event":"totals"']);
  });

  it('--verbose reports the parameters of the device', async () => {
    const { stderr } = await run(['play-sine', 'sim', '-d', '0.1', '-v', ...CALM]);
    expect(stderr).toMatch(/\n {2}access +MMAP_INTERLEAVED\n/);
    expect(stderr).toMatch(/\n {2}info +MMAP MMAP_VALID /);
  });
});
