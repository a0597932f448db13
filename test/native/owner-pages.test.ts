import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OWNER_PAGES, readOwnerMemory, readOwnerPages } from '../../src/device/owner-memory.js';
import { parsePageAddresses } from '../../src/observe/process-maps.js';
import { errorOf, inScratch, native } from './addon.js';

const STATUS = 0x8200_0000;
const CONTROL = 0x8300_0000;

/** Maps a file at the offsets of a PCM's pages, in this process, and finds them by /proc. */
function withPages(
  work: (pages: { status: ArrayBuffer; control: ArrayBuffer }, addresses: number[]) => void,
): void {
  inScratch((directory) => {
    const path = join(directory, 'pcm');
    const fd = openSync(path, 'w+');
    ftruncateSync(fd, CONTROL + 4096);
    const pages = {
      status: native.map(fd, STATUS, 4096, true),
      control: native.map(fd, CONTROL, 4096, true),
    };
    try {
      const [found] = parsePageAddresses(readFileSync('/proc/self/maps', 'utf8'), path);
      work(pages, [found!.status, found!.control]);
    } finally {
      native.unmap(pages.status);
      native.unmap(pages.control);
      closeSync(fd);
    }
  });
}

describe('readOwnerPages', () => {
  it('copies the status page twice, and the control page', () => {
    withPages(({ status, control }, [statusAddress, controlAddress]) => {
      new BigUint64Array(status).set([3n, 48_000n, 7n, 8n, 0n, 9n, 10n, 11n]);
      new BigUint64Array(control).set([49_024n, 1024n, 12n]);
      const into = new ArrayBuffer(OWNER_PAGES.size);
      readOwnerPages(process.pid, statusAddress!, controlAddress!, into);
      const words = new BigUint64Array(into);
      // 56 and 16 bytes: nothing beyond the structures is read.
      expect([...words.subarray(0, 8)]).toEqual([3n, 48_000n, 7n, 8n, 0n, 9n, 10n, 0n]);
      expect([...words.subarray(8, 11)]).toEqual([49_024n, 1024n, 0n]);
      expect(words.slice(16)).toEqual(words.slice(0, 8));
    });
  });

  it('leaves out a control page at address 0', () => {
    withPages(({ status, control }, [statusAddress]) => {
      new BigUint64Array(status).set([3n, 96n]);
      new BigUint64Array(control).set([100n]);
      const into = new ArrayBuffer(OWNER_PAGES.size);
      readOwnerPages(process.pid, statusAddress!, 0, into);
      const words = new BigUint64Array(into);
      expect([words[1], words[8], words[17]]).toEqual([96n, 0n, 96n]);
    });
  });

  it.each([
    ['ESRCH', 2 ** 31 - 1, 4096, 0],
    ['EFAULT', process.pid, 4096, 0],
  ])('throws %s', (code, pid, status, control) => {
    const into = new ArrayBuffer(OWNER_PAGES.size);
    const error = errorOf(() => readOwnerPages(pid, status, control, into));
    expect(error).toMatchObject({ code, syscall: 'process_vm_readv' });
  });

  it('throws EFAULT if only the status page is mapped', () => {
    withPages((_, [statusAddress]) => {
      const into = new ArrayBuffer(OWNER_PAGES.size);
      const error = errorOf(() => readOwnerPages(process.pid, statusAddress!, 4096, into));
      expect(error).toMatchObject({ code: 'EFAULT' });
    });
  });

  it('refuses a short buffer and impossible numbers', () => {
    const into = new ArrayBuffer(OWNER_PAGES.size);
    expect(errorOf(() => readOwnerPages(1, 1, 1, new ArrayBuffer(191)))).toBeInstanceOf(RangeError);
    expect(errorOf(() => readOwnerPages(0, 1, 1, into))).toBeInstanceOf(RangeError);
    expect(errorOf(() => readOwnerPages(1, -1, 1, into))).toBeInstanceOf(RangeError);
  });
});

describe('readOwnerMemory', () => {
  it('fills an array, from any address', () => {
    withPages(({ status }, [statusAddress]) => {
      new Uint8Array(status).set([1, 2, 3, 4, 5]);
      const into = new Uint8Array(8).subarray(2, 5);
      readOwnerMemory(process.pid, statusAddress! + 1, into);
      expect([...new Uint8Array(into.buffer)]).toEqual([0, 0, 2, 3, 4, 0, 0, 0]);
    });
  });

  it('throws EFAULT if nothing is mapped there', () => {
    const error = errorOf(() => readOwnerMemory(process.pid, 4096, new Uint8Array(1)));
    expect(error).toMatchObject({ code: 'EFAULT', syscall: 'process_vm_readv' });
  });

  it('refuses other arguments', () => {
    const error = errorOf(() => readOwnerMemory(process.pid, -1, new Uint8Array(1)));
    expect(error).toBeInstanceOf(RangeError);
  });
});
