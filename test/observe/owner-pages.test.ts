import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OWNER_PAGES } from '../../src/device/owner-memory.js';
import { ForeignStream } from '../../src/observe/foreign-stream.js';
import { KernelMemory } from '../../src/observe/kernel-memory.js';
import { OwnerPages, type ReadMemory } from '../../src/observe/owner-pages.js';
import { parsePageAddresses } from '../../src/observe/process-maps.js';
import { readOpenStream } from '../../src/observe/sound-tree.js';
import { KernelImage, kernelFiles, writeRoot } from './kernel-image.js';
import { type ProcTree, procTree, writeProcTree } from './proc-tree.js';

const ID = { card: 0, device: 0, subdevice: 0, direction: 'playback' } as const;
const TREE = procTree('print-code');
const NODE = '/dev/snd/pcmC0D0p';
const STATUS = 0x7f00_0000_2000;
const CONTROL = 0x7f00_0000_1000;

function rewrite(root: string, path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

const map = (address: number, offset: string, path = NODE) => {
  const range = `${address.toString(16)}-${(address + 4096).toString(16)}`;
  return `${range} r--s ${offset} 00:06 320        ${path}\n`;
};
const MAPS = map(0x1000, '00000000', '/usr/bin/pipewire') + map(0x7f00_0000_0000, '00000000');
const withMaps = (maps: string): ProcTree => ({ ...TREE, '1200/maps': maps });
const BOTH = withMaps(MAPS + map(CONTROL, '81000000') + map(STATUS, '80000000'));

interface Pages {
  readonly state?: number;
  readonly hwPtr?: bigint;
  readonly applPtr?: bigint;
  readonly tstampNs?: bigint;
  /** Reads during which the kernel updates the page. */
  readonly updates?: number;
}

/** The memory of a process: pages by the address of the status page. */
function memory(pages: Record<number, Pages>): ReadMemory & { calls: number[][] } {
  const calls: number[][] = [];
  const read: ReadMemory = (pid, status, control, into) => {
    calls.push([pid, status, control]);
    const found = pages[status];
    if (found === undefined) throw Object.assign(new Error('EFAULT'), { code: 'EFAULT' });
    const { state = 3, hwPtr = 48_000_480n, applPtr = 48_002_048n, tstampNs = 5n } = found;
    const { updates = 0 } = found;
    const words = new BigUint64Array(into);
    for (const base of [OWNER_PAGES.status, OWNER_PAGES.secondStatus]) {
      words.set([BigInt(state), hwPtr, 1812n, tstampNs, 0n, 1000n, 6n], base / 8);
    }
    if (calls.length <= updates) words[OWNER_PAGES.secondStatus / 8 + 1]! += 48n;
    words.set([applPtr, 1024n], OWNER_PAGES.control / 8);
  };
  return Object.assign(read, { calls });
}

function find(tree: ProcTree, readMemory: ReadMemory = memory({ [STATUS]: {} })) {
  const root = writeProcTree(tree);
  return OwnerPages.find(readOpenStream(ID, root)!, root, readMemory);
}

describe('the mappings of a process', () => {
  it('are found by the offsets of the pages, OLD and NEW', () => {
    const addresses = [{ status: STATUS, control: CONTROL }];
    expect(parsePageAddresses(BOTH['1200/maps']!, NODE)).toEqual(addresses);
    const renewed = map(CONTROL, '83000000') + map(STATUS, '82000000');
    expect(parsePageAddresses(renewed, NODE)).toEqual(addresses);
  });

  it('are those of the node alone', () => {
    const other = map(STATUS, '80000000', '/dev/snd/pcmC0D0c');
    expect(parsePageAddresses(other, NODE)).toEqual([]);
    expect(parsePageAddresses(`${map(STATUS, '80000000', `${NODE}x`)}garbage\n`, NODE)).toEqual([]);
    expect(parsePageAddresses(map(STATUS, '80000000', `/x${NODE}`), NODE)).toEqual([]);
  });

  it('have no control page unless there is one per status page', () => {
    expect(parsePageAddresses(map(STATUS, '80000000'), NODE)).toEqual([
      { status: STATUS, control: 0 },
    ]);
  });
});

describe('the pages in the memory of the owner', () => {
  it('are read in one call', () => {
    const readMemory = memory({ [STATUS]: {} });
    const pages = find(BOTH, readMemory) as OwnerPages;
    expect(pages.read()).toEqual({
      state: 'RUNNING',
      hwPtr: 48_000_480,
      timestamp: { sec: 1812, nsec: 5 },
      audioTimestamp: { sec: 1000, nsec: 6 },
      control: { applPtr: 48_002_048, availMin: 1024 },
      consistent: true,
    });
    expect(readMemory.calls).toEqual([[1200, STATUS, CONTROL]]);
  });

  it('are read again, up to four times, if the kernel updated them meanwhile', () => {
    const twice = find(BOTH, memory({ [STATUS]: { updates: 1 } })) as OwnerPages;
    expect(twice.read()).toMatchObject({ hwPtr: 48_000_480, consistent: true });
    const readMemory = memory({ [STATUS]: { updates: 100 } });
    const never = find(BOTH, readMemory) as OwnerPages;
    expect(never.read()).toMatchObject({ hwPtr: 48_000_528, consistent: false });
    expect(readMemory.calls).toHaveLength(4);
  });

  const second = STATUS + 0x10_0000;
  const twice = withMaps(
    map(CONTROL, '81000000') +
      map(STATUS, '80000000') +
      map(CONTROL + 0x10_0000, '81000000') +
      map(second, '80000000'),
  );

  it('of several streams of a PCM are those whose pointers agree with /proc', () => {
    const apart = memory({ [STATUS]: { hwPtr: 96n, applPtr: 100n }, [second]: {} });
    const pages = find(twice, apart) as OwnerPages;
    expect(pages.read()).toMatchObject({ hwPtr: 48_000_480 });
    const close = memory({ [STATUS]: {}, [second]: { tstampNs: 6n } });
    expect(find(twice, close)).toMatchObject({ errno: 'none' });
  });

  it('of several streams of a PCM are found again after the pointers have moved', () => {
    const root = writeProcTree(twice);
    const pages = { [STATUS]: { hwPtr: 96n, applPtr: 100n }, [second]: {} };
    const readMemory: ReadMemory = (...words) => memory(pages)(...words);
    const stream = new ForeignStream(ID, { procRoot: root, readMemory });
    expect(stream.read(0)).toMatchObject({ hwPtr: 48_000_480 });
    pages[second] = { hwPtr: 49_000_480n, applPtr: 49_002_048n };
    const status = TREE['asound/card0/pcm0p/sub0/status']!.replaceAll(': 4800', ': 4900');
    rewrite(root, 'asound/card0/pcm0p/sub0/status', status);
    expect(stream.read(500)).toMatchObject({
      hwPtr: 49_000_480,
      paths: { status: { path: 'process_vm_readv' } },
    });
  });

  it('can be mapped more than once', () => {
    const pages = find(twice, memory({ [STATUS]: {}, [second]: {} })) as OwnerPages;
    expect(pages.read()).toMatchObject({ hwPtr: 48_000_480 });
  });

  it.each([
    ['a pointer above 2^53', { hwPtr: 2n ** 53n + 1n }],
    ['no state', { state: 77 }],
  ])('that hold %s are refused', (_, pages) => {
    const found = find(BOTH, memory({ [STATUS]: pages })) as OwnerPages;
    expect(found.read()).toMatchObject({ errno: 'none' });
  });

  it.each([
    ['EPERM', 1, 'ptrace_scope is 1'],
    ['EPERM', 3, 'until reboot'],
    ['EPERM', 0, 'CAP_SYS_PTRACE'],
    ['ESRCH', 0, 'has ended'],
    ['EFAULT', 0, 'unmapped'],
  ])('are refused with %s (Yama %i), with the reason', (errno, scope, reason) => {
    const tree = { ...BOTH, 'sys/kernel/yama/ptrace_scope': `${scope}\n` };
    const pages = find(tree, () => {
      throw Object.assign(new Error(errno), { code: errno });
    }) as OwnerPages;
    expect(pages.read()).toEqual({ errno, reason: expect.stringContaining(reason) });
  });

  it('are not there if the owner has not mapped them, or has ended', () => {
    expect(find(withMaps(MAPS))).toMatchObject({ errno: 'none' });
    expect(find(TREE)).toMatchObject({ errno: 'ENOENT' });
  });
});

describe("another process's stream", () => {
  const BY_MEMORY = { path: 'process_vm_readv', refusal: null };

  it('is read from the pages of its owner', () => {
    const root = writeProcTree(BOTH);
    const readMemory = memory({ [STATUS]: {} });
    const stream = new ForeignStream(ID, { procRoot: root, readMemory });
    const snapshot = stream.read(0)!;
    expect(snapshot).toMatchObject({
      state: 'RUNNING',
      hwPtr: 48_000_480,
      applPtr: 48_002_048,
      avail: 31_200,
      fill: 1568,
      availMin: 1024,
      timestamp: { sec: 1812, nsec: 5 },
      paths: { status: BY_MEMORY, control: BY_MEMORY },
      stream: { name: 'hw:0,0,0', owner: { pid: 1200, tid: 1205, command: 'pipewire' } },
    });
  });

  it('is read from /proc/asound if its memory is not readable, with the reason', () => {
    const stream = new ForeignStream(ID, { procRoot: writeProcTree(TREE) });
    const proc = { path: 'proc', refusal: { errno: 'ENOENT', reason: expect.any(String) } };
    expect(stream.read(0)).toMatchObject({
      hwPtr: 48_000_000,
      applPtr: 48_002_000,
      avail: 30_768,
      fill: 2000,
      timestamp: { sec: 1812, nsec: 345_678_901 },
      paths: { status: proc, control: proc },
    });
  });

  it('is read from the memory of the kernel if this is given', () => {
    const root = writeProcTree(BOTH);
    const image = new KernelImage('7.2', ID);
    const files = writeRoot(kernelFiles(image, '7.2'));
    const kernel = KernelMemory.open(files, files);
    const stream = new ForeignStream(ID, { procRoot: root, kernel });
    const byKernel = { path: 'kcore', refusal: null };
    expect(stream.read(0)).toMatchObject({
      hwPtr: 48_000_480,
      applPtr: 48_002_048,
      paths: { status: byKernel, control: byKernel },
    });
  });

  it('is read from the pages of its owner if the memory of the kernel is refused', () => {
    const root = writeProcTree(BOTH);
    const readMemory = memory({ [STATUS]: {} });
    const kernel = { errno: 'EACCES', reason: 'run as root' };
    const stream = new ForeignStream(ID, { procRoot: root, readMemory, kernel });
    const path = { path: 'process_vm_readv', refusal: kernel };
    expect(stream.read(0)).toMatchObject({ paths: { status: path, control: path } });
    const proc = new ForeignStream(ID, { procRoot: writeProcTree(TREE), kernel });
    expect(proc.read(0)).toMatchObject({ paths: { status: { path: 'proc', refusal: kernel } } });
  });

  it('without a mapped control page has appl_ptr from /proc/asound', () => {
    const root = writeProcTree(withMaps(map(STATUS, '80000000')));
    const stream = new ForeignStream(ID, { procRoot: root, readMemory: memory({ [STATUS]: {} }) });
    expect(stream.read(0)).toMatchObject({
      hwPtr: 48_000_480,
      applPtr: 48_002_000,
      paths: { status: BY_MEMORY, control: { path: 'proc' } },
    });
  });

  it('has no avail for an appl_ptr that no stream can have', () => {
    const root = writeProcTree(BOTH);
    const readMemory = memory({ [STATUS]: { applPtr: 2n ** 52n } });
    const snapshot = new ForeignStream(ID, { procRoot: root, readMemory }).read(0);
    expect(snapshot).toMatchObject({ applPtr: 2 ** 52, avail: null, fill: null });
  });

  it('has no avail for an owner that never moves appl_ptr, once a ring has been played', () => {
    const path = 'asound/card0/pcm0p/sub0/sw_params';
    const readAt = (hwPtr: bigint, applPtr: bigint, stops = false) => {
      const swParams = TREE[path]!.replace(/(stop_threshold): .*/, stops ? '$1: 16384' : '$&');
      const root = writeProcTree({ ...BOTH, [path]: swParams });
      const readMemory = memory({ [STATUS]: { hwPtr, applPtr } });
      const { commits, fill } = new ForeignStream(ID, { procRoot: root, readMemory }).read(0)!;
      return { commits, fill };
    };
    expect(readAt(100_000n, 0n)).toEqual({ commits: false, fill: null });
    expect(readAt(1000n, 0n)).toEqual({ commits: true, fill: 0 });
    expect(readAt(100_000n, 0n, true)).toEqual({ commits: true, fill: 0 });
    expect(readAt(100_000n, 101_000n)).toEqual({ commits: true, fill: 1000 });
  });

  it('has no avail for a pointer at the boundary', () => {
    const path = 'asound/card0/pcm0p/sub0/sw_params';
    const swParams = TREE[path]!.replace(/boundary.*/, 'boundary: 65536');
    const root = writeProcTree({ ...BOTH, [path]: swParams });
    const readAt = (applPtr: bigint) => {
      const readMemory = memory({ [STATUS]: { hwPtr: 65_000n, applPtr } });
      return new ForeignStream(ID, { procRoot: root, readMemory }).read(0)?.avail;
    };
    expect([readAt(65_535n), readAt(65_536n)]).toEqual([32_233, null]);
  });

  it('is closed when its files say so, and read again when it is opened again', () => {
    const tree = { ...BOTH };
    const root = writeProcTree(tree);
    const readMemory = memory({ [STATUS]: {} });
    const stream = new ForeignStream(ID, { procRoot: root, readMemory });
    expect(stream.read(0)).toBeDefined();
    rewrite(root, 'asound/card0/pcm0p/sub0/hw_params', 'closed\n');
    // Files are read at most every 500 ms.
    expect(stream.read(400)).toBeDefined();
    expect(stream.read(500)).toBeUndefined();
    expect(stream.read(999)).toBeUndefined();
    rewrite(root, 'asound/card0/pcm0p/sub0/hw_params', 'no setup\n');
    expect(stream.read(1000)).toMatchObject({ avail: null, stream: { hwParams: undefined } });
  });

  it('has pages that were refused tried again when its files are', () => {
    let calls = 0;
    const readMemory: ReadMemory = () => {
      calls++;
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    };
    const stream = new ForeignStream(ID, { procRoot: writeProcTree(BOTH), readMemory });
    for (const nowMs of [0, 100, 200, 499]) stream.read(nowMs);
    expect(calls).toBe(1);
    expect(stream.read(500)).toMatchObject({ paths: { status: { path: 'proc' } } });
    expect(calls).toBe(2);
  });

  it('has its status file read at most every 500 ms', () => {
    const root = writeProcTree(TREE);
    const stream = new ForeignStream(ID, { procRoot: root });
    const path = 'asound/card0/pcm0p/sub0/status';
    const text = TREE[path]!;
    expect(stream.read(0)?.hwPtr).toBe(48_000_000);
    rewrite(root, path, text.replace('48000000', '48001000'));
    expect(stream.read(499)?.hwPtr).toBe(48_000_000);
    expect(stream.read(500)?.hwPtr).toBe(48_001_000);
  });
});
