import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validGaps } from './gaps-lines.js';
import { comparePattern } from './pattern-file.js';
import { PROGRAM, run, scratchDirectory, start, watch } from './program.js';
import { expectRefusal } from './refusal.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const PATTERN = 'sim:SIGNAL=pattern';

/** Pipes `record -` with these words into a shell command; prints the exit code of record. */
function piped(words: readonly string[], reader: string) {
  const command = `exec 3>&1; { "$@"; echo "exit $?" >&3; } | ${reader}`;
  const program = [process.execPath, PROGRAM, 'record', '-', ...words];
  return watch(spawn('sh', ['-c', command, 'sh', ...program]));
}

describe.concurrent('record -', () => {
  it('writes the WAV file to stdout, and all messages to stderr', async () => {
    const child = start(['record', '-', PATTERN, '-d', '0.5', ...CALM]).child;
    const bytes: Buffer[] = [];
    child.stdout!.removeAllListeners('data');
    const ended = watch(child).ended;
    child.stdout!.on('data', (some: string) => bytes.push(Buffer.from(some, 'latin1')));
    child.stdout!.setEncoding('latin1');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^sim:SIGNAL=pattern {2}into stdout\n/);
    expect(stderr).toMatch(/\n {2}recorded {2}24000 frames, 0\.500 s {2}into stdout\n/);
    writeFileSync(scratch('stdout.wav'), Buffer.concat(bytes));
    expect(comparePattern(scratch('stdout.wav'), 'S16_LE')).toMatchObject({
      frames: 24_000,
      wrongFrame: -1,
    });
  });

  it.each([
    ['a file', (file: string) => `cat > ${file}`],
    ['a reader that comes late', (file: string) => `(sleep 1.5; exec cat) > ${file}`],
    [
      'a reader that takes little at a time',
      (file: string) => `dd bs=1000 iflag=fullblock status=none of=${file}`,
    ],
  ])('loses nothing into %s', async (what, reader) => {
    const file = scratch(`${what}.wav`);
    const words = [PATTERN, '-c', '8', '-d', '2', ...CALM, '-q'];
    const { stdout, stderr } = await piped(words, reader(`'${file}'`)).ended;
    expect({ stdout, stderr }).toEqual({ stdout: 'exit 0\n', stderr: '' });
    const { frames, wrongFrame } = comparePattern(file, 'S16_LE');
    expect({ frames, wrongFrame }).toEqual({ frames: 96_000, wrongFrame: -1 });
  });

  it('counts the frames lost by a slow reader and shows progress meanwhile', async () => {
    const [file, gapsFile] = [scratch('too late.wav'), scratch('too late.jsonl')];
    const words = [PATTERN, '-d', '9', ...CALM, '--gaps', gapsFile];
    const { stdout, stderr } = await piped(words, `(sleep 7.5; exec cat) > '${file}'`).ended;
    expect(stdout).toBe('exit 0\n');
    expect(stderr.match(/^RUNNING /gm)!.length).toBeGreaterThanOrEqual(4);
    const reported = /\n {2}gaps +(\d+) frames/.exec(stderr);
    const { frames, wrongFrame } = comparePattern(file, 'S16_LE');
    expect(frames).toBe(9 * 48_000 - Number(reported![1]));
    expect(wrongFrame).toBeGreaterThan(4 * 48_000);
    expect(validGaps(gapsFile).gaps).toMatchObject([
      {
        kind: 'fifo-overflow',
        atFrame: wrongFrame,
        fileFrame: wrongFrame,
        lostFrames: Number(reported![1]),
      },
    ]);
  });

  it('ends in order and silently with 141 when the reader closes', async () => {
    const { stdout, stderr } = await piped([PATTERN, ...CALM, '-q'], 'head -c 100000 >/dev/null')
      .ended;
    expect({ stdout, stderr }).toEqual({ stdout: 'exit 141\n', stderr: '' });
  });

  it('exits 1 with a line if the reader stalls', async () => {
    const { stdout, stderr } = await piped([PATTERN, '-d', '1', ...CALM], 'sleep 14').ended;
    expect(stdout).toBe('exit 1\n');
    expect(stderr).toMatch(/\ntruncated at frame \d+ .*: \d+ captured frames are not in stdout\n/);
    expect(stderr).toMatch(
      /\nalsa-mmap: \d+ bytes could not be written into stdout: nothing was taken for 10 s; .*\n$/,
    );
  });

  it('ends at once at a second signal while the reader stalls', async () => {
    const running = start(['record', '-', PATTERN, ...CALM]);
    running.child.stdout!.pause();
    await running.seen('RUNNING');
    running.child.kill('SIGINT');
    await running.seen('RUNNING');
    setTimeout(() => running.child.kill('SIGINT'), 1200);
    running.child.once('exit', () => running.child.stdout!.resume());
    expect((await running.ended).code).toBe(130);
  });

  it.each([['--json'], ['--split-time=1'], ['--split-size=1M']])('refuses %s', async (option) => {
    const ended = await run(['record', '-', 'sim', option]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^alsa-mmap: --[-a-z]+ and FILE - cannot be combined: /);
  });

  it('refuses a terminal', async () => {
    const words = [process.execPath, PROGRAM, 'record', '-', 'sim'].join(' ');
    const { code, stdout } = await watch(spawn('script', ['-qefc', words, '/dev/null'])).ended;
    expect(code).toBe(2);
    expect(stdout).toBe(
      'alsa-mmap: stdout is a terminal; give a file name, or redirect stdout\r\n',
    );
  });

  it('reports a full disk', async () => {
    const program = [process.execPath, PROGRAM, 'record', '-', 'sim', '-d', '1'];
    const child = spawn('sh', ['-c', 'exec "$@" > /dev/full', 'sh', ...program]);
    const ended = await watch(child).ended;
    expectRefusal(ended, 1);
    expect(ended.stderr).toContain('cannot write stdout: ENOSPC, no space is left');
  });
});
