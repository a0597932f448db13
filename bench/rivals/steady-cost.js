import { setTimeout as sleep } from 'node:timers/promises';
import { cpuUsage, peakMemoryMib } from './process-usage.js';
import { startRival } from './run-rival.js';

/** @typedef {import('./run-rival.js').Running} Running */

/** @typedef {ReturnType<typeof costBetween>} Cost */

/**
 * Measures the CPU time of streams after their start-up, and their peak memory. They run at once.
 * @param {readonly import('./contestants.js').Rival[]} rivals
 * @param {object} run
 * @param {number} run.periodSize
 * @param {number} run.bufferSize
 * @param {number} run.settle seconds in which programs load, compile and fill their buffers
 * @param {number} run.seconds seconds that are measured
 */
export async function steadyCosts(rivals, { periodSize, bufferSize, settle, seconds }) {
  /** @type {Running[]} */
  const running = [];
  try {
    for (const rival of rivals) running.push(await startRival(rival, periodSize, bufferSize));
    await sleep(settle * 1000);
    const before = running.map(useOf);
    await sleep(seconds * 1000);
    const after = running.map(useOf);
    return running.map((each, index) => costBetween(each, before[index], after[index]));
  } finally {
    await Promise.all(running.map((each) => each.end()));
  }
}

/** @param {Running} running */
function useOf({ pid }) {
  return { ...cpuUsage(pid), atMs: performance.now() };
}

/**
 * @param {Running} running
 * @param {ReturnType<typeof useOf>} before
 * @param {ReturnType<typeof useOf>} after
 */
function costBetween(running, before, after) {
  return {
    ...running.stream,
    startSeconds: round(before.userSeconds + before.systemSeconds),
    measuredSeconds: round((after.atMs - before.atMs) / 1000),
    userSeconds: round(after.userSeconds - before.userSeconds),
    systemSeconds: round(after.systemSeconds - before.systemSeconds),
    cpuMs: milliseconds(after.cpuSeconds - before.cpuSeconds),
    threads: after.threads.map((thread) => ({
      name: thread.name,
      cpuMs: milliseconds(
        thread.cpuSeconds - (before.threads.find(({ tid }) => tid === thread.tid)?.cpuSeconds ?? 0),
      ),
    })),
    peakMib: round(peakMemoryMib(running.pid)),
    stderr: running.stderr().trim().split('\n').slice(-3),
  };
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
