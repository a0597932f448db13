import { describe, expect, it } from 'vitest';
import { parseSegments, programHeaders } from '../../src/observe/kernel-core.js';
import { KernelLayout } from '../../src/observe/kernel-layout.js';
import { KernelMemory } from '../../src/observe/kernel-memory.js';
import { KernelStream } from '../../src/observe/kernel-stream.js';
import { findSubstream } from '../../src/observe/kernel-substream.js';
import {
  AT,
  coreFile,
  KernelImage,
  kernelFiles,
  RELEASES,
  RING_BYTES,
  readBtf,
  writeRoot,
} from './kernel-image.js';

const ID = { card: 1, device: 3, subdevice: 1, direction: 'playback' } as const;

describe('the layout of the structures', () => {
  it.each([
    ['6.1', [264n, 272n, 752n], 848],
    ['7.2', [256n, 264n, 736n], 96],
  ] as const)('is that of Linux %s', (release, offsets, streamBytes) => {
    const layout = KernelLayout.parse(readBtf(release), undefined) as KernelLayout;
    expect(layout.streamBytes).toBe(streamBytes);
    const members = ['status', 'control', 'dma_area'] as const;
    expect(members.map((member) => layout.offset(`snd_pcm_runtime.${member}`))).toEqual(offsets);
  });

  it('is refused with the name of a member that BTF lacks', () => {
    expect(KernelLayout.parse(Buffer.alloc(0), undefined)).toBe('snd_card.number');
  });
});

describe('the segments of kcore', () => {
  it('are those that are loaded', () => {
    const file = coreFile(new KernelImage('6.1'));
    const { offset, bytes } = programHeaders(file)!;
    const headers = file.subarray(Number(offset), Number(offset) + bytes);
    expect(parseSegments(headers).map(({ address }) => address)).toEqual([
      0xffff_8880_0000_0000n,
      AT.list,
    ]);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['no ELF file', Buffer.alloc(64, 1)],
    ['an ELF file of 32 bits', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, ...Array(59).fill(0)])],
  ])('are not looked for in a file that is %s', (_, header) => {
    expect(programHeaders(header)).toBeUndefined();
  });
});

describe.each(RELEASES)('a stream in the memory of Linux %s', (release) => {
  const open = (image: KernelImage) => {
    const root = writeRoot(kernelFiles(image, release));
    return KernelMemory.open(root, root) as KernelMemory;
  };

  it('is found by card, device, direction and subdevice', () => {
    const memory = open(new KernelImage(release));
    expect(memory.find(ID)).toMatchObject({ runtime: AT.runtime, status: AT.status, opener: 7n });
    for (const other of [
      { card: 0 },
      { device: 0 },
      { subdevice: 2 },
      { device: 4 },
      { direction: 'capture' as const },
    ]) {
      expect(memory.find({ ...ID, ...other })).toBeUndefined();
    }
  });

  it('has its pages and its ring read', () => {
    const image = new KernelImage(release);
    image.word(AT.ring + 80n, 0x0102_0304n);
    const stream = KernelStream.find(open(image), ID) as KernelStream;
    expect(stream.read()).toMatchObject({
      state: 'RUNNING',
      hwPtr: 48_000_480,
      timestamp: { sec: 1812, nsec: 5 },
      control: { applPtr: 48_002_048, availMin: 1024 },
      consistent: true,
    });
    const bytes = new Uint8Array(4);
    expect(stream.copyRing(80, bytes)).toBe(true);
    expect([...bytes]).toEqual([4, 3, 2, 1]);
    expect(stream.copyRing(RING_BYTES - 3, bytes)).toBe(false);
  });
});

describe('a stream that changes while it is read', () => {
  /** Memory in which `change` happens at the first read of `address`. */
  const changing = (address: bigint, change: (image: KernelImage) => void) => {
    const image = new KernelImage('6.1');
    const memory = {
      read: (from: bigint, into: Uint8Array) => {
        const isRead = image.read(from, into);
        if (from === address) change(image);
        return isRead;
      },
      find: () => findSubstream(memory.read, image.layout, AT.list, ID),
    };
    return KernelStream.find(memory, ID) as KernelStream;
  };

  it.each([
    [
      'closed',
      (image: KernelImage) => image.set(AT.secondSubstream, 'snd_pcm_substream.runtime', 0n),
    ],
    [
      'opened again',
      (image: KernelImage) => image.set(AT.secondSubstream, 'snd_pcm_substream.pid', 8n),
    ],
    ['set up again', (image: KernelImage) => image.set(AT.runtime, 'snd_pcm_runtime.dma_area', 9n)],
    ['on a card that is gone', (image: KernelImage) => image.word(AT.list, AT.list)],
    ['in a list without an end', (image: KernelImage) => image.set(AT.pcm, 'snd_pcm.device', 9n)],
  ] as const)('has no values: %s', (_, change) => {
    expect(changing(AT.control, change).read()).toMatchObject({ errno: 'none' });
    expect(changing(AT.ring, change).copyRing(0, new Uint8Array(8))).toBe(false);
  });

  it('has no values if its page holds none', () => {
    const garbage = (image: KernelImage) => image.word(AT.status, 77n);
    expect(changing(AT.control, garbage).read()).toMatchObject({ errno: 'none' });
  });
});

describe("the kernel's memory is refused", () => {
  const image = new KernelImage('6.1');
  const files = kernelFiles(image, '6.1');
  it.each([
    ['without BTF', { 'kernel/btf/vmlinux': undefined }, 'ENOENT', 'CONFIG_DEBUG_INFO_BTF'],
    ['without BTF of modules', { 'kernel/btf/vmlinux': '' }, 'none', 'snd_card.number'],
    ['without the symbol', { kallsyms: '' }, 'none', 'snd_pcm_devices'],
    [
      'with addresses hidden',
      { kallsyms: '0000000000000000 d snd_pcm_devices\t[snd_pcm]\n' },
      'EPERM',
      'addresses',
    ],
    ['without kcore', { kcore: undefined }, 'ENOENT', 'CONFIG_PROC_KCORE'],
    ['with an empty kcore', { kcore: '' }, 'none', 'container'],
  ])('%s, with the reason', (_, changes, errno, reason) => {
    const entries = Object.entries({ ...files, ...changes }).flatMap(([path, content]) =>
      content === undefined ? [] : [[path, content] as const],
    );
    const root = writeRoot(Object.fromEntries(entries));
    expect(KernelMemory.open(root, root)).toEqual({
      errno,
      reason: expect.stringContaining(reason),
    });
  });
});
