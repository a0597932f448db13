import { spawnSync } from 'node:child_process';
import { INTERVAL_US, PRIORITY, PROCESSOR } from './setting.js';

/** Number of bins, in microseconds: longer latencies do not occur on an idle machine. */
const BINS = 100_000;

/**
 * Returns the wake-up latencies of the timer's thread, in microseconds.
 * @param {{ seconds: number }} run
 */
export function cyclictest({ seconds }) {
  const loops = Math.round((seconds * 1e6) / INTERVAL_US);
  const words = ['-t1', `-p${PRIORITY}`, `-a${PROCESSOR}`, `-i${INTERVAL_US}`, `-l${loops}`];
  const { status, stdout, stderr, error } = spawnSync('cyclictest', [...words, '-q', `-h${BINS}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  if (status !== 0) throw new Error(`cyclictest (Debian: rt-tests): ${error?.message ?? stderr}`);
  return [...stdout.matchAll(/^(\d+)\s+(\d+)$/gm)].flatMap(([, latencyUs, times]) =>
    Array.from({ length: Number(times) }, () => Number(latencyUs)),
  );
}
