import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { KernelLayout, type KernelMember } from '../../src/observe/kernel-layout.js';

export const RELEASES = ['6.1', '7.2'] as const;
export type Release = (typeof RELEASES)[number];

/**
 * The five structures of a stream in BTF: names and offsets of /sys/kernel/btf/snd_pcm of Debian's
 * kernels for amd64, without the types of the members.
 */
export function readBtf(release: Release): Buffer {
  const url = new URL(`../corpus/btf/linux-${release}-amd64.btf`, import.meta.url);
  return readFileSync(fileURLToPath(url));
}

/** Addresses in the image; the list is in a segment of its own, as a module's data are. */
export const AT = {
  list: 0xffff_ffff_c035_8220n,
  card: 0xffff_8880_0000_1000n,
  pcm: 0xffff_8880_0000_2000n,
  otherPcm: 0xffff_8880_0000_3000n,
  substream: 0xffff_8880_0000_4000n,
  secondSubstream: 0xffff_8880_0000_5000n,
  runtime: 0xffff_8880_0000_6000n,
  status: 0xffff_8880_0000_7000n,
  control: 0xffff_8880_0000_8000n,
  ring: 0xffff_8880_0000_9000n,
} as const;
const BASE = 0xffff_8880_0000_0000n;
const BYTES = 0x1_0000;
const LIST_OFFSET = 0xf000;

export const RING_BYTES = 4096;

/** A kernel with two PCMs of one card, the second with two substreams of which one is open. */
export class KernelImage {
  readonly memory = Buffer.alloc(BYTES);
  readonly layout: KernelLayout;

  constructor(
    release: Release,
    { card, device, subdevice } = { card: 1, device: 3, subdevice: 1 },
  ) {
    this.layout = KernelLayout.parse(readBtf(release), undefined) as KernelLayout;
    const list = this.layout.offset('snd_pcm.list');
    this.word(AT.list, AT.otherPcm + list);
    this.set(AT.otherPcm, 'snd_pcm.list', AT.pcm + list);
    this.set(AT.pcm, 'snd_pcm.list', AT.list);
    for (const pcm of [AT.otherPcm, AT.pcm]) this.set(pcm, 'snd_pcm.card', AT.card);
    this.set(AT.card, 'snd_card.number', BigInt(card));
    this.set(AT.otherPcm, 'snd_pcm.device', BigInt(device) + 1n);
    this.set(AT.pcm, 'snd_pcm.device', BigInt(device));
    const playback = AT.pcm + this.layout.offset('snd_pcm.streams');
    this.set(playback, 'snd_pcm_str.substream', AT.substream);
    this.set(AT.substream, 'snd_pcm_substream.next', AT.secondSubstream);
    this.set(AT.substream, 'snd_pcm_substream.number', BigInt(subdevice) + 1n);
    this.set(AT.secondSubstream, 'snd_pcm_substream.number', BigInt(subdevice));
    this.set(AT.secondSubstream, 'snd_pcm_substream.runtime', AT.runtime);
    this.set(AT.secondSubstream, 'snd_pcm_substream.pid', 7n);
    this.set(AT.runtime, 'snd_pcm_runtime.status', AT.status);
    this.set(AT.runtime, 'snd_pcm_runtime.control', AT.control);
    this.set(AT.runtime, 'snd_pcm_runtime.dma_area', AT.ring);
    this.set(AT.runtime, 'snd_pcm_runtime.dma_bytes', BigInt(RING_BYTES));
    for (const [index, value] of [3n, 48_000_480n, 1812n, 5n].entries()) {
      this.word(AT.status + BigInt(8 * index), value);
    }
    this.word(AT.control, 48_002_048n);
    this.word(AT.control + 8n, 1024n);
  }

  word(address: bigint, value: bigint): void {
    this.memory.writeBigUInt64LE(value, this.#offsetOf(address));
  }

  set(structure: bigint, member: KernelMember, value: bigint): void {
    const isInteger = member.endsWith('.number') || member.endsWith('.device');
    const address = structure + this.layout.offset(member);
    if (isInteger) this.memory.writeInt32LE(Number(value), this.#offsetOf(address));
    else this.word(address, value);
  }

  /** Copies memory, as /proc/kcore does. */
  read(address: bigint, into: Uint8Array): boolean {
    const at = this.#offsetOf(address);
    if (at < 0 || at + into.length > BYTES) return false;
    into.set(this.memory.subarray(at, at + into.length));
    return true;
  }

  #offsetOf(address: bigint): number {
    return address >= AT.list ? LIST_OFFSET : Number(address - BASE);
  }
}

/** The image as an ELF file such as /proc/kcore, with two segments after a note. */
export function coreFile({ memory }: KernelImage): Buffer {
  const headers = Buffer.alloc(64 + 3 * 56);
  headers.set([0x7f, 0x45, 0x4c, 0x46, 2]);
  headers.writeBigUInt64LE(64n, 32);
  headers.writeUInt16LE(56, 54);
  headers.writeUInt16LE(3, 56);
  const segments = [
    [4, 0n, 0n, 0n],
    [1, BigInt(headers.length), BASE, BigInt(LIST_OFFSET)],
    [1, BigInt(headers.length + LIST_OFFSET), AT.list, 8n],
  ] as const;
  for (const [index, [type, offset, address, bytes]] of segments.entries()) {
    const at = 64 + 56 * index;
    headers.writeUInt32LE(type, at);
    headers.writeBigUInt64LE(offset, at + 8);
    headers.writeBigUInt64LE(address, at + 16);
    headers.writeBigUInt64LE(bytes, at + 32);
  }
  return Buffer.concat([headers, memory]);
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Writes files below a root that serves as /proc and as /sys; returns it. */
export function writeRoot(files: Readonly<Record<string, Buffer | string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'alsa-mmap-kernel-'));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Files by which `KernelMemory` finds the image. */
export function kernelFiles(image: KernelImage, release: Release) {
  return {
    kcore: coreFile(image),
    kallsyms:
      `ffffffff81000000 T _text\n${AT.list.toString(16)} d snd_pcm_devices\t[snd_pcm]\n` +
      'ffffffffc0000000 t snd_pcm_devices_x\t[snd_pcm]\n',
    'kernel/btf/vmlinux': readBtf(release),
  };
}
