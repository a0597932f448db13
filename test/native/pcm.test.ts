import { describe, expect, it } from 'vitest';
import { errorOf, native, untyped } from './addon.js';
import { setUp, withNull } from './null-pcm.js';

const [OPEN, SETUP, PREPARED] = [0, 1, 2];

describe('opening a PCM', () => {
  it('fails with ENOENT for a missing card', () => {
    expect(errorOf(() => new native.Pcm('hw:31', 0))).toMatchObject({
      code: 'ENOENT',
      errno: 2,
      syscall: 'snd_pcm_open',
      message: 'snd_pcm_open: No such file or directory (ENOENT)',
    });
  });

  it('rejects an impossible card number', () => {
    // EINVAL in alsa-lib 1.2.8, ENOENT in others: cards end at 32.
    const error = errorOf(() => new native.Pcm('hw:99', 1));
    expect(['EINVAL', 'ENOENT', 'ENODEV']).toContain(error.code);
    expect(error.syscall).toBe('snd_pcm_open');
  });

  it('survives meaningless names', () => {
    for (const name of ['', '}{', 'hw:', 'plug:{', '💥', 'x'.repeat(100_000)]) {
      expect(errorOf(() => new native.Pcm(name, 0)).syscall).toBe('snd_pcm_open');
    }
  });

  it('rejects arguments of another type', () => {
    const Pcm = native.Pcm as unknown as new (...args: unknown[]) => unknown;
    for (const args of [[], [1, 0], ['null'], ['null', '0'], [null, 0], ['a\0b', 0]]) {
      expect(() => new Pcm(...args)).toThrow(TypeError);
    }
    for (const direction of [-1, 2, 0.5, Number.NaN]) {
      expect(() => new Pcm('null', direction)).toThrow(RangeError);
    }
    expect(() => untyped['Pcm']?.('null', 0)).toThrow(TypeError);
  });
});

describe('the PCM named null', () => {
  it('has the type NULL and no card', () => {
    withNull((pcm) => {
      expect(pcm.typeName()).toBe('NULL');
      expect(pcm.info()).toEqual({ card: -1, device: -1, subdevice: -1, id: 'null', name: 'null' });
    });
  });

  it('has one descriptor', () => {
    withNull((pcm) => expect(pcm.descriptor()).toBeGreaterThan(2));
  });

  it('fails in every call before it has parameters', () => {
    withNull((pcm) => {
      expect(pcm.state()).toBe(OPEN);
      for (const call of [
        () => pcm.prepare(),
        () => pcm.drain(),
        () => pcm.drop(),
        () => pcm.resume(),
        () => pcm.pause(true),
        () => pcm.swParamsCurrent(),
        () => pcm.swParams({}),
        () => pcm.writei(new Uint8Array(16), 1),
      ]) {
        expect(errorOf(call)).toMatchObject({ code: expect.stringMatching(/^E(IO|BADFD)$/) });
      }
    });
  });

  it('passes through its states', () => {
    withNull((pcm) => {
      setUp(pcm);
      expect(pcm.state()).toBe(PREPARED);
      pcm.drop();
      expect(pcm.state()).toBe(SETUP);
      pcm.prepare();
      expect(pcm.state()).toBe(PREPARED);
      pcm.drain();
      expect(pcm.state()).toBe(SETUP);
      pcm.hwFree();
      expect(errorOf(() => pcm.prepare()).syscall).toBe('snd_pcm_prepare');
    });
  });

  it('reports its position: everything available, no delay', () => {
    withNull((pcm) => {
      setUp(pcm);
      const timestamp = new Float64Array([-1, -1]);
      expect(pcm.availUpdate()).toBe(4096);
      expect(pcm.avail()).toBe(4096);
      expect(pcm.delay()).toBe(0);
      expect(pcm.htimestamp(timestamp.buffer)).toBe(4096);
      expect([...timestamp]).not.toContain(-1);
      expect(() => pcm.htimestamp(new ArrayBuffer(15))).toThrow(RangeError);
      expect(() => pcm.htimestamp(timestamp as unknown as ArrayBuffer)).toThrow(TypeError);
    });
  });

  it('times its position calls in a loop in C', () => {
    withNull((pcm) => {
      setUp(pcm);
      for (const name of ['snd_pcm_avail_update', 'snd_pcm_avail', 'snd_pcm_delay']) {
        expect(pcm.timeCalls(name, 0)).toBeLessThan(1e8);
        expect(pcm.timeCalls(name, 1_000_000)).toBeGreaterThan(pcm.timeCalls(name, 10));
      }
      expect(pcm.timeCalls('snd_pcm_htimestamp', 10)).toBeGreaterThan(0);
      expect(() => pcm.timeCalls('snd_pcm_close', 1)).toThrow(RangeError);
      expect(() => pcm.timeCalls('snd_pcm_avail', -1)).toThrow(RangeError);
    });
  });

  it('throws after close', () => {
    const pcm = new native.Pcm('null', 0);
    pcm.close();
    for (const [syscall, call] of [
      ['snd_pcm_avail_update', () => pcm.availUpdate()],
      ['snd_pcm_avail', () => pcm.avail()],
      ['snd_pcm_delay', () => pcm.delay()],
      ['snd_pcm_htimestamp', () => pcm.htimestamp(new ArrayBuffer(16))],
      ['snd_pcm_delay', () => pcm.timeCalls('snd_pcm_delay', 1)],
    ] as const) {
      expect(errorOf(call)).toMatchObject({ code: 'EBADF', syscall });
    }
  });

  it('transfers whole frames', () => {
    withNull((pcm) => {
      setUp(pcm);
      expect(pcm.writei(new Uint8Array(4 * 100), 100)).toBe(100);
      expect(pcm.writei(new Uint8Array(0), 0)).toBe(0);
    });
    withNull((pcm) => {
      setUp(pcm);
      const bytes = new Uint8Array(4 * 100).fill(255);
      expect(pcm.readi(bytes, 100)).toBe(100);
    }, 1);
  });

  it('rejects more frames than the bytes hold', () => {
    withNull((pcm) => {
      setUp(pcm);
      for (const frames of [101, 2 ** 31 - 1, 2 ** 31, -1, 0.5, Number.NaN]) {
        expect(() => pcm.writei(new Uint8Array(4 * 100 + 3), frames)).toThrow(RangeError);
      }
      expect(() => pcm.writei(new Float32Array(400) as unknown as Uint8Array, 1)).toThrow(
        TypeError,
      );
    });
  });

  it('rejects writei on capture and readi on playback', () => {
    withNull((pcm) => {
      setUp(pcm);
      expect(errorOf(() => pcm.readi(new Uint8Array(4), 1)).code).toBe('EINVAL');
    });
    withNull((pcm) => {
      setUp(pcm);
      expect(errorOf(() => pcm.writei(new Uint8Array(4), 1)).code).toBe('EINVAL');
    }, 1);
  });
});
