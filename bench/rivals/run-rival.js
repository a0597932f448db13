import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT_MS = 30_000;

/** @typedef {{ access: string, periodSize: number, bufferSize: number }} Stream */
/**
 * @typedef {object} Running
 * @property {number} pid
 * @property {Stream} stream
 * @property {() => boolean} hasEnded
 * @property {() => string} stderr
 * @property {() => Promise<void>} end
 */

/**
 * Starts a program and waits until its stream runs.
 * @param {import('./contestants.js').Rival} rival
 * @param {number} periodSize
 * @param {number} bufferSize
 * @returns {Promise<Running>}
 */
export async function startRival(rival, periodSize, bufferSize) {
  const [command, ...args] = rival.words(periodSize, bufferSize);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
  });
  for (let waitedMs = 0; waitedMs < START_LIMIT_MS && !hasEnded; waitedMs += 50) {
    const stream = streamOf(rival.direction);
    if (stream !== undefined && child.pid !== undefined) {
      return { pid: child.pid, stream, hasEnded: () => hasEnded, stderr: () => stderr, end };
    }
    await sleep(50);
  }
  await end();
  throw new Error(`${rival.name} did not start: ${stderr}`);

  async function end() {
    child.kill('SIGINT');
    const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(killer);
  }
}

/**
 * Reads the set-up of the running stream from /proc; undefined if none runs.
 * @param {string} direction
 * @returns {Stream | undefined}
 */
function streamOf(direction) {
  const letter = direction === 'playback' ? 'p' : 'c';
  for (const card of readdirSync('/proc/asound').filter((name) => /^card\d+$/.test(name))) {
    for (const pcm of readdirSync(`/proc/asound/${card}`)) {
      if (!new RegExp(`^pcm\\d+${letter}$`).test(pcm)) continue;
      const folder = `/proc/asound/${card}/${pcm}/sub0`;
      if (!/^state: RUNNING/m.test(readFileSync(`${folder}/status`, 'utf8'))) continue;
      const text = readFileSync(`${folder}/hw_params`, 'utf8');
      const field = (/** @type {string} */ name) =>
        new RegExp(`^${name}: (\\S+)`, 'm').exec(text)?.[1] ?? '';
      return {
        access: field('access'),
        periodSize: Number(field('period_size')),
        bufferSize: Number(field('buffer_size')),
      };
    }
  }
  return undefined;
}
