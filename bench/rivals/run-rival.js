import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT_MS = 30_000;

/** Starts one of the rivals and waits until its stream runs. */
export async function startRival(rival, periodSize, bufferSize) {
  const [command, ...args] = rival.words(periodSize, bufferSize);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  const running = { pid: child.pid, over: false, said: () => said, stream: undefined, end };
  const ended = new Promise((resolve) => {
    child.on('close', (status, signal) => {
      running.over = true;
      running.status = status ?? signal;
      resolve();
    });
  });
  for (let waitedMs = 0; waitedMs < START_LIMIT_MS && !running.over; waitedMs += 50) {
    running.stream = streamOf(rival.direction);
    if (running.stream !== undefined) return running;
    await sleep(50);
  }
  await end();
  throw new Error(`${rival.name} did not start: ${said}`);

  async function end() {
    child.kill('SIGINT');
    const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(killer);
  }
}

/** Set-up of the running stream, from /proc; undefined if none runs. */
function streamOf(direction) {
  const letter = direction === 'playback' ? 'p' : 'c';
  for (const card of readdirSync('/proc/asound').filter((name) => /^card\d+$/.test(name))) {
    for (const pcm of readdirSync(`/proc/asound/${card}`)) {
      if (!new RegExp(`^pcm\\d+${letter}$`).test(pcm)) continue;
      const folder = `/proc/asound/${card}/${pcm}/sub0`;
      if (!/^state: RUNNING/m.test(readFileSync(`${folder}/status`, 'utf8'))) continue;
      const text = readFileSync(`${folder}/hw_params`, 'utf8');
      const field = (name) => new RegExp(`^${name}: (\\S+)`, 'm').exec(text)?.[1];
      return {
        access: field('access'),
        periodSize: Number(field('period_size')),
        bufferSize: Number(field('buffer_size')),
      };
    }
  }
  return undefined;
}
