import { describe, expect, it } from 'vitest';
import { KernelMemory } from '../../src/observe/kernel-memory.js';
import { findOwnerRing, type OwnerRing } from '../../src/observe/owner-ring.js';
import { parseRingMappings } from '../../src/observe/process-maps.js';
import { readOpenStream } from '../../src/observe/sound-tree.js';
import { findTapSource, type TapSource } from '../../src/observe/tap-source.js';
import { AT, KernelImage, kernelFiles, writeRoot } from './kernel-image.js';
import { procTree, writeProcTree } from './proc-tree.js';

const ID = { card: 0, device: 0, subdevice: 0, direction: 'playback' } as const;
const TREE = procTree('print-code');
const NODE = '/dev/snd/pcmC0D0p';
const PARAMS = 'asound/card0/pcm0p/sub0/hw_params';
const ADDRESS = 0x7f00_0000_0000;
const RING_BYTES = 32_768 * 8;

const map = (address: number, bytes: number, offset = '00000000') =>
  `${address.toString(16)}-${(address + bytes).toString(16)} rw-s ${offset} 00:06 320  ${NODE}\n`;
const RING = map(ADDRESS, RING_BYTES);

const TWICE = RING + map(1 << 24, RING_BYTES);

/** A second open substream of the same PCM and process. */
const SIBLING = 'asound/card0/pcm0p/sub1';
const SECOND = Object.fromEntries(
  ['hw_params', 'sw_params', 'status'].map((name) => [
    `${SIBLING}/${name}`,
    TREE[`asound/card0/pcm0p/sub0/${name}`]!,
  ]),
);

const params = (text: string, by: string) => ({ [PARAMS]: TREE[PARAMS]!.replace(text, by) });

function find(
  files: Readonly<Record<string, string>>,
  copy: (pid: number, address: number, into: Uint8Array) => void = () => {},
) {
  const root = writeProcTree({ ...TREE, '1200/maps': RING, ...files });
  return findOwnerRing(readOpenStream(ID, root)!, root, copy);
}

describe('the ring of an owner', () => {
  it('is the mapping that begins with the first frame', () => {
    const maps = RING + map(ADDRESS + RING_BYTES, 4096, '80000000') + map(1 << 20, 4096, '1000');
    expect(parseRingMappings(maps, NODE)).toEqual([{ address: ADDRESS, bytes: RING_BYTES }]);
    expect(parseRingMappings(maps, `${NODE}x`)).toEqual([]);
  });

  it('is copied from the memory of its process', () => {
    const calls: number[][] = [];
    const ring = find({}, (pid, address, into) => calls.push([pid, address, into.length]));
    expect(ring).toMatchObject({ channels: 2, bufferSize: 32_768, format: { name: 'S32_LE' } });
    const { copy } = ring as OwnerRing;
    expect(copy(80, new Uint8Array(24))).toBe(true);
    // The first call finds out whether the ring is readable at all.
    expect(calls).toEqual([
      [1200, ADDRESS, 8],
      [1200, ADDRESS + 80, 24],
    ]);
  });

  it('is one of several mappings if its process has no other stream of the PCM', () => {
    const ofAnother = SECOND[`${SIBLING}/status`]!.replace('1205', '9999');
    for (const files of [{}, { ...SECOND, [`${SIBLING}/status`]: ofAnother }]) {
      expect(find({ '1200/maps': TWICE, ...files })).toMatchObject({ bufferSize: 32_768 });
    }
  });

  it('is read in the memory of the kernel, whatever its owner has mapped', () => {
    const files = params('MMAP_INTERLEAVED', 'RW_INTERLEAVED');
    const root = writeProcTree({ ...TREE, '1200/maps': '', ...files });
    const stream = readOpenStream(ID, root)!;
    const open = (ringBytes: number) => {
      const image = new KernelImage('6.1', ID);
      image.set(AT.runtime, 'snd_pcm_runtime.dma_bytes', BigInt(ringBytes));
      image.word(AT.ring + 80n, 0x0102_0304n);
      const kernelRoot = writeRoot(kernelFiles(image, '6.1'));
      const kernel = KernelMemory.open(kernelRoot, kernelRoot) as KernelMemory;
      return findTapSource(stream, { procRoot: root, kernel });
    };
    const source = open(RING_BYTES) as TapSource;
    expect(source).toMatchObject({ pages: { path: 'kcore' }, ring: { bufferSize: 32_768 } });
    const bytes = new Uint8Array(4);
    expect(source.ring.copy(80, bytes)).toBe(true);
    expect([...bytes]).toEqual([4, 3, 2, 1]);
    expect(open(RING_BYTES - 1)).toMatchObject({ errno: 'none' });
  });

  it('is no longer there when a copy fails', () => {
    let calls = 0;
    const ring = find({}, () => {
      if (calls++ > 0) throw Object.assign(new Error('EFAULT'), { code: 'EFAULT' });
    }) as OwnerRing;
    expect(ring.copy(0, new Uint8Array(8))).toBe(false);
  });

  it.each([
    ['RW_INTERLEAVED', params('MMAP_INTERLEAVED', 'RW_INTERLEAVED'), 'kernel memory'],
    ['NONINTERLEAVED', params('MMAP_INTER', 'MMAP_NONINTER'), 'layout'],
    ['DSD_U8', params('S32_LE', 'DSD_U8'), 'not linear'],
    ['no mapping', { '1200/maps': '' }, 'not mapped'],
    ['a short mapping', { '1200/maps': map(ADDRESS, RING_BYTES - 4096) }, 'not mapped'],
    ['a ring per stream', { '1200/maps': TWICE, ...SECOND }, 'several rings'],
  ])('is refused with %s', (_, files, reason) => {
    expect(find(files)).toEqual({ errno: 'none', reason: expect.stringContaining(reason) });
  });

  it.each([
    ['EFAULT', 'DMA memory'],
    ['EPERM', 'no right'],
  ])('is refused if the first copy fails with %s', (errno, reason) => {
    const found = find({}, () => {
      throw Object.assign(new Error(errno), { code: errno });
    });
    expect(found).toEqual({ errno, reason: expect.stringContaining(reason) });
  });
});
