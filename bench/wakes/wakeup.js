import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../scripts/project.js';
import { INTERVAL_US, PRIORITY, PROCESSOR } from './setting.js';

const PROGRAM = join(ROOT, 'bin/alsa-mmap.js');

/**
 * Returns the times from the interrupt's timestamp to the return of poll(2), in microseconds.
 * @param {{ device: string, seconds: number }} run
 */
export function wakeup({ device, seconds }) {
  const ring = ['-r', '48000', '--period-size', `${INTERVAL_US}us`, '--buffer-size', '100ms'];
  const thread = [`--realtime=${PRIORITY}`, '--cpu', `${PROCESSOR}`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...[PROGRAM, 'bench', 'wakeup', device, ...ring, ...thread],
      ...['--warmup', '1', '-d', `${seconds}`, '--json', '--raw'],
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(stderr);
  const { raw } = JSON.parse(stdout).experiments[0];
  /** @type {{ wokenNs: number[], stampNs: number[] }} */
  const { wokenNs, stampNs } = raw;
  return wokenNs.map((ns, cycle) => (ns - stampNs[cycle]) / 1000);
}
