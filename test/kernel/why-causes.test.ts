/** Causes planted ten times each: `why` names the right one, with the culprit. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, start, startAlsaMmap } from './program.js';

const TRACEFS = '/sys/kernel/tracing';
const RUNS = 10;
/** Plants that may be repeated because the emulated machine itself was late. */
const MAX_REPEATED = RUNS;
const ACCOUNT_MS = 12_000;
/** A history of a few periods comes before each planted cause. */
const SETTLE_MS = 1000;
const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-causes-'));
const program = (name: string) => join(folder, name);

beforeAll(() => {
  for (const name of ['late-owner', 'hog']) {
    const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
    const words = ['-O1', '-o', program(name), source, '-lasound', '-lpthread'];
    expect(spawnSync('gcc', words).status).toBe(0);
  }
  if (!existsSync(`${TRACEFS}/kprobe_events`)) {
    spawnSync('mount', ['-t', 'tracefs', 'nodev', TRACEFS]);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Plants a cause; returns the process that prints when it begins. */
type Plant = (owner: Running) => Running;

const delay: Plant = (owner) => {
  owner.kill('SIGUSR1');
  return owner;
};

/** A thread that does not sleep, on the CPU of the owner. */
function hog(priority: number): Plant {
  return () => start(program('hog'), ['1', `${priority}`, '600']);
}

const stop: Plant = ({ pid }) => {
  const now = 'read up idle < /proc/uptime; echo $up';
  return start('sh', ['-c', `${now}; kill -STOP ${pid}; sleep 0.4; kill -CONT ${pid}`]);
};

const PLANTS: [name: string, plant: Plant, cause: object, delay?: string, priority?: string][] = [
  [
    'SIGSTOP from another process',
    stop,
    { kind: 'stopped', signal: 'SIGSTOP', culprit: { command: 'sh' } },
  ],
  [
    'a thread of higher real-time priority',
    hog(80),
    { kind: 'not-run', culprit: { command: 'hog' } },
  ],
  [
    'a thread of equal real-time priority',
    hog(50),
    { kind: 'not-run', culprit: { command: 'hog' } },
    'none',
    '50',
  ],
  [
    'a lock that another thread holds',
    delay,
    { kind: 'blocked', call: 'futex()', culprit: { command: 'holder' } },
    'lock',
  ],
  ['page faults', delay, { kind: 'blocked', detail: 'page-fault' }, 'fault'],
  ['computing', delay, { kind: 'too-slow' }, 'compute'],
  ['sleeping', delay, { kind: 'blocked', call: 'clock_nanosleep()' }, 'sleep'],
  ['an avail_min of the whole ring', delay, { kind: 'not-woken' }, 'avail-min'],
];

interface Xrun {
  readonly ranDryNs: number;
  readonly cause: { readonly kind: string; readonly detail: string | null };
}

/** Lateness of the emulated machine, whose processors wait for those of the host. */
function isOfTheMachine({ cause }: Xrun): boolean {
  return cause.kind === 'interrupt-late' || cause.detail === 'cpu-idle';
}

/** Plants a cause until the machine was not late; returns the account, or what is wrong. */
async function plantOnce(plant: Plant, owner: Running, xruns: readonly Xrun[]): Promise<unknown> {
  for (let repeated = 0; repeated <= MAX_REPEATED; repeated++) {
    await sleep(SETTLE_MS);
    let beginNs = Infinity;
    plant(owner).onLine((line) => {
      // In seconds, or in nanoseconds.
      beginNs = Math.min(beginNs, line.includes('.') ? 1e9 * Number(line) : Number(line));
    });
    const deadline = performance.now() + ACCOUNT_MS;
    const find = () => xruns.find(({ ranDryNs }) => ranDryNs > beginNs);
    while (find() === undefined && performance.now() < deadline) await sleep(20);
    const found = find();
    if (found === undefined || !isOfTheMachine(found)) return found?.cause ?? 'no account';
  }
  return 'the machine was late too often';
}

describe.each(['AC97', 'Loopback'])('why on %s', (card) => {
  it.each(PLANTS)(
    'names each time %s',
    async (_, plant, cause, kind = 'none', priority = undefined) => {
      const owner = start(program('late-owner'), [`hw:${card}`, kind]);
      let tracer: Running | undefined;
      try {
        await sleep(SETTLE_MS);
        spawnSync('taskset', ['-acp', '1', `${owner.pid}`]);
        if (priority !== undefined) spawnSync('chrt', ['-f', '-p', priority, `${owner.pid}`]);
        tracer = startAlsaMmap('why', `hw:${card}`, '--json');
        const xruns: Xrun[] = [];
        tracer.onLine((line) => xruns.push(...JSON.parse(line).xruns));
        const on = `${TRACEFS}/instances/alsa_mmap_${tracer.pid}/events/raw_syscalls/sys_exit`;
        await expect.poll(() => existsSync(on), { timeout: 30_000 }).toBe(true);
        const causes: unknown[] = [];
        for (let run = 0; run < RUNS; run++) causes.push(await plantOnce(plant, owner, xruns));
        expect(causes).toMatchObject(causes.map(() => cause));
      } finally {
        tracer?.kill('SIGTERM');
        owner.kill('SIGCONT');
        owner.kill('SIGKILL');
        await Promise.all([tracer?.ended, owner.ended]);
      }
    },
    400_000,
  );
});
