import { AlsaMmapError, type ErrorCode } from '../../device/errors.js';
import type { Direction } from '../../device/params.js';
import { findStreams, type StreamFilter } from '../../observe/find-stream.js';
import { ForeignStream } from '../../observe/foreign-stream.js';
import { KernelMemory } from '../../observe/kernel-memory.js';
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

/** Without the right to open its nodes, alsa-lib reports that there is no such device. */
const NOT_OPENED: ReadonlySet<ErrorCode> = new Set(['BUSY', 'PERMISSION', 'NO_DEVICE']);

/** Stream that is open on a device which this process cannot open; undefined if none is. */
export function holderOf(
  error: unknown,
  direction: Direction | undefined,
  procRoot = '/proc',
): OpenStream | undefined {
  if (!(error instanceof AlsaMmapError) || !NOT_OPENED.has(error.code)) return undefined;
  if (error.device === undefined || error.device.startsWith('sim')) return undefined;
  return findStreams({ device: error.device, direction }, procRoot)[0];
}

/** Reader of a stream that another process has open; with `kernel` in the kernel's memory. */
export function foreignReader(stream: OpenStream, kernel: boolean): ReadStatus {
  const foreign = new ForeignStream(stream, { kernel: kernel ? KernelMemory.open() : undefined });
  const { card, device } = stream;
  const pcm = readPcms().find((one) => one.card === card && one.device === device);
  return (previous) => {
    const snapshot = foreign.read();
    return snapshot && foreignView(snapshot, pcm?.name ?? '', previous);
  };
}
