import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRival } from './run-rival.js';

const LARGEST = 4096;
const SMALLEST = 16;
/** Words that report a loss, in alsa-utils and in alsa-mmap. */
const LOSS = /underrun|overrun|xrun|fifo-overflow|lost/i;

/**
 * Returns the smallest period, by halves, with which a stream runs for `seconds` without a loss
 * while another process does not sleep.
 * @param {import('./contestants.js').Rival} rival
 * @param {number} periods
 * @param {number} seconds
 */
export async function smallestPeriod(rival, periods, seconds) {
  const busy = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' });
  try {
    /** @type {number | undefined} */
    let smallest;
    for (let period = LARGEST; period >= SMALLEST; period /= 2) {
      if (!(await survives(rival, period, periods * period, seconds))) break;
      smallest = period;
    }
    return smallest;
  } finally {
    busy.kill('SIGKILL');
  }
}

/**
 * @param {import('./contestants.js').Rival} rival
 * @param {number} period
 * @param {number} buffer
 * @param {number} seconds
 */
async function survives(rival, period, buffer, seconds) {
  const running = await startRival(rival, period, buffer).catch(() => undefined);
  if (running === undefined) return false;
  for (let at = 0; at < seconds && !hasFailed(running); at += 0.25) await sleep(250);
  const failed = hasFailed(running);
  await running.end();
  // A run with other sizes than the requested ones does not count.
  const { periodSize, bufferSize } = running.stream;
  return !failed && periodSize === period && bufferSize === buffer;
}

/** @param {import('./run-rival.js').Running} running */
function hasFailed({ hasEnded, stderr }) {
  return hasEnded() || LOSS.test(stderr());
}
