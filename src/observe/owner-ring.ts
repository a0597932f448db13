import { findFormat, type SampleFormat } from '../device/format.js';
import { readOwnerMemory } from '../device/owner-memory.js';
import { describeOwner } from '../device/pcm-owners.js';
import { nodeOf, readMaps, type Unreadable, unreadable } from './owner-access.js';
import { parseRingMappings } from './process-maps.js';
import type { CopyRing } from './ring-tap.js';
import type { OpenStream } from './sound-tree.js';

/** The ring of a stream in the memory of the process that owns it. */
export interface OwnerRing {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
  readonly copy: CopyRing;
}

/** Copies a part of a process's memory, as `readOwnerMemory` does. */
export type CopyMemory = typeof readOwnerMemory;

const NEEDS_KERNEL = 'reading it needs access to kernel memory, which this version does not have';

/** Finds the ring of a stream by the maps of its owner, and reads one frame of it. */
export function findOwnerRing(
  stream: OpenStream,
  procRoot = '/proc',
  copyMemory: CopyMemory = readOwnerMemory,
): OwnerRing | Unreadable {
  const { hwParams } = stream;
  if (hwParams === undefined) return refusal('the stream is not set up; try again');
  const format = findFormat(hwParams.format);
  if (format === undefined) return refusal(`samples of format ${hwParams.format} are not linear`);
  if (hwParams.access.startsWith('RW_')) {
    const access = `the owner uses ${hwParams.access}, so that it has not mapped the ring`;
    return refusal(`${access}; ${NEEDS_KERNEL}`);
  }
  if (hwParams.access !== 'MMAP_INTERLEAVED') {
    return refusal(`the layout of ${hwParams.access} is known to the owner only`);
  }
  const mapped = readMaps(stream.owner, procRoot);
  if ('errno' in mapped) return mapped;
  const { owner, maps } = mapped;
  const frameBytes = format.bytes * hwParams.channels;
  const ringBytes = frameBytes * hwParams.bufferSize;
  const rings = parseRingMappings(maps, nodeOf(stream)).filter(({ bytes }) => bytes >= ringBytes);
  if (rings.length !== 1) {
    const problem =
      rings.length === 0
        ? 'has not mapped the ring'
        : 'has mapped several rings of this PCM, which look alike';
    return refusal(`${describeOwner(owner)} ${problem}`);
  }
  const { address } = rings[0]!;
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
  const { channels, rateHz, periodSize, bufferSize } = hwParams;
  return { format, channels, rateHz, periodSize, bufferSize, copy };
}

function refusal(reason: string): Unreadable {
  return { errno: 'none', reason };
}
