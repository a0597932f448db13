import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, run, scratchDirectory, start } from './program.js';
import { refusal } from './refusal.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const PATTERN = 'sim:SIGNAL=pattern';

describe.concurrent('a file that another program changes during the recording', () => {
  it.each([
    ['removed', rmSync, 'was removed'],
    ['renamed', (file: string) => renameSync(file, `${file}.old`), 'was renamed'],
    [
      'replaced',
      (file: string) => {
        renameSync(file, `${file}.old`);
        writeFileSync(file, 'another');
      },
      'was replaced by another file',
    ],
    ['truncated', (file: string) => truncateSync(file, 100), 'was truncated to 100 of '],
    [
      'extended',
      (file: string) => truncateSync(file, 10_000_000),
      'was written by another program: 10000000 bytes instead of ',
    ],
  ])('%s: reported at once, and 1 at the end', async (name, change, text) => {
    const file = scratch(`${name}.wav`);
    const running = start(['record', file, PATTERN, '-d', '3', '--json']);
    await running.seen('"progress"');
    change(file);
    await running.seen('"file-changed"');
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr.split('\n')[0]).toContain(`${file} ${text}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    const events = jsonLines(stdout);
    expect(events.filter(({ event }) => event === 'file-changed')).toEqual([
      expect.objectContaining({ file, number: 1, change: expect.stringContaining(text) }),
    ]);
    expect(events.find(({ event }) => event === 'totals')).toMatchObject({
      frames: 144_000,
      fileFrames: 144_000,
    });
  });

  it('ends after the file, so nothing is reported', async () => {
    const file = scratch('quiet.wav');
    expect((await run(['record', file, PATTERN, '-d', '0.7', '--json'])).code).toBe(0);
  });
});

describe.concurrent('a file that is being written', () => {
  it('is refused to a second recording with 4; the first one is complete', async () => {
    const file = scratch('twice.wav');
    const first = start(['record', file, PATTERN, '--json']);
    await first.seen('"progress"');
    await refusal(['record', file, PATTERN, '-d', '0.5'], 4);
    await refusal(['record', scratch('b.wav'), PATTERN, '-d', '0.5', '--gaps', file], 4);
    await refusal(['play-sine', `sim:DUMP=${file}`, '-d', '0.5'], 4);
    first.child.kill('SIGINT');
    const { code, stdout } = await first.ended;
    expect(code).toBe(130);
    const { frames } = readChannels(file);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'totals', fileFrames: frames });
    expect(frames).toBeGreaterThan(24_000);
  });

  it('can be written again when the first recording was killed', async () => {
    const file = scratch('killed.wav');
    const first = start(['record', file, PATTERN, '--json']);
    await first.seen('"progress"');
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await run(['record', file, PATTERN, '-d', '0.5', '-q'])).code).toBe(0);
  });

  it('is not the file that play reads, also by a link', async () => {
    const file = scratch('played.wav');
    const link = scratch('link to played.wav');
    await run(['record', file, PATTERN, '-d', '0.5', '-q']);
    linkSync(file, link);
    const before = readFileSync(file);
    await refusal(['play', file, `sim:DUMP=${link}`], 2);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe.concurrent('--gaps and FILE', () => {
  it.each(['hard link', 'symbolic link', 'directory link'])(
    'are the same file by a %s: 2',
    async (kind) => {
      const file = scratch(`${kind}.wav`);
      let gaps = scratch(`${kind}.jsonl`);
      if (kind !== 'directory link') writeFileSync(file, 'precious');
      if (kind === 'hard link') linkSync(file, gaps);
      if (kind === 'symbolic link') symlinkSync(file, gaps);
      if (kind === 'directory link') {
        symlinkSync(scratch('.'), scratch('same'));
        gaps = scratch(`same/${basename(file)}`);
      }
      const text = await refusal(['record', file, 'sim', '-d', '0.1', '--gaps', gaps], 2);
      expect(text).toContain('--gaps and FILE are the same file');
    },
  );
});
