import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines, run, scratchDirectory } from './program.js';
import { refusal } from './refusal.js';

const scratch = scratchDirectory();
/** ESC, BEL, a line break, DEL, CSI in one byte, and a mark that reverses what follows. */
const NASTY = 'a\x1b[31mb\x07c\nd\x7fe\u009bf\u202eg';
const SHOWN = 'a\\x1b[31mb\\x07c\\x0ad\\x7fe\\x9bf\\u{202e}g';
const UNPRINTABLE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/;

describe.concurrent('unprintable characters never reach the terminal', () => {
  it.each([
    ['a command', [NASTY], 2],
    ['a value', ['status', 'sim', '-f', NASTY], 2],
    ['an argument', ['status', 'sim', NASTY], 2],
    ['a device', ['status', NASTY], 3],
    ['a key of the simulated card', ['status', `sim:${NASTY}=1`], 2],
    ['a file', ['record', `/nonexistent/${NASTY}`, 'sim'], 3],
  ])('in an error: %s', async (_, words, exit) => {
    expect(await refusal(words, exit)).toContain(SHOWN);
  });

  it('in a status', async () => {
    const device = `sim:DUMP=${scratch(NASTY)}`;
    const { code, stdout } = await run(['status', device]);
    expect({ code, nasty: UNPRINTABLE.test(stdout) }).toEqual({ code: 0, nasty: false });
    expect(stdout).toContain(SHOWN);
  });

  it('in messages and totals of a recording; the file keeps its name', async () => {
    const { code, stdout, stderr } = await run([
      'record',
      scratch(`${NASTY}.wav`),
      'sim',
      '-d',
      '0.1',
    ]);
    expect({ code, nasty: UNPRINTABLE.test(stdout + stderr) }).toEqual({ code: 0, nasty: false });
    expect(stdout).toContain(SHOWN);
    expect(readdirSync(scratch('.'))).toContain(`${NASTY}.wav`);
  });

  it('in JSON, which reads back unchanged', async () => {
    const file = scratch(`json ${NASTY}.wav`);
    const { stdout } = await run(['record', file, 'sim', '-d', '0.1', '--json']);
    expect(UNPRINTABLE.test(stdout)).toBe(false);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'totals', file });
  });

  it.each([
    ['syncptr', (device: string) => ['syncptr', device]],
    ['play-sine', (device: string) => ['play-sine', device, '-d', '0.1', '-v']],
    ['bench', (device: string) => ['bench', 'pointer', device, '-d', '0.5']],
    ['bench --json', (device: string) => ['bench', 'pointer', device, '-d', '0.5', '--json']],
  ])('in the output of %s about the device', async (command, words) => {
    const { stdout, stderr } = await run(words(`sim:DUMP=${scratch(`${command} ${NASTY}`)}`));
    expect(UNPRINTABLE.test(stdout + stderr)).toBe(false);
    expect(stdout + stderr).toContain(command === 'bench --json' ? '\\u001b' : SHOWN);
  });

  it('in messages about a file that is played or refused', async () => {
    const file = scratch(`played ${NASTY}.wav`);
    await run(['record', file, 'sim', '-d', '0.1', '-q']);
    const { code, stdout, stderr } = await run(['play', file, 'sim']);
    expect({ code, nasty: UNPRINTABLE.test(stdout + stderr) }).toEqual({ code: 0, nasty: false });
    expect(stdout + stderr).toContain(SHOWN);

    writeFileSync(file, `RIFF\0\0\0\0WAVE${NASTY}`);
    expect(await refusal(['play', file, 'sim'], 5)).toMatch(/bytes 611b5b33/);
  });

  it('in the names of a series, a gap report and a page that cannot be written', async () => {
    const series = ['record', scratch(`s ${NASTY}.wav`), 'sim', '-d', '0.3', '--split-time', '0.1'];
    const gaps = ['--gaps', scratch(`gaps ${NASTY}`)];
    const { code, stdout, stderr } = await run([...series, ...gaps]);
    expect({ code, nasty: UNPRINTABLE.test(stdout + stderr) }).toEqual({ code: 0, nasty: false });
    expect(UNPRINTABLE.test(readFileSync(scratch(`gaps ${NASTY}`), 'utf8'))).toBe(false);
    const report = ['--report', `/nonexistent/${NASTY}.html`];
    const bench = await run(['bench', 'pointer', 'sim', '-d', '0.5', '-q', ...report]);
    expect({ code: bench.code, nasty: UNPRINTABLE.test(bench.stderr) }).toEqual({
      code: 3,
      nasty: false,
    });
    expect(bench.stderr).toContain(SHOWN);
  });

  it('in the stack that --verbose shows', async () => {
    const { stderr } = await run(['status', NASTY, '-v']);
    expect(UNPRINTABLE.test(stderr)).toBe(false);
    expect(stderr).toContain('\n      at ');
  });
});
