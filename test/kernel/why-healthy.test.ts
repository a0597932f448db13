/** A healthy stream of 200 periods a second: `why` reports no xrun that did not happen. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PLAYS } from './cards.js';
import { start, startAlsaMmap } from './program.js';

const TRACEFS = '/sys/kernel/tracing';
const HEALTHY_MS = 300_000;
const BARE_MS = 30_000;

/** Time on a CPU and wall-clock time so far, in ms. */
interface Usage {
  readonly owner: number;
  readonly system: number;
  readonly clock: number;
}

function usage(owner: number): Usage {
  const [, user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .split(/\s+/)
    .map(Number);
  return {
    owner: Number(readFileSync(`/proc/${owner}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
    system: 10 * (user! + nice! + system! + irq! + softirq!),
    clock: performance.now(),
  };
}

/** Shares of one CPU between two moments, in percent. */
function shares(before: Usage, after: Usage): object {
  const ms = after.clock - before.clock;
  const percent = (used: number) => `${((100 * used) / ms).toFixed(2)} %`;
  return {
    owner: percent(after.owner - before.owner),
    system: percent(after.system - before.system),
  };
}

it(
  'reports no account without an xrun',
  async () => {
    if (!existsSync(`${TRACEFS}/kprobe_events`)) {
      spawnSync('mount', ['-t', 'tracefs', 'nodev', TRACEFS]);
    }
    const device = ['-q', '-M', '-D', PLAYS, '-t', 'raw', '-f', 'dat'];
    const ring = ['--period-size=240', '--buffer-size=24000'];
    const player = start('aplay', [...device, ...ring, '/dev/zero']);
    const tracer = await sleep(2000).then(async () => {
      const begin = usage(player.pid);
      await sleep(BARE_MS);
      console.log('without why', shares(begin, usage(player.pid)));
      return startAlsaMmap('why', PLAYS, '--json');
    });
    try {
      const accounts: object[] = [];
      tracer.onLine((line) => accounts.push(...JSON.parse(line).xruns));
      const on = `${TRACEFS}/instances/alsa_mmap_${tracer.pid}/events/irq/softirq_exit/enable`;
      await expect.poll(() => existsSync(on), { timeout: 60_000 }).toBe(true);
      await sleep(5000);
      const begin = usage(player.pid);
      await sleep(HEALTHY_MS);
      console.log('with why   ', shares(begin, usage(player.pid)));
      tracer.kill('SIGTERM');
      await tracer.ended;
      player.kill('SIGTERM');
      const { stderr } = await player.ended;
      expect(accounts.length).toBeLessThanOrEqual(stderr.match(/underrun!!!/g)?.length ?? 0);
    } finally {
      tracer.kill('SIGKILL');
      player.kill('SIGKILL');
      await Promise.all([tracer.ended, player.ended]);
    }
  },
  HEALTHY_MS + BARE_MS + 120_000,
);
