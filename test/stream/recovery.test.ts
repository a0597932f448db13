import { describe, expect, it } from 'vitest';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { kernelError } from '../../src/device/kernel-error.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { commitUnlessStopped, recover } from '../../src/stream/recovery.js';
import { codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';

const RING = { ...sizes(100, 1000), channels: 2 } as const;

/** Double of a suspended device: no driver of the tests suspends on request without a guest. */
function suspended(resume: () => void) {
  const log: string[] = [];
  let state: number = PcmState.SUSPENDED;
  const device = {
    identity: { name: 'double' },
    resume: () => {
      log.push('resume');
      resume();
      state = PcmState.RUNNING;
    },
    prepare: () => log.push('prepare'),
    // poll(2) of a suspended stream is always ready.
    wait: () => 12,
  };
  const io = { discardPartialFrame: () => log.push('discard'), state: () => state };
  return {
    log,
    recover: () =>
      recover(device as unknown as PcmDevice, io as unknown as MmapIO, PcmState.SUSPENDED),
  };
}

describe('recover', () => {
  it('prepares after an xrun: pointers at 0, no partial frame', () => {
    const { device, io, time } = playbackOn('sim', RING);
    io.write([1, 2, 3]);
    device.start();
    time.advance(framesNs(2000));
    recover(device, io, io.state());
    expect([io.state(), io.hwPtr(), io.applPtr()]).toEqual([PcmState.PREPARED, 0, 0]);
    io.write([8, 9]);
    expect([io['data'].get(0, 0), io['data'].get(0, 1)]).toEqual([8, 9]);
  });

  it('throws DISCONNECTED for a gone device, FAILED for a state without a recovery', () => {
    const { device, io } = playbackOn('sim', RING);
    expect(codeOf(() => recover(device, io, PcmState.DISCONNECTED))).toBe('DISCONNECTED');
    expect(codeOf(() => recover(device, io, PcmState.DRAINING))).toBe('FAILED');
  });

  it('resumes after a suspend with one call', () => {
    const stream = suspended(() => {});
    expect(stream.recover()).toBe('resumed');
    expect(stream.log).toEqual(['resume']);
  });

  it('prepares if the driver has no resume (ENOSYS)', () => {
    const stream = suspended(() => {
      throw kernelError('double', 'RESUME', 'ENOSYS');
    });
    expect(stream.recover()).toBe('prepared');
    expect(stream.log).toEqual(['resume', 'prepare', 'discard']);
  });

  it('retries while the device is not ready (EAGAIN)', () => {
    const readyMs = performance.now() + 100;
    const stream = suspended(() => {
      if (performance.now() < readyMs) throw kernelError('double', 'RESUME', 'EAGAIN');
    });
    expect(stream.recover()).toBe('resumed');
    expect(performance.now()).toBeGreaterThanOrEqual(readyMs);
  });

  it('prepares if the device stays busy', () => {
    const stream = suspended(() => {
      throw kernelError('double', 'RESUME', 'EAGAIN');
    });
    expect(stream.recover()).toBe('prepared');
    expect(stream.log.filter((call) => call !== 'resume')).toEqual(['prepare', 'discard']);
  });

  it('rethrows other errors of resume', () => {
    const stream = suspended(() => {
      throw kernelError('double', 'RESUME', 'ENODEV');
    });
    expect(codeOf(stream.recover)).toBe('DISCONNECTED');
    expect(stream.log).toEqual(['resume']);
  });
});

describe('commitUnlessStopped', () => {
  it('commits while RUNNING, not after an xrun', () => {
    const { device, io, time } = playbackOn('sim', RING);
    expect(commitUnlessStopped(io, 1000)).toBe(1000);
    device.start();
    time.advance(framesNs(2000));
    expect(commitUnlessStopped(io, 10)).toBe(0);
  });

  it('commits nothing after a suspend', () => {
    const io = {
      state: () => PcmState.SUSPENDED,
      commit: () => {
        throw kernelError('double', 'commit', 'ESTRPIPE');
      },
    };
    expect(commitUnlessStopped(io as unknown as MmapIO, 10)).toBe(0);
  });

  it('throws RANGE for more frames than avail', () => {
    const { io } = playbackOn('sim', RING);
    expect(codeOf(() => commitUnlessStopped(io, 1001))).toBe('RANGE');
  });
});
