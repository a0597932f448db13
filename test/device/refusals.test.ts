import { describe, expect, it } from 'vitest';
import { InfoFlag, infoFlagNames } from '../../src/device/abi.js';
import { mapRefusal } from '../../src/device/device-memory.js';
import { AlsaMmapError, codeForErrno } from '../../src/device/errors.js';
import { callNative, kernelError } from '../../src/device/kernel-error.js';
import { stateName } from '../../src/device/pcm-state.js';

describe('an error of the kernel', () => {
  it('names device, call and errno, with its reason', () => {
    const error = kernelError('hw:1,0', 'START', 'EPIPE');
    expect(error).toMatchObject({
      code: 'XRUN',
      errno: 'EPIPE',
      syscall: 'START',
      device: 'hw:1,0',
    });
    expect(error.message).toBe(
      'hw:1,0: START: overrun or underrun; prepare the stream again (EPIPE)',
    );
    expect(kernelError('hw:1', 'X', 'EWHAT').message).toBe('hw:1: X: EWHAT');
    expect(codeForErrno('EWHAT')).toBe('FAILED');
  });

  it('is converted if the addon threw it; other errors pass unchanged', () => {
    const cause = Object.assign(new Error('no'), { code: 'EBUSY', syscall: 'snd_pcm_open' });
    expect(() =>
      callNative('hw:1', () => {
        throw cause;
      }),
    ).toThrow(AlsaMmapError);
    const other = new TypeError('a fault of ours');
    expect(() =>
      callNative('hw:1', () => {
        throw other;
      }),
    ).toThrow(other);
    expect(callNative('hw:1', () => 7)).toBe(7);
  });
});

describe('a refused mapping', () => {
  it.each([
    ['control page', 'ENXIO', InfoFlag.SYNC_APPLPTR, /SYNC_APPLPTR/],
    ['status page', 'ENXIO', InfoFlag.EXPLICIT_SYNC, /EXPLICIT_SYNC/],
    ['status page', 'ENXIO', InfoFlag.SYNC_APPLPTR, /not mappable on this architecture/],
    ['status page', 'ENXIO', 0, /not mappable on this architecture/],
    ['ring', 'ENXIO', 0, /does not share its buffer/],
    ['ring', 'ENODEV', 0, /disconnected/],
    ['ring', 'EINVAL', 0, /EINVAL/],
  ] as const)('%s, %s: names the reason', (memory, errno, flags, reason) => {
    expect(mapRefusal(memory, errno, flags)).toMatchObject({ kind: 'refused', errno, reason });
  });
});

it('names states, and shows a number outside the table', () => {
  expect([0, 3, 8].map(stateName)).toEqual(['OPEN', 'RUNNING', 'DISCONNECTED']);
  expect([9, -1].map(stateName)).toEqual(['UNKNOWN(9)', 'UNKNOWN(-1)']);
});

it('names INFO flags bit by bit', () => {
  expect(infoFlagNames(InfoFlag.MMAP | InfoFlag.NO_REWINDS)).toEqual(['MMAP', 'NO_REWINDS']);
});
