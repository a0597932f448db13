import { findFormat, type SampleFormat } from '../device/format.js';
import { readOwnerMemory } from '../device/owner-memory.js';
import { describeOwner, type StreamOwner } from '../device/pcm-owners.js';
import { nodeOf, readMaps, type Unreadable, unreadable } from './owner-access.js';
import { parseRingMappings } from './process-maps.js';
import type { CopyRing } from './ring-tap.js';
import { type OpenStream, readOpenStreams, readPcms } from './sound-tree.js';

/** Format and sizes of a ring. */
export interface RingShape {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
}

/** The ring of a stream that another process has open. */
export interface OwnerRing extends RingShape {
  readonly copy: CopyRing;
}

/** Copies a part of a process's memory, as `readOwnerMemory` does. */
export type CopyMemory = typeof readOwnerMemory;

const NEEDS_KERNEL = 'as root, --kernel reads it in kernel memory';

/** Finds the ring of a stream by the maps of its owner, and reads one frame of it. */
export function findOwnerRing(
  stream: OpenStream,
  procRoot = '/proc',
  copyMemory: CopyMemory = readOwnerMemory,
): OwnerRing | Unreadable {
  const access = stream.hwParams?.access ?? '';
  if (access.startsWith('RW_')) {
    return refusal(`the owner uses ${access}, so that it has not mapped the ring; ${NEEDS_KERNEL}`);
  }
  const shape = ringShape(stream);
  if ('errno' in shape) return shape;
  const mapped = readMaps(stream.owner, procRoot);
  if ('errno' in mapped) return mapped;
  const { owner, maps } = mapped;
  const frameBytes = shape.format.bytes * shape.channels;
  const ringBytes = frameBytes * shape.bufferSize;
  const rings = parseRingMappings(maps, nodeOf(stream)).filter(({ bytes }) => bytes >= ringBytes);
  const [ring] = rings;
  if (ring === undefined) return refusal(`${describeOwner(owner)} has not mapped the ring`);
  if (rings.length > 1 && hasOtherStreams(stream, owner, procRoot)) {
    const problem = 'has mapped several rings of this PCM that cannot be distinguished';
    return refusal(`${describeOwner(owner)} ${problem}`);
  }
  const { address } = ring;
  try {
    copyMemory(owner.pid, address, new Uint8Array(frameBytes));
  } catch (error) {
    const reason = unreadable(error, owner, procRoot);
    if (reason.errno !== 'EFAULT') return reason;
    const cause = 'the driver maps its DMA memory so that process_vm_readv cannot read it';
    return { errno: 'EFAULT', reason: `${cause}; ${NEEDS_KERNEL}` };
  }
  const copy: CopyRing = (byteOffset, into) => {
    try {
      copyMemory(owner.pid, address + byteOffset, into);
      return true;
    } catch {
      return false;
    }
  };
  return { ...shape, copy };
}

/** True if the process has another substream of the same PCM open. */
function hasOtherStreams(stream: OpenStream, owner: StreamOwner, procRoot: string): boolean {
  const { card, device, direction, subdevice } = stream;
  return readPcms(procRoot)
    .filter((pcm) => pcm.card === card && pcm.device === device)
    .flatMap((pcm) => readOpenStreams(pcm, procRoot))
    .some(
      (other) =>
        other.direction === direction &&
        other.subdevice !== subdevice &&
        other.owner?.pid === owner.pid,
    );
}

/** Format and sizes of a stream's ring; the reason if frames in it cannot be located. */
export function ringShape({ hwParams }: OpenStream): RingShape | Unreadable {
  if (hwParams === undefined) return refusal('the stream is not set up; try again');
  const { channels, rateHz, periodSize, bufferSize, access } = hwParams;
  const format = findFormat(hwParams.format);
  if (format === undefined) return refusal(`samples of format ${hwParams.format} are not linear`);
  if (!access.endsWith('_INTERLEAVED')) {
    return refusal(`the layout of ${access} is known to the owner only`);
  }
  return { format, channels, rateHz, periodSize, bufferSize };
}

function refusal(reason: string): Unreadable {
  return { errno: 'none', reason };
}
