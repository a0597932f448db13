import { setTimeout as sleep } from 'node:timers/promises';
import { cpuUsage, peakMemoryMib } from './process-usage.js';
import { startRival } from './run-rival.js';

/** Time in which programs load, compile and fill their buffers; it is not measured. */
const SETTLE_SECONDS = 20;

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
      cpuMs: milliseconds(after.cpuSeconds - before.cpuSeconds),
      threads: after.threads.map((thread) => ({
        name: thread.name,
        cpuMs: milliseconds(
          thread.cpuSeconds -
            (before.threads.find(({ tid }) => tid === thread.tid)?.cpuSeconds ?? 0),
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
export function addCost(result, cost) {
  const { userSeconds, systemSeconds, cpuMs, measuredSeconds, peakMib, ...last } = cost;
  const sum = (/** @type {number} */ now, before = 0) => round(before + now);
  Object.assign(result, last, {
    userSeconds: sum(userSeconds, result.userSeconds),
    systemSeconds: sum(systemSeconds, result.systemSeconds),
    measuredSeconds: sum(measuredSeconds, result.measuredSeconds),
    cpuMs: milliseconds((cpuMs + (result.cpuMs ?? 0)) / 1000),
    peakMib: Math.max(result.peakMib ?? 0, peakMib),
    rounds: [...(result.rounds ?? []), cpuMs],
  });
}

/** @param {number} seconds */
function milliseconds(seconds) {
  return Math.round(seconds * 1e4) / 10;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
