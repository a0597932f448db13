import { AlsaMmapError, type ErrorCode } from '../../device/errors.js';
import type { Direction } from '../../device/params.js';
import { findStreams } from '../../observe/find-stream.js';
import { ForeignStream } from '../../observe/foreign-stream.js';
import { KernelMemory } from '../../observe/kernel-memory.js';
import type { OpenStream } from '../../observe/sound-tree.js';
import { foreignIdentity } from '../foreign/identity.js';
import type { ObserveValues } from '../options/common.js';
import { foreignView, type ReadStatus } from './view.js';

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

/** Reader of a stream that another process has open, by the requested ways. */
export function foreignReader(
  stream: OpenStream,
  { kernel, hold }: Pick<ObserveValues, 'kernel' | 'hold'>,
): ReadStatus {
  const foreign = new ForeignStream(stream, {
    kernel: kernel ? KernelMemory.open() : undefined,
    hold,
  });
  const { description } = foreignIdentity(stream);
  return (previous) => {
    const snapshot = foreign.read();
    return snapshot && foreignView(snapshot, description, previous);
  };
}
