import { describe, expect, it } from 'vitest';
import type { NativeHwParams } from '../../src/device/binding.js';
import type { HwParam } from '../../src/device/config-space.js';
import { errorOf, native } from './addon.js';

const ORDERED: HwParam[] = ['channels', 'rate', 'periodSize', 'bufferSize'];
const UNORDERED: HwParam[] = ['access', 'format', 'periodWakeup'];

/** Runs with the configuration space of the PCM `null`, which allows nearly everything. */
function withSpace<T>(run: (space: NativeHwParams) => T): T {
  const pcm = new native.Pcm('null', 0);
  try {
    return run(new native.HwParams(pcm));
  } finally {
    pcm.close();
  }
}

describe('a configuration space', () => {
  it('starts with a range, not a value', () => {
    withSpace((space) => {
      for (const name of ORDERED) {
        expect(space.min(name)).toBeLessThan(space.max(name));
        expect(errorOf(() => space.get(name)).code).toBe('EINVAL');
      }
    });
  });

  it('narrows to the value that was set', () => {
    withSpace((space) => {
      space.set('access', 3);
      expect([space.get('access'), space.test('access', 3), space.test('access', 0)]).toEqual([
        3,
        true,
        false,
      ]);
      space.set('rate', 44_100);
      expect([space.get('rate'), space.min('rate'), space.max('rate')]).toEqual([
        44_100, 44_100, 44_100,
      ]);
    });
  });

  it('returns the nearest value', () => {
    withSpace((space) => {
      space.set('format', 2);
      space.set('channels', 2);
      space.set('rate', 48_000);
      expect(space.setNear('periodSize', 1024)).toBe(1024);
      expect(space.setNear('rate', 96_000)).toBe(48_000);
      expect(space.setNear('channels', 2 ** 32 - 1)).toBe(2);
    });
  });

  it('is unchanged after a refused value', () => {
    withSpace((space) => {
      space.set('rate', 48_000);
      expect(errorOf(() => space.set('rate', 44_100))).toMatchObject({
        code: 'EINVAL',
        errno: 22,
        syscall: 'snd_pcm_hw_params_set_rate',
      });
      expect(space.get('rate')).toBe(48_000);
      space.install();
      expect(space.get('rate')).toBe(48_000);
    });
  });

  it('has one value of each parameter after it is installed', () => {
    withSpace((space) => {
      space.install();
      for (const name of [...ORDERED, ...UNORDERED]) {
        expect(space.get(name)).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('keeps the period wake-up if the PCM cannot disable it', () => {
    withSpace((space) => {
      expect([space.test('periodWakeup', 1), space.test('periodWakeup', 0)]).toEqual([true, false]);
      expect(errorOf(() => space.set('periodWakeup', 0))).toMatchObject({
        code: 'EINVAL',
        syscall: 'snd_pcm_hw_params_set_period_wakeup',
      });
      space.set('periodWakeup', 1);
      expect(space.get('periodWakeup')).toBe(1);
    });
  });

  it('rejects impossible numbers without calling alsa-lib', () => {
    withSpace((space) => {
      for (const name of UNORDERED) {
        for (const value of [200, 256, 257, 2 ** 32 - 1]) {
          expect(space.test(name, value)).toBe(false);
          expect(errorOf(() => space.set(name, value)).code).toBe('EINVAL');
        }
      }
      for (const name of ORDERED) expect(space.test(name, 2 ** 32 - 1)).toBe(false);
      for (const name of [...ORDERED, ...UNORDERED]) {
        for (const value of [-1, 0.5, 2 ** 32, Number.NaN]) {
          expect(() => space.test(name, value)).toThrow(RangeError);
          expect(() => space.set(name, value)).toThrow(RangeError);
        }
      }
    });
  });

  it('has no nearest value and no range of access, format or wake-up', () => {
    withSpace((space) => {
      for (const name of UNORDERED) {
        expect(() => space.setNear(name, 1)).toThrow(TypeError);
        expect(() => space.min(name)).toThrow(TypeError);
        expect(() => space.max(name)).toThrow(TypeError);
      }
    });
  });

  it('rejects unknown names', () => {
    withSpace((space) => {
      for (const name of ['', 'Rate', 'period_size', 'rate\0', 1, undefined]) {
        expect(() => space.get(name as HwParam)).toThrow(TypeError);
        expect(() => space.set(name as HwParam, 1)).toThrow(TypeError);
      }
    });
  });

  it('throws EBADF after its PCM is closed', () => {
    const pcm = new native.Pcm('null', 0);
    const space = new native.HwParams(pcm);
    pcm.close();
    for (const call of [
      () => space.test('rate', 1),
      () => space.set('rate', 1),
      () => space.setNear('rate', 1),
      () => space.min('rate'),
      () => space.max('rate'),
      () => space.get('rate'),
      () => space.install(),
      () => new native.HwParams(pcm),
    ]) {
      expect(errorOf(call)).toMatchObject({
        code: 'EBADF',
        errno: 9,
        syscall: expect.stringMatching(/^snd_pcm_hw_params/),
      });
    }
  });
});
