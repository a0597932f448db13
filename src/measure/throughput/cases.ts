import { type RingDevice, SampleData } from '../../core/sample-data.js';
import { memoryOf, provideMemory } from '../../device/device-memory.js';
import { bytesPerFrame } from '../../device/params.js';
import { monotonicNs } from '../../stream/monotonic.js';
import type { TimedRun } from '../batch.js';

/** Direction of the copy: into the ring, or out of it. */
export type Move = 'write' | 'read';
/** Method: word by word, as in the core, or one TypedArray.set per block. */
export type Way = 'copy' | 'set';

/** Copies blocks of a number of frames, one after the other, around a ring. */
export interface BlockCase {
  readonly move: Move;
  readonly way: Way;
  readonly blockFrames: number;
  /** Copies a number of blocks. */
  readonly run: TimedRun;
}

const MIN_FRAMES = 16;
const SIZE_RATIO = 4;

/**
 * The speed of a copy depends on how its two ends lie to each other within a page (a load waits for
 * a store with the same low bits), by a factor of two and more. The end outside the ring therefore
 * advances from block to block over all offsets of a page, for the ring as for memory.
 */
const PAGE_BYTES = 4096;
const SHIFT_BYTES = 13 * 64;

/** Block sizes from 16 frames, each four times the one before, up to the ring. */
export function blockSizes(bufferSize: number): number[] {
  const sizes: number[] = [];
  for (let frames = MIN_FRAMES; frames < bufferSize; frames *= SIZE_RATIO) sizes.push(frames);
  return [...sizes, bufferSize];
}

/** All cases of a ring, in the order of the output, and the function that unmaps it. */
export function blockCases(device: RingDevice): { cases: BlockCase[]; close: () => void } {
  const { params } = device;
  const data = new SampleData(device);
  const moves: Move[] = params.direction === 'playback' ? ['write', 'read'] : ['read'];
  const sizes = blockSizes(params.bufferSize);
  const mapping = data.contiguous ? wholeRing(device) : undefined;
  const casesOf = (way: Way, runOf: (move: Move, frames: number) => TimedRun): BlockCase[] =>
    moves.flatMap((move) =>
      sizes.map((blockFrames) => ({ move, way, blockFrames, run: runOf(move, blockFrames) })),
    );
  return {
    cases: [
      ...casesOf('copy', (move, frames) => copies(device, data, move, frames)),
      ...(mapping === undefined
        ? []
        : casesOf('set', (move, frames) => sets(device, mapping.bytes, move, frames))),
    ],
    close: () => {
      mapping?.unmap();
      data.close();
    },
  };
}

function copies({ params }: RingDevice, data: SampleData, move: Move, frames: number): TimedRun {
  const block = new Uint8Array(PAGE_BYTES + frames * bytesPerFrame(params)).fill(1);
  const last = params.bufferSize - frames;
  let offset = 0;
  let byte = 0;
  return (blocks) => {
    const beganNs = monotonicNs();
    for (let i = 0; i < blocks; i++) {
      if (move === 'write') data.copyIn(offset, frames, block, byte);
      else data.copyOut(offset, frames, block, byte);
      byte = (byte + SHIFT_BYTES) % PAGE_BYTES;
      offset += frames;
      if (offset > last) offset = 0;
    }
    return monotonicNs() - beganNs;
  };
}

function sets({ params }: RingDevice, ring: Uint8Array, move: Move, frames: number): TimedRun {
  const bytes = frames * bytesPerFrame(params);
  const block = new Uint8Array(PAGE_BYTES + bytes).fill(1);
  // The views are created beforehand: only the copying is timed.
  const ringBlocks = Array.from({ length: Math.floor(params.bufferSize / frames) }, (_, i) =>
    ring.subarray(i * bytes, (i + 1) * bytes),
  );
  const shifted = Array.from({ length: PAGE_BYTES / 64 }, (_, i) => {
    const byte = (i * SHIFT_BYTES) % PAGE_BYTES;
    return block.subarray(byte, byte + bytes);
  });
  let index = 0;
  let shift = 0;
  return (blocks) => {
    const beganNs = monotonicNs();
    for (let i = 0; i < blocks; i++) {
      if (move === 'write') ringBlocks[index]!.set(shifted[shift]!);
      else shifted[shift]!.set(ringBlocks[index]!);
      shift = shift + 1 === shifted.length ? 0 : shift + 1;
      index = index + 1 === ringBlocks.length ? 0 : index + 1;
    }
    return monotonicNs() - beganNs;
  };
}

/** Bytes of a ring whose channels are contiguous; undefined if the mapping is refused. */
function wholeRing(device: RingDevice): { bytes: Uint8Array; unmap: () => void } | undefined {
  const length = device.params.bufferSize * bytesPerFrame(device.params);
  const mapping = memoryOf(device).mapSamples(device.channelInfo(0).offsetBytes, length);
  if (mapping.kind === 'refused') return undefined;
  const bytes = new Uint8Array(mapping.buffer as ArrayBuffer, 0, length);
  return { bytes, unmap: () => mapping.unmap() };
}

/** A ring of the same layout in the program's own memory, for comparison. */
export function ordinaryMemory(device: RingDevice): RingDevice {
  const { identity, params } = device;
  const mapped = new Map<number, ArrayBuffer>();
  const copy: RingDevice = {
    identity,
    params,
    channelInfo: (channel) => device.channelInfo(channel),
  };
  provideMemory(copy, {
    ...memoryOf(device),
    mapSamples: (offsetBytes, lengthBytes) => {
      // Pages that were never written are all one page of zeros, which is always in the cache.
      const buffer = mapped.get(offsetBytes) ?? new Uint8Array(lengthBytes).fill(1).buffer;
      mapped.set(offsetBytes, buffer);
      return { kind: 'mapped', buffer, onUnmap: undefined, unmap: () => {} };
    },
  });
  return copy;
}
