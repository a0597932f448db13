import { setTimeout as sleep } from 'node:timers/promises';
import { cpuUsage, peakMemoryMib } from './process-usage.js';
import { startRival } from './run-rival.js';

/** Time in which programs load, compile and fill their buffers; it is not measured. */
const SETTLE_SECONDS = 5;

/** @typedef {Awaited<ReturnType<typeof steadyCost>>} Cost */

/**
 * Measures the CPU time of a stream after its start-up, and its peak memory.
 * @param {import('./contestants.js').Rival} rival
 * @param {{ periodSize: number, bufferSize: number, seconds: number }} run
 */
export async function steadyCost(rival, { periodSize, bufferSize, seconds }) {
  const running = await startRival(rival, periodSize, bufferSize);
  try {
    await sleep(SETTLE_SECONDS * 1000);
    const before = cpuUsage(running.pid);
    const begin = performance.now();
    await sleep(seconds * 1000);
    const after = cpuUsage(running.pid);
    return {
      ...running.stream,
      startSeconds: round(before.userSeconds + before.systemSeconds),
      measuredSeconds: round((performance.now() - begin) / 1000),
      userSeconds: round(after.userSeconds - before.userSeconds),
      systemSeconds: round(after.systemSeconds - before.systemSeconds),
      threads: after.threads.map((thread) => ({
        name: thread.name,
        ...spent(
          thread,
          before.threads.find(({ tid }) => tid === thread.tid),
        ),
      })),
      peakMib: round(peakMemoryMib(running.pid)),
      stderr: running.stderr().trim().split('\n').slice(-3),
    };
  } finally {
    await running.end();
  }
}

/**
 * Adds a cost to a result; times are summed over the rounds.
 * @param {import('./report.js').Result} result
 * @param {Cost} cost
 */
export function addCost(result, { userSeconds, systemSeconds, measuredSeconds, peakMib, ...last }) {
  const sum = (/** @type {number} */ now, before = 0) => round(before + now);
  Object.assign(result, last, {
    userSeconds: sum(userSeconds, result.userSeconds),
    systemSeconds: sum(systemSeconds, result.systemSeconds),
    measuredSeconds: sum(measuredSeconds, result.measuredSeconds),
    peakMib: Math.max(result.peakMib ?? 0, peakMib),
    rounds: [...(result.rounds ?? []), round(userSeconds + systemSeconds)],
  });
}

/** @typedef {{ userSeconds: number, systemSeconds: number }} Times */

/**
 * @param {Times} after
 * @param {Times | undefined} before
 */
function spent(after, before) {
  return {
    userSeconds: round(after.userSeconds - (before?.userSeconds ?? 0)),
    systemSeconds: round(after.systemSeconds - (before?.systemSeconds ?? 0)),
  };
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
