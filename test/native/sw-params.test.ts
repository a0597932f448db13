import { describe, expect, it } from 'vitest';
import { errorOf } from './addon.js';
import { setUp, withNull } from './null-pcm.js';

describe('software parameters', () => {
  it('start as alsa-lib sets them', () => {
    withNull((pcm) => {
      setUp(pcm);
      const { boundary, ...others } = pcm.swParamsCurrent();
      expect(boundary % 4096n).toBe(0n);
      expect(boundary).toBeGreaterThan(2n ** 53n);
      expect(others).toEqual({
        availMin: 1024n,
        startThreshold: 1n,
        stopThreshold: 4096n,
        silenceThreshold: 0n,
        silenceSize: 0n,
        tstampEnable: false,
        tstampType: 0,
      });
    });
  });

  it('change only where they are given', () => {
    withNull((pcm) => {
      setUp(pcm);
      const before = pcm.swParamsCurrent();
      const after = pcm.swParams({
        availMin: 2048n,
        stopThreshold: before.boundary,
        tstampEnable: true,
        tstampType: 1,
      });
      expect(after).toEqual({
        ...before,
        availMin: 2048n,
        stopThreshold: before.boundary,
        tstampEnable: true,
        tstampType: 1,
      });
      expect(pcm.swParamsCurrent()).toEqual(after);
    });
  });

  it('reject values of another type or out of range', () => {
    withNull((pcm) => {
      setUp(pcm);
      const before = pcm.swParamsCurrent();
      const swParams = pcm.swParams.bind(pcm) as (request?: unknown) => unknown;
      for (const request of [
        undefined,
        1,
        { availMin: 1 },
        { silenceSize: null },
        { tstampEnable: 1 },
        { tstampType: 1n },
      ]) {
        expect(() => swParams(request)).toThrow(TypeError);
      }
      for (const request of [
        { availMin: -1n },
        { stopThreshold: 2n ** 64n },
        { tstampType: 3 },
        { tstampType: 0.5 },
      ]) {
        expect(() => swParams(request)).toThrow(RangeError);
      }
      expect(pcm.swParamsCurrent()).toEqual(before);
    });
  });

  it('pass on the exception of a getter', () => {
    withNull((pcm) => {
      setUp(pcm);
      const request = {
        get availMin(): bigint {
          throw new Error('not today');
        },
      };
      expect(() => pcm.swParams(request)).toThrow('not today');
    });
  });

  it('notice that a getter closed the PCM', () => {
    withNull((pcm) => {
      setUp(pcm);
      const request = {
        get availMin() {
          pcm.close();
          return 1n;
        },
      };
      expect(errorOf(() => pcm.swParams(request)).code).toBe('EBADF');
    });
  });
});
