import type { ReadKernel } from './kernel-core.js';
import type { KernelLayout, KernelMember } from './kernel-layout.js';
import type { SubstreamId } from './sound-tree.js';

/** Addresses of an open substream's memory. */
export interface KernelSubstream {
  readonly runtime: bigint;
  readonly status: bigint;
  readonly control: bigint;
  /** 0 before the stream is set up. */
  readonly ring: bigint;
  readonly ringBytes: bigint;
  /** The kernel's record of the thread that opened the stream. */
  readonly opener: bigint;
}

/** PCMs and substreams that are followed: more than any machine has. */
const MAX_ENTRIES = 4096;

/**
 * Follows the kernel's list of PCMs to a substream. No lock is held: the list may change meanwhile,
 * so that a result is valid only if a second walk after the use of the addresses gives the same.
 * @param devices address of `snd_pcm_devices`
 * @returns undefined if the substream is closed, or does not exist
 */
export function findSubstream(
  read: ReadKernel,
  layout: KernelLayout,
  devices: bigint,
  id: SubstreamId,
): KernelSubstream | undefined {
  const bytes = Buffer.alloc(8);
  const word = (address: bigint) => (read(address, bytes) ? bytes.readBigUInt64LE(0) : 0n);
  const wordOf = (structure: bigint, member: KernelMember) =>
    word(structure + layout.offset(member));
  const integerOf = (structure: bigint, member: KernelMember) => {
    const address = structure + layout.offset(member);
    return read(address, bytes.subarray(0, 4)) ? bytes.readInt32LE(0) : -1;
  };
  // The list links the members `list` of the PCMs.
  const list = layout.offset('snd_pcm.list');
  const pcm = firstOf(
    word(devices) - list,
    (one) => wordOf(one, 'snd_pcm.list') - list,
    (one) =>
      integerOf(one, 'snd_pcm.device') === id.device &&
      integerOf(wordOf(one, 'snd_pcm.card'), 'snd_card.number') === id.card,
    devices - list,
  );
  if (pcm === undefined) return undefined;
  const side = id.direction === 'playback' ? 0n : BigInt(layout.streamBytes);
  const substream = firstOf(
    wordOf(pcm + layout.offset('snd_pcm.streams') + side, 'snd_pcm_str.substream'),
    (one) => wordOf(one, 'snd_pcm_substream.next'),
    (one) => integerOf(one, 'snd_pcm_substream.number') === id.subdevice,
    0n,
  );
  if (substream === undefined) return undefined;
  const runtime = wordOf(substream, 'snd_pcm_substream.runtime');
  if (runtime === 0n) return undefined;
  return {
    runtime,
    status: wordOf(runtime, 'snd_pcm_runtime.status'),
    control: wordOf(runtime, 'snd_pcm_runtime.control'),
    ring: wordOf(runtime, 'snd_pcm_runtime.dma_area'),
    ringBytes: wordOf(runtime, 'snd_pcm_runtime.dma_bytes'),
    opener: wordOf(substream, 'snd_pcm_substream.pid'),
  };
}

/** First entry of a list that matches; undefined at its end, which a changing list may lack. */
function firstOf(
  start: bigint,
  next: (entry: bigint) => bigint,
  matches: (entry: bigint) => boolean,
  end: bigint,
): bigint | undefined {
  let entry = start;
  for (let count = 0; count < MAX_ENTRIES && entry !== end; count++) {
    if (matches(entry)) return entry;
    entry = next(entry);
  }
  return undefined;
}

/** True if both are the same opening of the substream, with the same ring. */
export function isSameStream(a: KernelSubstream, b: KernelSubstream | undefined): boolean {
  return (
    a.runtime === b?.runtime &&
    a.status === b.status &&
    a.control === b.control &&
    a.ring === b.ring &&
    a.ringBytes === b.ringBytes &&
    a.opener === b.opener
  );
}
