/** The streams of aplay and arecord, seen from outside: values, and no effect on them. */

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignStream } from '../../src/observe/foreign-stream.js';
import type { OpenStream } from '../../src/observe/sound-tree.js';
import { briefly } from '../brief.js';
import { compare, PATTERN_FRAMES, writePattern } from './aloop-pattern.js';
import { isThere } from './cards.js';
import {
  expectForeignAgreement,
  PATH,
  runningStream,
  SAMPLING_TIMEOUT_MS,
} from './foreign-agreement.js';
import { alsaMmap, PROGRAM, start, USER } from './program.js';

const FORMAT = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '2', '-r', '48000'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-foreign-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the stream of another process agrees with /proc/asound within one period', () => {
  const aplay = (device: string, ...words: string[]) =>
    ['aplay', device, ['-D', device, ...FORMAT, ...words, '/dev/zero']] as const;
  const arecord = (device: string, ...words: string[]) =>
    ['arecord', device, ['-D', device, ...FORMAT, ...words, '/dev/null']] as const;
  const own = (command: string, device: string, ...words: string[]) =>
    ['node', device, [PROGRAM, command, ...words, device, '-q', '-f', 'S16_LE']] as const;
  const owners = [
    aplay('hw:AC97', '-M'),
    aplay('hw:Loopback'),
    aplay('hw:USB', '-M'),
    arecord('hw:Dummy', '-M'),
    arecord('hw:Loopback,1'),
    own('play', 'hw:AC97', '-t', 'raw', '-c', '2', '-r', '48k', '/dev/zero'),
    own('play', 'hw:USB', '-t', 'raw', '-c', '2', '-r', '48k', '/dev/zero'),
    own('play-sine', 'hw:Loopback,0,1'),
    own('record', 'hw:Dummy', '/dev/null'),
    own('record', 'hw:Loopback,1,1', '/dev/null'),
  ];
  it.each(
    briefly(
      owners.filter(([, device]) => isThere(device)),
      1,
    ),
  )(
    '%s on %s %j',
    async (command, device, words) => {
      const owner = start(command, words);
      let stream: OpenStream;
      try {
        stream = await runningStream(owner.pid);
        const subject = [command, ...words].join(' ');
        await expectForeignAgreement(stream, subject, { pid: owner.pid, command });
      } finally {
        owner.kill('SIGTERM');
        await owner.ended;
      }
      // Nothing is held: the device is free as soon as its owner has ended.
      expect(alsaMmap('syncptr', device, `--${stream.direction}`)).toEqual(
        expect.objectContaining({ status: 0, stderr: '' }),
      );
    },
    SAMPLING_TIMEOUT_MS,
  );
});

it('the output of aplay is the same while it is watched', async () => {
  const [played, recorded] = [join(folder, 'played.wav'), join(folder, 'recorded.wav')];
  writePattern(played, 'S16_LE', 2);
  const recording = start('arecord', [
    ...['-q', '-D', 'hw:Loopback,1', '-f', 'S16_LE', '-c', '2', '-r', '48000'],
    ...['-B', '400000', recorded],
  ]);
  await runningStream(recording.pid);
  const owner = start('aplay', ['-q', '-M', '-D', 'hw:Loopback,0', '-B', '400000', played]);
  let isOver = false;
  const ended = owner.ended.then((result) => {
    isOver = true;
    return result;
  });
  const foreign = new ForeignStream(await runningStream(owner.pid));
  let reads = 0;
  while (!isOver) {
    if (foreign.read() !== undefined) reads++;
    await sleep(2);
  }
  expect(await ended).toMatchObject({ status: 0, stderr: '' });
  recording.kill('SIGTERM');
  await recording.ended;
  expect(reads).toBeGreaterThan(100);
  const { first, wrongFrames, frames } = compare(recorded, 'S16_LE', 2);
  expect({ isThere: first >= 0, wrongFrames }).toEqual({ isThere: true, wrongFrames: [] });
  expect(frames - first).toBeGreaterThanOrEqual(PATTERN_FRAMES);
});

const SCOPE = '/proc/sys/kernel/yama/ptrace_scope';

/** `status` run by an ordinary user. */
function statusAsUser(...words: string[]) {
  const args = [PROGRAM, 'status', ...words, '--json'];
  const { status, stdout } = spawnSync(process.execPath, args, { ...USER, encoding: 'utf8' });
  return { status, document: JSON.parse(stdout) as Record<string, unknown> };
}

describe.skipIf(PATH === 'proc')('an ordinary user', () => {
  const nodes = ['/dev/snd/controlC1', '/dev/snd/pcmC1D0p'];
  beforeAll(() => {
    for (const node of nodes) chmodSync(node, 0o666);
  });
  afterAll(() => {
    for (const node of nodes) chmodSync(node, 0o600);
  });

  it.each([
    ['0', 1000, 'process_vm_readv', null],
    ['1', 1000, 'proc', 'EPERM'],
    ['0', 1001, 'proc', 'EACCES'],
  ] as const)('with Yama %s reads a stream of uid %i by %s', async (yama, uid, path, errno) => {
    const before = readFileSync(SCOPE, 'utf8');
    writeFileSync(SCOPE, yama);
    const words = ['-D', 'hw:Loopback,0,4', ...FORMAT, '/dev/zero'];
    const owner = start('aplay', words, { ...USER, uid });
    try {
      await runningStream(owner.pid);
      const { status, document } = statusAsUser('--pid', `${owner.pid}`);
      expect(status).toBe(0);
      expect(document).toMatchObject({
        state: 'RUNNING',
        owner: { pid: owner.pid, command: 'aplay' },
        paths: { status: { path, refusal: errno && { errno } } },
      });
    } finally {
      writeFileSync(SCOPE, before);
      owner.kill('SIGKILL');
      await owner.ended;
    }
  });

  it.runIf(isThere('hw:AC97'))('sees the stream of a device that it cannot open', async () => {
    const owner = start('aplay', ['-D', 'hw:AC97', ...FORMAT, '/dev/zero']);
    try {
      await runningStream(owner.pid);
      const { status, document } = statusAsUser('hw:AC97');
      expect(status).toBe(0);
      expect(document).toMatchObject({ owner: { pid: owner.pid } });
    } finally {
      owner.kill('SIGKILL');
      await owner.ended;
    }
  });
});

it.each(briefly(['hw:AC97', 'hw:Loopback,1'].filter(isThere), 1))(
  'status shows the owner of %s, by subdevice, by PID and while it is watched',
  async (device) => {
    const owner = start('aplay', ['-D', device, ...FORMAT, '/dev/zero']);
    const stream = await runningStream(owner.pid);
    const byName = alsaMmap('status', stream.name, '--playback', '--json');
    expect(byName).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(byName.stdout)).toMatchObject({
      device: { name: stream.name },
      owner: { pid: owner.pid, tid: owner.pid, command: 'aplay' },
      state: 'RUNNING',
      paths: { status: { path: PATH } },
      params: { access: 'RW_INTERLEAVED', rateHz: 48_000 },
    });
    const watching = start(process.execPath, [
      ...['bin/alsa-mmap.js', 'status', '--pid', `${owner.pid}`, '--watch', '--json'],
      ...['--interval', '50ms'],
    ]);
    await watching.says(/RUNNING[\s\S]*RUNNING/);
    owner.kill('SIGKILL');
    await owner.ended;
    const { status, stdout } = await watching.ended;
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2);
    expect(alsaMmap('syncptr', stream.name).status).toBe(0);
  },
);
