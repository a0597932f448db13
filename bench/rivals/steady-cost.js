import { setTimeout as sleep } from 'node:timers/promises';
import { cpuUsage, memoryUsage } from './process-usage.js';
import { startRival } from './run-rival.js';

/** Programs load, compile and fill their read-ahead at first: that is not counted. */
const SETTLE_SECONDS = 5;

/** CPU seconds of a stream over `seconds`, after its start-up, and the memory it took. */
export async function steadyCost(rival, { periodSize, bufferSize, seconds }) {
  const running = await startRival(rival, periodSize, bufferSize);
  try {
    await sleep(SETTLE_SECONDS * 1000);
    const before = cpuUsage(running.pid);
    const begin = performance.now();
    await sleep(seconds * 1000);
    const after = cpuUsage(running.pid);
    const memory = memoryUsage(running.pid);
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
      peakMib: round(memory.peakMib),
      said: running.said().trim().split('\n').slice(-3),
    };
  } finally {
    await running.end();
  }
}

/** Makes what was measured part of the rival: times are added to those of the rounds before. */
export function addCost(rival, { userSeconds, systemSeconds, measuredSeconds, peakMib, ...last }) {
  const sum = (before = 0, now) => round(before + now);
  Object.assign(rival, last, {
    userSeconds: sum(rival.userSeconds, userSeconds),
    systemSeconds: sum(rival.systemSeconds, systemSeconds),
    measuredSeconds: sum(rival.measuredSeconds, measuredSeconds),
    peakMib: Math.max(rival.peakMib ?? 0, peakMib),
    rounds: [...(rival.rounds ?? []), round(userSeconds + systemSeconds)],
  });
}

function spent(after, before) {
  return {
    userSeconds: round(after.userSeconds - (before?.userSeconds ?? 0)),
    systemSeconds: round(after.systemSeconds - (before?.systemSeconds ?? 0)),
  };
}

function round(value) {
  return Math.round(value * 100) / 100;
}
