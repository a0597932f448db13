import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HW_PARAMS, PCM_STATUS, SYNC_PTR } from '../../src/device/abi.js';
import { endingOf, errorOf, inScratch, native, untyped, WELL } from './addon.js';

const POLLIN = 1;
const POLLOUT = 4;
const POLLNVAL = 32;

/** Runs with both ends of a FIFO in one descriptor, which is readable after a write to it. */
function withFifo<T>(run: (fd: number) => T): T {
  return inScratch((directory) => {
    const path = join(directory, 'fifo');
    execFileSync('mkfifo', [path]);
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      return run(fd);
    } finally {
      closeSync(fd);
    }
  });
}

describe('poll', () => {
  it('returns 0 at the time limit', () => {
    withFifo((fd) => {
      const begin = performance.now();
      expect(native.poll(fd, POLLIN, 30)).toBe(0);
      expect(performance.now() - begin).toBeGreaterThanOrEqual(29);
    });
  });

  it('returns pending events at once', () => {
    withFifo((fd) => {
      expect(native.poll(fd, POLLIN | POLLOUT, 10_000)).toBe(POLLOUT);
      writeSync(fd, 'x');
      expect(native.poll(fd, POLLIN | POLLOUT, 10_000)).toBe(POLLIN | POLLOUT);
      expect(native.poll(fd, POLLIN, 0)).toBe(POLLIN);
    });
  });

  it('returns POLLNVAL for a descriptor that is not open', () => {
    expect(native.poll(99_999, POLLIN, 10_000)).toBe(POLLNVAL);
  });

  it('waits for the remaining time after a signal', () => {
    const ending = endingOf(`
      const { execFileSync, spawn } = require('node:child_process');
      execFileSync('mkfifo', ['fifo']);
      const fifo = fs.openSync('fifo', fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
      let signals = 0;
      process.on('SIGUSR2', () => signals++);
      const signal = 'for i in 1 2 3 4 5 6; do kill -USR2 $PPID; sleep 0.05; done';
      const sender = spawn('sh', ['-c', signal]);
      const begin = performance.now();
      assert.equal(native.poll(fifo, 1, 600), 0);
      const elapsed = performance.now() - begin;
      await new Promise((resolve) => sender.on('exit', resolve));
      await nextCycle();
      assert.ok(signals > 0, 'no signal came');
      assert.ok(elapsed >= 599, 'ended early');
    `);
    expect(ending).toEqual(WELL);
  });

  it('rejects impossible time limits and events', () => {
    for (const timeout of [-1, 0.5, Number.NaN, Infinity, 2 ** 31]) {
      expect(() => native.poll(0, POLLIN, timeout)).toThrow(RangeError);
    }
    for (const events of [-1, 1.5, 65_536]) {
      expect(() => native.poll(0, events, 0)).toThrow(RangeError);
    }
    expect(() => untyped['poll']?.(0, POLLIN)).toThrow(TypeError);
  });
});

describe('pollWithTimestamp', () => {
  const timestamp = new ArrayBuffer(8);
  const timestampNs = () => BigInt(new Float64Array(timestamp)[0]!);

  it('returns as poll does, with the time by CLOCK_MONOTONIC', () => {
    withFifo((fd) => {
      const beganNs = process.hrtime.bigint();
      expect(native.pollWithTimestamp(fd, POLLIN, 30, timestamp)).toBe(0);
      expect(timestampNs()).toBeGreaterThanOrEqual(beganNs + 29_000_000n);
      expect(timestampNs()).toBeLessThanOrEqual(process.hrtime.bigint());
      writeSync(fd, 'x');
      expect(native.pollWithTimestamp(fd, POLLIN, 10_000, timestamp)).toBe(POLLIN);
    });
  });

  it('rejects a short buffer before it waits', () => {
    expect(() => native.pollWithTimestamp(0, 0, 10_000, new ArrayBuffer(7))).toThrow(RangeError);
    expect(() => untyped['pollWithTimestamp']?.(0, 0, 10_000)).toThrow(TypeError);
  });
});

describe('the ioctls', () => {
  const calls: [string, (fd: number) => unknown][] = [
    ['SYNC_PTR', (fd) => native.syncPtr(fd, new ArrayBuffer(SYNC_PTR.size))],
    ['CHANNEL_INFO', (fd) => native.channelInfo(fd, 0)],
    ['STATUS_EXT', (fd) => native.statusExt(fd, new ArrayBuffer(PCM_STATUS.size))],
    ['DELAY', (fd) => native.delay(fd)],
    ['DELAY', (fd) => native.timeIoctls(fd, 'DELAY', 1)],
    ['SYNC_PTR HWSYNC', (fd) => native.timeIoctls(fd, 'SYNC_PTR HWSYNC', 1)],
    ['HW_REFINE', (fd) => native.hwRefine(fd, new ArrayBuffer(HW_PARAMS.size))],
    ['START', (fd) => native.start(fd)],
    ['XRUN', (fd) => native.xrun(fd)],
  ];

  it.each(calls)('%s fails with ENOTTY for a descriptor that is not a PCM', (syscall, call) => {
    withFifo((fd) => {
      expect(errorOf(() => call(fd))).toMatchObject({ code: 'ENOTTY', errno: 25, syscall });
    });
  });

  it.each(calls)('%s fails with EBADF for a descriptor that is not open', (syscall, call) => {
    expect(errorOf(() => call(99_999))).toMatchObject({ code: 'EBADF', errno: 9, syscall });
  });

  it.each(calls)('%s rejects an impossible descriptor', (_, call) => {
    expect(() => call(-1)).toThrow(RangeError);
    expect(() => call(0.5)).toThrow(RangeError);
    expect(() => call(2 ** 31)).toThrow(RangeError);
    expect(() => call('0' as unknown as number)).toThrow(TypeError);
  });

  it('reject a block that is too short for the structure', () => {
    expect(() => native.syncPtr(0, new ArrayBuffer(SYNC_PTR.size - 1))).toThrow(RangeError);
    expect(() => native.hwRefine(0, new ArrayBuffer(HW_PARAMS.size - 1))).toThrow(RangeError);
    expect(() => native.statusExt(0, new ArrayBuffer(PCM_STATUS.size - 1))).toThrow(RangeError);
    const detached = new ArrayBuffer(SYNC_PTR.size);
    structuredClone(detached, { transfer: [detached] });
    expect(() => native.syncPtr(0, detached)).toThrow(RangeError);
  });

  it('reject a block that is not an ArrayBuffer', () => {
    const others = [undefined, null, {}, new Uint8Array(SYNC_PTR.size), new SharedArrayBuffer(608)];
    for (const other of others) {
      expect(() => untyped['syncPtr']?.(0, other)).toThrow(TypeError);
      expect(() => untyped['hwRefine']?.(0, other)).toThrow(TypeError);
      expect(() => untyped['statusExt']?.(0, other)).toThrow(TypeError);
    }
  });
});
