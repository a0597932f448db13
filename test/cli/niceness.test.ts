import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { scratchDirectory, start } from './program.js';

const scratch = scratchDirectory();
/** Field of /proc/PID/task/TID/stat, counted from the one after the name. */
const NICE = 16;

function nicenessOfThreads(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[NICE]);
  });
}

it.each([
  [['play-sine', 'sim']],
  [['record', scratch('take.wav'), 'sim']],
  [['bench', 'wakeup', 'sim', '--warmup', '0']],
])('no thread of a stream waits for one of higher niceness: %j', async (words) => {
  const running = start([...words, '-d', '2'], {}, ['nice', '-n', '1']);
  await running.seen(words[0] === 'bench' ? 'pointers by' : 'RUNNING');
  const found = nicenessOfThreads(running.child.pid!);
  running.child.kill('SIGINT');
  await running.ended;
  expect(found.length).toBeGreaterThan(5);
  expect(new Set(found)).toEqual(new Set([getPriority() + 1]));
});
