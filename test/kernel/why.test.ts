import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { alsaMmap, type Running, start, startAlsaMmap } from './program.js';

/** Issues SNDRV_PCM_IOCTL_XRUN on the descriptor of another process, by pidfd_getfd(2). */
const XRUN = `
import ctypes, fcntl, os, sys
pid = sys.argv[1]
fds = f'/proc/{pid}/fd'
fd = next(f for f in os.listdir(fds) if '/pcmC' in os.readlink(f'{fds}/{f}'))
syscall = ctypes.CDLL(None).syscall
fcntl.ioctl(syscall(438, syscall(434, int(pid), 0), int(fd), 0), 0x4148)`;

import { mountTracefs, tracesLeft } from './tracefs.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-why-'));
  writeFileSync(join(folder, 'noise.raw'), Buffer.alloc(4 * 48_000 * 90, 7));
  spawnSync('mkfifo', [join(folder, 'fifo')]);
  mountTracefs();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Plays until the test ends it, with a ring of 85 ms. */
function play(file: string, ...options: string[]): Running {
  const device = ['-q', '-M', '-D', 'hw:AC97', '-t', 'raw', '-f', 'dat'];
  const ring = ['--buffer-size=4096', '--period-size=1024'];
  return start('aplay', [...device, ...ring, ...options, join(folder, file)]);
}

interface Xrun {
  readonly ranDryNs: number;
  readonly missingNs: number;
  readonly parts: readonly { readonly ns: number }[];
  readonly owner: object | null;
  readonly cause: { readonly kind: string; readonly detail: string | null };
}

/** Attempts, if the emulated machine, whose processors wait for the host's, was late itself. */
const ATTEMPTS = 3;
const ACCOUNT_MS = 25_000;

function isOfTheMachine({ cause }: Xrun): boolean {
  return /^(interrupt-late|cpu-stalled)$/.test(cause.kind) || cause.detail === 'cpu-idle';
}

/** Returns the cause of the first xrun after `plant`. */
async function explain(player: Running, plant: () => unknown): Promise<Xrun['cause']> {
  let tracer: Running | undefined;
  try {
    await sleep(2000);
    const recording = join(folder, 'recording.json');
    rmSync(`${recording}.txt`, { force: true });
    tracer = startAlsaMmap('why', 'hw:AC97', '--json', `--trace=${recording}`);
    const xruns: Xrun[] = [];
    let areRecorded = true;
    tracer.onLine((line) => {
      areRecorded &&= existsSync(`${recording}.txt`);
      xruns.push(...(JSON.parse(line).xruns ?? []));
    });
    await expect.poll(() => tracesLeft().length, { timeout: 30_000 }).toBeGreaterThan(4);
    const found = await explainPlanted(player, plant, xruns);
    const { streams } = JSON.parse(alsaMmap('top', '--once', '--json', '--filter=aplay').stdout);
    tracer.kill('SIGTERM');
    await tracer.ended;
    expect(tracesLeft()).toEqual([]);
    expect(areRecorded).toBe(true);
    expect(streams[0]).toMatchObject({
      lastCause: { isLikely: false },
      explained: { [found!.cause.kind]: expect.any(Number) },
    });
    expect(readdirSync('/run/alsa-mmap')).toEqual([]);
    for (const { missingNs, parts } of xruns) {
      const sum = parts.reduce((ns, part) => ns + part.ns, 0);
      expect(Math.abs(sum - missingNs)).toBeLessThan(1e5);
    }
    expect(found?.owner).toEqual({ tid: player.pid, command: 'aplay' });
    return found!.cause;
  } finally {
    tracer?.kill('SIGTERM');
    player.kill('SIGCONT');
    player.kill('SIGKILL');
    await player.ended;
  }
}

async function explainPlanted(
  player: Running,
  plant: () => unknown,
  xruns: readonly Xrun[],
): Promise<Xrun | undefined> {
  let found: Xrun | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    player.kill('SIGCONT');
    await sleep(2000);
    // The clock of the trace.
    const beginNs = Number(process.hrtime.bigint());
    await plant();
    const deadline = performance.now() + ACCOUNT_MS;
    const planted = () => xruns.filter(({ ranDryNs }) => ranDryNs > beginNs);
    const isFound = () => planted().some((xrun) => !isOfTheMachine(xrun));
    while (!isFound() && performance.now() < deadline) await sleep(50);
    found = planted().find((xrun) => !isOfTheMachine(xrun)) ?? planted()[0];
    if (isFound()) break;
  }
  return found;
}

const CAUSES: readonly (readonly [name: string, test: () => Promise<void>])[] = [
  [
    'a signal, with its sender',
    async () => {
      const player = play('noise.raw');
      const cause = await explain(player, () => player.kill('SIGSTOP'));
      expect(cause).toMatchObject({
        ...{ kind: 'stopped', signal: 'SIGSTOP', culprit: { tid: process.pid } },
      });
    },
  ],
  [
    'input that stalls, with the file',
    async () => {
      const [noise, fifo] = [join(folder, 'noise.raw'), join(folder, 'fifo')];
      // Enough for the time in which a tracer starts.
      const feed = `exec > ${fifo}; head -c 3000000 ${noise}; exec sleep 60`;
      const feeder = start('sh', ['-c', feed]);
      try {
        const cause = await explain(play('fifo'), () => {});
        expect(cause).toMatchObject({ kind: 'blocked', target: fifo });
      } finally {
        feeder.kill('SIGKILL');
      }
    },
  ],
  [
    'a real-time thread on the CPU of the owner, with its name',
    async () => {
      const player = play('noise.raw');
      // It ends by itself, and whatever ends it runs on another CPU.
      const limit = ['-c', '0', 'timeout', '-s', 'KILL', '2'];
      const hog = ['taskset', '-c', '1', 'chrt', '-f', '80', 'sh', '-c', 'while :; do :; done'];
      const cause = await explain(player, () => {
        spawnSync('taskset', ['-cp', '1', String(player.pid)]);
        start('taskset', [...limit, ...hog]);
      });
      expect(cause).toMatchObject({ kind: 'not-run', cpu: 1, culprit: { command: 'sh' } });
    },
  ],
  [
    'an XRUN ioctl, with the process that issued it',
    async () => {
      const player = play('noise.raw');
      const cause = await explain(player, () =>
        spawnSync('python3', ['-c', XRUN, `${player.pid}`]),
      );
      expect(cause).toMatchObject({ kind: 'declared', culprit: { command: 'python3' } });
    },
  ],
];

describe('why names the cause of an xrun of aplay, and leaves no tracer', () => {
  it.each(briefly(CAUSES, 1))('%s', (_, test) => test());
});
