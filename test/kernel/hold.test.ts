/** Streams that are held during each read: values and samples, and no effect on their owner. */

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HeldStream } from '../../src/observe/held-stream.js';
import { findTapSource, type TapSource } from '../../src/observe/tap-source.js';
import { briefly } from '../brief.js';
import { compare, PATTERN_FRAMES, writePattern } from './aloop-pattern.js';
import { isThere } from './cards.js';
import { expectAgreement, PATH, runningStream, SAMPLING_TIMEOUT_MS } from './foreign-agreement.js';
import { alsaMmap, PROGRAM, type Running, start, startAlsaMmap, USER } from './program.js';
import { FRAME_BYTES, openStream, positionsIn, samplesOf, tapAll } from './tapped-samples.js';

const FORMAT = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '2', '-r', '48000'];
const SCOPE = '/proc/sys/kernel/yama/ptrace_scope';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-hold-'));
  file = join(folder, 'source.wav');
  writePattern(file, 'S16_LE', 2);
});
afterAll(() => rmSync(folder, { recursive: true }));

const devices = ['hw:AC97', 'hw:Loopback,0,6', 'hw:USB', 'hw:ES1370'].filter(isThere);

/** Reads pages and ring of a stream again and again until its owner ends; counts the reads. */
async function holdUntilEnd({ pid, ended }: Running): Promise<{ pages: number; rings: number }> {
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  const held = HeldStream.find(await runningStream(pid)) as HeldStream;
  const reads = { pages: 0, rings: 0 };
  const into = new Uint8Array(4096);
  while (!isOver) {
    if (!('errno' in held.read())) reads.pages++;
    if (held.copyRing(0, into) === undefined) reads.rings++;
    await sleep(2);
  }
  return reads;
}

describe.each(briefly(devices, 1))('a stream of %s that is held', (device) => {
  it(
    'agrees with /proc/asound',
    async () => {
      const owner = start('aplay', ['-D', device, ...FORMAT, '/dev/zero']);
      const stream = await runningStream(owner.pid);
      const held = HeldStream.find(stream);
      expect(held).toMatchObject({ path: 'O_APPEND' });
      await expectAgreement(stream, `aplay -D ${device}, O_APPEND`, () => {
        const seen = (held as HeldStream).read();
        if ('errno' in seen) throw new Error(seen.reason);
        return { state: seen.state, hwPtr: seen.hwPtr, applPtr: seen.control!.applPtr };
      });
      owner.kill('SIGKILL');
      await owner.ended;
      expect((held as HeldStream).read()).toMatchObject({ errno: 'EBADFD' });
      expect(alsaMmap('syncptr', device, '--playback')).toMatchObject({ status: 0, stderr: '' });
    },
    SAMPLING_TIMEOUT_MS,
  );

  it('has the samples that aplay plays', async () => {
    const owner = start('aplay', ['-q', '-M', '-D', device, '-B', '400000', file]);
    const stream = await openStream(owner.pid);
    const held = HeldStream.find(stream) as HeldStream;
    const found = findTapSource(stream, { hold: true }) as TapSource;
    const copy: TapSource['ring']['copy'] = (at, into) => held.copyRing(at, into) === undefined;
    const { parts, lost } = await tapAll({ ...found, ring: { ...found.ring, copy } });
    expect(await owner.ended).toMatchObject({ status: 0 });
    const source = samplesOf(file);
    positionsIn(source, parts);
    const taken = parts.reduce((sum, { length }) => sum + length / FRAME_BYTES, 0);
    expect(taken).toBeGreaterThan(PATTERN_FRAMES / 4);
    expect(taken + lost).toBeLessThanOrEqual(source.length / FRAME_BYTES);
  });

  it.each(briefly(['SIGKILL', 'SIGTERM'] as const, 1))(
    'is free at once after %s of the tap',
    async (signal) => {
      const owner = start('aplay', ['-M', '-D', device, ...FORMAT, '/dev/zero']);
      await runningStream(owner.pid);
      const words = ['--pid', `${owner.pid}`, '--hold', '--json'];
      const tap = startAlsaMmap('tap', join(folder, 'tapped.wav'), ...words);
      await tap.says(/"progress"/);
      tap.kill(signal);
      await tap.ended;
      owner.kill('SIGKILL');
      await owner.ended;
      expect(alsaMmap('syncptr', device, '--playback')).toMatchObject({ status: 0, stderr: '' });
    },
  );
});

it('the output of aplay is the same while its stream is held', async () => {
  const recorded = join(folder, 'recorded.wav');
  const recording = start('arecord', [
    ...['-q', '-D', 'hw:Loopback,1', '-f', 'S16_LE', '-c', '2', '-r', '48000'],
    ...['-B', '400000', recorded],
  ]);
  await runningStream(recording.pid);
  const owner = start('aplay', ['-q', '-M', '-D', 'hw:Loopback,0', '-B', '400000', file]);
  const { pages, rings } = await holdUntilEnd(owner);
  expect(await owner.ended).toMatchObject({ status: 0, stderr: '' });
  recording.kill('SIGTERM');
  await recording.ended;
  expect(pages).toBeGreaterThan(100);
  expect(rings).toBeGreaterThan(100);
  const { first, wrongFrames } = compare(recorded, 'S16_LE', 2);
  expect({ isThere: first >= 0, wrongFrames }).toEqual({ isThere: true, wrongFrames: [] });
});

describe.runIf(isThere('hw:USB'))('a stream whose owner has not mapped the control page', () => {
  const NODES = ['/dev/snd/controlC4', '/dev/snd/pcmC4D0p'];

  /** Runs the work while a process of an ordinary user has the stream open. */
  async function withOwner(mode: number, work: (pid: number) => void) {
    for (const node of NODES) chmodSync(node, 0o666);
    const owner = start('aplay', ['-M', '-D', 'hw:USB', ...FORMAT, '/dev/zero'], USER);
    try {
      await runningStream(owner.pid);
      for (const node of NODES) chmodSync(node, mode);
      work(owner.pid);
    } finally {
      owner.kill('SIGKILL');
      await owner.ended;
      for (const node of NODES) chmodSync(node, 0o600);
    }
  }

  /** Runs a command as the user of the owner; returns its exit code and its last document. */
  function runAsUser(...words: string[]) {
    const args = [PROGRAM, ...words, '--hold', '--json'];
    const { status, stdout } = spawnSync(process.execPath, args, { ...USER, encoding: 'utf8' });
    return { status, document: JSON.parse(stdout.trimEnd().split('\n').at(-1)!) };
  }

  const yama = readFileSync(SCOPE, 'utf8');
  afterEach(() => writeFileSync(SCOPE, yama));

  it.each([
    [0o666, '0', 'O_APPEND', 'none'],
    [0o600, '0', 'pidfd_getfd', 'none'],
    // On arm64 the owner has mapped no page that could be refused.
    [0o666, '1', 'O_APPEND', PATH === 'proc' ? 'none' : 'EPERM'],
    [0o600, '1', 'proc', 'EPERM'],
  ])(
    'is read by the user of its owner, with mode %i of the node and Yama %s by %s',
    async (mode, scope, path, errno) => {
      await withOwner(mode, (pid) => {
        writeFileSync(SCOPE, scope);
        const { status, document } = runAsUser('status', '--pid', `${pid}`);
        expect(status).toBe(0);
        const way = { path, refusal: { errno } };
        expect(document).toMatchObject({
          state: 'RUNNING',
          owner: { pid },
          paths: { status: way, control: way },
        });
      });
    },
  );

  it('cannot be tapped with Yama 1 by a user who cannot open the node', async () => {
    await withOwner(0o600, (pid) => {
      writeFileSync(SCOPE, '1');
      const { status, document } = runAsUser('tap', join(folder, 'refused.wav'), '--pid', `${pid}`);
      expect({ status, document }).toMatchObject({
        status: 9,
        document: {
          error: { code: 'PERMISSION', message: expect.stringContaining('ptrace_scope') },
        },
      });
    });
  });
});
