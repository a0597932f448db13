import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { validGaps } from './gaps-lines.js';
import { comparePattern } from './pattern-file.js';
import { jsonLines, PROGRAM, run, scratchDirectory, watch } from './program.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const PATTERN = 'sim:SIGNAL=pattern';
const CUT =
  /^truncated at frame (\d+) \([\d.]+ s\) on 2\d{3}-\S+ \S+ UTC: (\d+) captured frames are not /m;

/** A disk of `size`, if this user may mount one. */
function smallDisk(name: string, size: string): string | undefined {
  const directory = scratch(name);
  mkdirSync(directory);
  const made = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${size}`,
    'alsa-mmap-test',
    directory,
  ]);
  if (made.status !== 0) return undefined;
  afterAll(() => spawnSync('umount', [directory]));
  return directory;
}

const disk = smallDisk('disk', '128k');
const seriesDisk = smallDisk('series', '128k');
if (disk === undefined) process.stderr.write('SKIPPED: no small disk can be mounted here\n');

describe.concurrent('a disk that fills up during a recording', () => {
  it.skipIf(disk === undefined)(
    'ends it in order with 1: the file is complete, missing frames are counted and dated',
    async () => {
      const [file, gapsFile] = [`${disk}/full.wav`, scratch('full.jsonl')];
      const words = ['record', file, PATTERN, '-d', '4', ...CALM, '--gaps', gapsFile];
      const { code, stdout, stderr } = await run(words);
      expect(code).toBe(1);
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
        /^alsa-mmap: cannot write .*full\.wav: ENOSPC, no space is left; /,
      );
      const { frames, wrongFrame, sealed } = comparePattern(file, 'S16_LE');
      expect({ wrongFrame, sealed }).toEqual({ wrongFrame: -1, sealed: true });
      expect(frames).toBeGreaterThan(25_000);
      const [, at, lost] = CUT.exec(stderr)!;
      expect(Number(at)).toBe(frames);
      expect(stdout).toContain(`recorded  ${frames + Number(lost)} frames`);
      expect(stdout).toMatch(new RegExp(`\\n {2}written +${frames} frames`));
      expect(validGaps(gapsFile).gaps).toMatchObject([
        {
          cause: 'write-error',
          atFrame: frames,
          file,
          fileFrame: frames,
          lostFrames: Number(lost),
        },
      ]);
    },
  );

  it.skipIf(seriesDisk === undefined)('finishes every file of a series', async () => {
    const words = ['record', `${seriesDisk}/x.wav`, 'sim', '-d', '4', ...CALM, '--json'];
    const { code, stdout } = await run([...words, '--split-size', '50k']);
    expect(code).toBe(1);
    const events = jsonLines(stdout);
    const totals = events.find(({ event }) => event === 'totals')!;
    const cut = events.find(({ event }) => event === 'truncated')!;
    expect(cut).toMatchObject({
      atFrame: totals['fileFrames'],
      lostFrames: Number(totals['frames']) - Number(totals['fileFrames']),
      file: `${seriesDisk}/x-0003.wav`,
    });
    expect(totals['fileCount']).toBe(3);
  });

  it('ends in the same way at a file size limit', async () => {
    const [file, gapsFile] = [scratch('limited.wav'), scratch('limited.jsonl')];
    const words = ['record', file, PATTERN, '-d', '3', ...CALM, '--gaps', gapsFile, '--json'];
    // 64 blocks of 512 bytes: 32 KiB.
    const limited = 'ulimit -f 64; exec "$@"';
    const child = spawn('sh', ['-c', limited, 'sh', process.execPath, PROGRAM, ...words]);
    const { code, stdout, stderr } = await watch(child).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^alsa-mmap: cannot write .*: EFBIG, the file has reached the size limit/,
    );
    const events = jsonLines(stdout);
    const cut = events.find(({ event }) => event === 'truncated')!;
    const { frames, wrongFrame } = comparePattern(file, 'S16_LE');
    expect({ frames, wrongFrame }).toEqual({ frames: cut['atFrame'], wrongFrame: -1 });
    expect(events.find(({ event }) => event === 'totals')).toMatchObject({
      frames: frames + Number(cut['lostFrames']),
      fileFrames: frames,
    });
    expect(validGaps(gapsFile).gaps).toMatchObject([
      { cause: 'write-error', atFrame: frames, lostFrames: cut['lostFrames'] },
    ]);
  });
});
