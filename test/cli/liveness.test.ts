import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { START_MS } from '../limits.js';
import {
  catches,
  PROGRAM,
  printedPid,
  processId,
  scratchDirectory,
  start,
  watch,
} from './program.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const STALLED = fileURLToPath(new URL('./stalled-pipe.py', import.meta.url));
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
/** On an idle machine it takes a second. */
const MAX_MS = 10_000;
/** Fills a pipe with the size that Linux gives it. */
const FILL = 'head -c 65536 /dev/zero';

function fifo(name: string): string {
  const path = scratch(name);
  execFileSync('mkfifo', [path]);
  return path;
}

/** Sends the program INT and expects it to end; ends it with KILL if it does not. */
async function endAfterInt(pid: number, ended: Promise<unknown>): Promise<void> {
  process.kill(pid, 'SIGINT');
  const isEnded = ended.then(() => true);
  const endsInTime = await Promise.race([isEnded, sleep(MAX_MS, false)]);
  if (!endsInTime) process.kill(pid, 'SIGKILL');
  expect(endsInTime).toBe(true);
}

/**
 * Runs `script` in sh with the program as "$@". The program's process ID is written to one file
 * and its exit code to another. INT is sent to it once `isReady`.
 */
async function runInShell(
  name: string,
  script: string,
  words: readonly string[],
  isReady: () => boolean | Promise<boolean>,
) {
  const [pidFile, codeFile] = [scratch(`${name}.pid`), scratch(`${name}.code`)];
  const start = `sh -c 'echo $$ > "${pidFile}"; exec "$@"' sh "$@"`;
  const wrapped = `run() { ${start}; echo $? > "${codeFile}"; }; ${script}`;
  const shell = spawn('sh', ['-c', wrapped, 'sh', process.execPath, PROGRAM, ...words], {
    detached: true,
  });
  try {
    await textIn(pidFile);
    const pid = processId(readText(pidFile));
    await catches(pid, constants.signals.SIGINT);
    while (!(await isReady())) await sleep(20);
    await endAfterInt(pid, textIn(codeFile));
    return Number(readText(codeFile));
  } finally {
    process.kill(-shell.pid!, 'SIGKILL');
  }
}

async function textIn(path: string): Promise<void> {
  while (readText(path) === '') await sleep(20);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

describe.concurrent('INT ends the program', () => {
  it('record into a FIFO without a reader', async () => {
    const running = start(['record', fifo('no-reader'), 'sim', ...CALM]);
    await sleep(START_MS);
    await endAfterInt(running.child.pid!, running.ended);
  });

  it('record --gaps into a FIFO without a reader', async () => {
    const words = ['record', scratch('gaps.wav'), 'sim', '--gaps', fifo('gaps'), ...CALM];
    const running = start(words);
    await sleep(START_MS);
    await endAfterInt(running.child.pid!, running.ended);
  });

  const stalled = fifo('stalled');
  it.each([
    ['record into a FIFO whose reader stalls', stalled, stalled],
    ['record - into a pipe that stalls', '-', '-'],
    ['record /dev/stdout into a pipe that stalls', '-', '/dev/stdout'],
  ])('%s', async (_, pipe, target) => {
    // A period is 15,360 bytes, more than the pipe holds.
    const words = ['record', target, 'sim', '-c', '8', '-q', ...CALM];
    const running = watch(spawn('python3', [STALLED, pipe, process.execPath, PROGRAM, ...words]));
    await endAfterInt(await printedPid(running), running.ended);
    expect((await running.ended).code).toBe(1);
  });

  it('record --json with stdout in a pipe that stalls; the file is finished', async () => {
    const file = scratch('json.wav');
    const words = ['record', file, 'sim', '--json', ...CALM];
    const script = `{ ${FILL}; run "$@"; } | sleep 60`;
    const frames = 0.5 * 48_000;
    const isLong = () => existsSync(file) && statSync(file).size > 4 * frames + 100;
    expect(await runInShell('json', script, words, isLong)).toBe(130);
    expect(readChannels(file).frames).toBeGreaterThanOrEqual(frames);
  });

  it('play-sine with stderr in a pipe that stalls', async () => {
    const script = `{ ${FILL} >&2; run "$@"; } 2>&1 >/dev/null | sleep 60`;
    const isStalled = () => sleep(START_MS, true);
    const words = ['play-sine', 'sim', ...CALM];
    expect(await runInShell('stderr', script, words, isStalled)).toBe(130);
  });

  it('record on a terminal that stands still; the file is finished', async () => {
    const file = scratch('terminal.wav');
    const words = [process.execPath, PROGRAM, 'record', file, 'sim', ...CALM].join(' ');
    const command = `echo pid=$$; exec ${words}`;
    const running = watch(
      spawn('script', ['-qefc', command, '/dev/null'], {
        env: { ...process.env, SHELL: '/bin/sh' },
      }),
    );
    const pid = await printedPid(running);
    await running.seen('RUNNING');
    running.child.stdin!.write('\x13');
    await sleep(1000);
    await endAfterInt(pid, running.ended);
    expect((await running.ended).code).toBe(130);
    expect(readChannels(file).frames).toBeGreaterThan(0.8 * 48_000);
  });

  it('a device whose open blocks', async () => {
    const binding = scratch('blocking.cjs');
    const block = `require('node:fs').openSync(${JSON.stringify(fifo('open'))}, 'w');`;
    writeFileSync(binding, `exports.Pcm = class { constructor() { ${block} } };`);
    const words = ['play-sine', 'hw:0', ...CALM];
    const running = start(words, { ALSA_MMAP_BINDING: binding });
    await sleep(START_MS);
    await endAfterInt(running.child.pid!, running.ended);
    expect((await running.ended).signal).toBe('SIGINT');
  });
});

describe.concurrent('record into a FIFO', () => {
  it('waits for its reader, which gets every frame', async () => {
    const [path, file] = [fifo('late'), scratch('late.wav')];
    const running = start(['record', path, 'sim', '-d', '0.5', ...CALM]);
    await sleep(START_MS);
    const reader = spawn('sh', ['-c', `cat '${path}' > '${file}'`]);
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('recorded  24000 frames');
    if (reader.exitCode === null) await new Promise((resolve) => reader.on('close', resolve));
    expect(readFileSync(file).length).toBeGreaterThan(24_000 * 4);
  });
});

it('Ctrl-C typed twice within 50 ms ends in order, with totals', async () => {
  const file = scratch('double.wav');
  const words = ['record', file, 'sim', '--no-color', ...CALM];
  const command = `exec ${[process.execPath, PROGRAM, ...words].join(' ')}`;
  const running = watch(spawn('script', ['-qefc', command, '/dev/null']));
  await running.seen('RUNNING');
  running.child.stdin!.write('\x03');
  await sleep(30);
  running.child.stdin!.write('\x03');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  const frames = Number(/recorded {2}(\d+) frames/.exec(stdout)?.[1]);
  expect(readChannels(file).frames).toBe(frames);
});
