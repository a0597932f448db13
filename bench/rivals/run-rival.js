import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
  const [command, ...args] = rival.words(periodSize, bufferSize, rival.device);
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
    const stream = child.pid === undefined ? undefined : streamOf(child.pid);
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
 * Reads the set-up of the running stream of a process from /proc; undefined if it has none.
 * @param {number} pid
 * @returns {Stream | undefined}
 */
function streamOf(pid) {
  const names = readdirSync('/proc/asound', { encoding: 'utf8', recursive: true });
  for (const name of names.filter((each) => /^card\d+\/pcm\w+\/sub\d+$/.test(each))) {
    const folder = `/proc/asound/${name}`;
    const status = readFileSync(`${folder}/status`, 'utf8');
    const owner = /^owner_pid\s*: (\d+)/m.exec(status)?.[1];
    if (!/^state: RUNNING/m.test(status) || !existsSync(`/proc/${pid}/task/${owner}`)) continue;
    const text = readFileSync(`${folder}/hw_params`, 'utf8');
    const field = (/** @type {string} */ name) =>
      new RegExp(`^${name}: (\\S+)`, 'm').exec(text)?.[1] ?? '';
    return {
      access: field('access'),
      periodSize: Number(field('period_size')),
      bufferSize: Number(field('buffer_size')),
    };
  }
  return undefined;
}
