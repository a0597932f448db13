import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../scripts/build/files.js';
import { INTERVAL_US, PRIORITY, PROCESSOR } from './setting.js';

const PROGRAM = join(ROOT, 'bin/alsa-mmap.js');

/** Times from the interrupt's timestamp to the return of poll(2), in microseconds. */
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
  return raw.wokenNs.map((wokenNs, turn) => (wokenNs - raw.stampNs[turn]) / 1000);
}
