import { AlsaMmapError } from '../../device/errors.js';
import { isAlive } from '../../device/pcm-owners.js';
import { findStreams } from '../../observe/find-stream.js';
import type { OpenStream } from '../../observe/sound-tree.js';
import { givenDevice } from '../device-from-options.js';
import { givenDirection, type OwnerValues } from '../options/common.js';

/**
 * Stream of another process, by device, direction or PID; of several with a device or PID the
 * first, playback before capture.
 * @throws NO_DEVICE without such a stream, USAGE if there are several and nothing selects one
 */
export function findForeign(values: OwnerValues): OpenStream {
  const { pid } = values;
  const device = givenDevice(values);
  const found = findStreams({ device, direction: givenDirection(values), pid });
  const [first] = found;
  if (first === undefined) {
    requireProcess(pid);
    const of = pid === undefined ? 'no process' : `process ${pid}`;
    const on = device === undefined ? '' : ` on ${device}`;
    const problem = `${of} has ${pid === undefined ? 'a' : 'no'} PCM stream open${on}`;
    throw new AlsaMmapError('NO_DEVICE', `${problem}; run "alsa-mmap list"`, { device });
  }
  if (found.length > 1 && device === undefined && pid === undefined) {
    const names = found.map(({ name, direction }) => `${name} (${direction})`).join(', ');
    throw new AlsaMmapError('USAGE', `several streams are open: ${names}; give DEVICE or --pid`);
  }
  return first;
}

/** @throws NO_DEVICE if a process was selected that does not exist */
export function requireProcess(pid: number | undefined): void {
  if (pid === undefined || isAlive(pid)) return;
  throw new AlsaMmapError('NO_DEVICE', `there is no process ${pid}; run "alsa-mmap list"`);
}
