import { AlsaMmapError } from '../../device/errors.js';
import type { Direction } from '../../device/params.js';
import { findStreams, type StreamFilter } from '../../observe/find-stream.js';
import { ForeignStream } from '../../observe/foreign-stream.js';
import { type OpenStream, readPcms } from '../../observe/sound-tree.js';
import { foreignView, type ReadStatus } from './view.js';

/**
 * Stream of another process, by device or PID; of several the first, playback before capture.
 * @throws NO_DEVICE if the process has no such stream open
 */
export function findForeign(filter: StreamFilter & { readonly pid: number }): OpenStream {
  const [stream] = findStreams(filter);
  if (stream !== undefined) return stream;
  const { pid, device } = filter;
  const on = device === undefined ? '' : ` on ${device}`;
  throw new AlsaMmapError(
    'NO_DEVICE',
    `process ${pid} has no PCM stream open${on}; run "alsa-mmap list" for the streams that are`,
    { device },
  );
}

/** Stream that holds a device that could not be opened; undefined for another error. */
export function holderOf(error: unknown, direction: Direction | undefined): OpenStream | undefined {
  if (!(error instanceof AlsaMmapError) || error.code !== 'BUSY') return undefined;
  if (error.device === undefined || error.device.startsWith('sim')) return undefined;
  return findStreams({ device: error.device, direction })[0];
}

/** Reader of a stream that another process has open. */
export function foreignReader(stream: OpenStream): ReadStatus {
  const foreign = new ForeignStream(stream);
  const { card, device } = stream;
  const pcm = readPcms().find((one) => one.card === card && one.device === device);
  return (previous) => {
    const snapshot = foreign.read();
    return snapshot && foreignView(snapshot, pcm?.name ?? '', previous);
  };
}
