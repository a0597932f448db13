import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, inScratch, native, untyped } from './addon.js';

const PAGE = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));

/** Runs with a file of four pages, each filled with its index. */
function withFile<T>(flags: string, run: (fd: number, path: string) => T): T {
  return inScratch((directory) => {
    const path = join(directory, 'pages');
    writeFileSync(path, Buffer.concat([0, 1, 2, 3].map((page) => Buffer.alloc(PAGE, page))));
    const fd = openSync(path, flags);
    try {
      return run(fd, path);
    } finally {
      closeSync(fd);
    }
  });
}

/** Resident memory of each mapping of a file in this process, in KiB. */
function residentKb(path: string): number[] {
  const smaps = readFileSync('/proc/self/smaps', 'utf8');
  const mappings = smaps.split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/).filter((one) => one.includes(path));
  return mappings.map((one) => Number(/^Rss: +(\d+) kB/m.exec(one)![1]));
}

describe('map', () => {
  it('shows the bytes of the file at the offset', () => {
    withFile('r', (fd) => {
      const buffer = native.map(fd, 2 * PAGE, PAGE, false);
      expect(new Uint8Array(buffer).every((byte) => byte === 2)).toBe(true);
      native.unmap(buffer);
    });
  });

  it.each([false, true])('touches every page at once, writable: %s', (writable) => {
    withFile('r+', (fd, path) => {
      const buffer = native.map(fd, 0, 4 * PAGE, writable);
      expect(residentKb(path)).toEqual([(4 * PAGE) / 1024]);
      native.unmap(buffer);
    });
  });

  it('writes a store to the file', () => {
    withFile('r+', (fd, path) => {
      const buffer = native.map(fd, PAGE, PAGE, true);
      new BigUint64Array(buffer)[1] = 0x1122334455667788n;
      expect(readFileSync(path).readBigUInt64LE(PAGE + 8)).toBe(0x1122334455667788n);
      native.unmap(buffer);
    });
  });

  it('shows later writes of others', () => {
    withFile('r+', (fd) => {
      const reader = new Uint8Array(native.map(fd, 0, PAGE, false));
      const writer = new Uint8Array(native.map(fd, 0, PAGE, true));
      writer[100] = 77;
      expect(reader[100]).toBe(77);
      native.unmap(reader.buffer);
      native.unmap(writer.buffer);
    });
  });

  it('rounds the length up to whole pages', () => {
    withFile('r', (fd) => {
      for (const [requested, actual] of [
        [1, PAGE],
        [56, PAGE],
        [PAGE, PAGE],
        [PAGE + 1, 2 * PAGE],
      ] as const) {
        const buffer = native.map(fd, 0, requested, false);
        expect(buffer.byteLength).toBe(actual);
        native.unmap(buffer);
      }
    });
  });

  it('outlives the descriptor', () => {
    const buffer = withFile('r', (fd) => native.map(fd, 3 * PAGE, PAGE, false));
    expect(new Uint8Array(buffer)[0]).toBe(3);
    native.unmap(buffer);
  });

  it('fails with EBADF for a descriptor that is not open', () => {
    expect(errorOf(() => native.map(99_999, 0, PAGE, false))).toMatchObject({
      code: 'EBADF',
      errno: 9,
      syscall: 'mmap',
      message: 'mmap: Bad file descriptor (EBADF)',
    });
  });

  it('fails with EACCES for writing through a read-only descriptor', () => {
    withFile('r', (fd) => {
      const error = errorOf(() => native.map(fd, 0, PAGE, true));
      expect(error).toMatchObject({ code: 'EACCES', errno: 13, syscall: 'mmap' });
    });
  });

  it('fails with EINVAL for an offset inside a page', () => {
    withFile('r', (fd) => {
      expect(errorOf(() => native.map(fd, 8, PAGE, false))).toMatchObject({ code: 'EINVAL' });
    });
  });

  it('rejects impossible lengths and offsets', () => {
    withFile('r', (fd) => {
      for (const length of [0, -1, 0.5, Number.NaN, Infinity, 2 ** 30 + 1, 2 ** 53]) {
        expect(() => native.map(fd, 0, length, false)).toThrow(RangeError);
      }
      for (const offset of [-1, 0.5, Number.NaN, 2 ** 53]) {
        expect(() => native.map(fd, offset, PAGE, false)).toThrow(RangeError);
      }
    });
  });

  it('rejects arguments of another type', () => {
    const { map } = untyped as { map: (...args: unknown[]) => unknown };
    for (const args of [[], ['0', 0, 1, true], [0, 0n, 1, true], [0, 0, null, true], [0, 0, 1]]) {
      expect(() => map(...args)).toThrow(TypeError);
    }
    expect(() => map(-1, 0, PAGE, false)).toThrow(RangeError);
    expect(() => map(1.5, 0, PAGE, false)).toThrow(RangeError);
  });
});

describe('unmap', () => {
  it('empties the buffer and every view of it', () => {
    withFile('r', (fd) => {
      const buffer = native.map(fd, PAGE, PAGE, false);
      const bytes = new Uint8Array(buffer);
      const words = new Float64Array(buffer, 8, 2);
      expect(native.unmap(buffer)).toBe(true);
      expect([buffer.byteLength, bytes.length, words.length]).toEqual([0, 0, 0]);
      expect(bytes[0]).toBeUndefined();
      expect(() => new Uint8Array(buffer)).toThrow(TypeError);
    });
  });

  it('returns false the second time', () => {
    withFile('r', (fd) => {
      const buffer = native.map(fd, 0, PAGE, false);
      expect([native.unmap(buffer), native.unmap(buffer), native.unmap(buffer)]).toEqual([
        true,
        false,
        false,
      ]);
    });
  });

  it('does not unmap a later mapping at the same address', () => {
    withFile('r', (fd) => {
      const older = native.map(fd, PAGE, PAGE, false);
      native.unmap(older);
      const younger = native.map(fd, 2 * PAGE, PAGE, false);
      expect(native.unmap(older)).toBe(false);
      expect(new Uint8Array(younger)[0]).toBe(2);
      native.unmap(younger);
    });
  });

  it('rejects buffers that map did not make', () => {
    const detached = new ArrayBuffer(8);
    structuredClone(detached, { transfer: [detached] });
    for (const other of [new ArrayBuffer(PAGE), new ArrayBuffer(0), detached]) {
      expect(() => native.unmap(other)).toThrow(TypeError);
    }
  });

  it('rejects other values than an ArrayBuffer', () => {
    const others = [undefined, null, 1, {}, new Uint8Array(8), new SharedArrayBuffer(8)];
    for (const other of [...others, new Proxy(new ArrayBuffer(8), {})]) {
      expect(() => untyped['unmap']?.(other)).toThrow(TypeError);
    }
  });
});
