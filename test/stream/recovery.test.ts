import { describe, expect, it } from 'vitest';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { kernelError } from '../../src/device/kernel-error.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { commitUnlessStopped, recover } from '../../src/stream/recovery.js';
import { codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';

const RING = { ...sizes(100, 1000), channels: 2 } as const;

/** A device that was suspended: no other can be asked for that. */
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
    // As poll(2) of a suspended stream: ready at once.
    wait: () => 12,
  };
  const io = { reset: () => log.push('reset'), state: () => state };
  return {
    log,
    recover: () =>
      recover(device as unknown as PcmDevice, io as unknown as MmapIO, PcmState.SUSPENDED),
  };
}

describe('recovery', () => {
  it('from an xrun leads to PREPARED, with pointers at 0 and no half frame left over', () => {
    const { device, io, time } = playbackOn('sim', RING);
    io.write([1, 2, 3]);
    device.start();
    time.advance(framesNs(2000));
    recover(device, io, io.state());
    expect([io.state(), io.hwPtr(), io.applPtr()]).toEqual([PcmState.PREPARED, 0, 0]);
    io.write([8, 9]);
    expect([io['data'].get(0, 0), io['data'].get(0, 1)]).toEqual([8, 9]);
  });

  it('is told apart where the device is gone, or the state is one that cannot be left', () => {
    const { device, io } = playbackOn('sim', RING);
    expect(codeOf(() => recover(device, io, PcmState.DISCONNECTED))).toBe('DISCONNECTED');
    expect(codeOf(() => recover(device, io, PcmState.DRAINING))).toBe('FAILED');
  });

  it('from a suspend is one RESUME, and the stream goes on', () => {
    const stream = suspended(() => {});
    expect(stream.recover()).toBe('goes on');
    expect(stream.log).toEqual(['resume']);
  });

  it('goes on to PREPARE where the driver cannot resume', () => {
    const stream = suspended(() => {
      throw kernelError('double', 'RESUME', 'ENOSYS');
    });
    expect(stream.recover()).toBe('prepared');
    expect(stream.log).toEqual(['resume', 'prepare', 'reset']);
  });

  it('gives a device that is not ready yet the time to become so', () => {
    const readyMs = performance.now() + 100;
    const stream = suspended(() => {
      if (performance.now() < readyMs) throw kernelError('double', 'RESUME', 'EAGAIN');
    });
    expect(stream.recover()).toBe('goes on');
    expect(performance.now()).toBeGreaterThanOrEqual(readyMs);
  });

  it('goes on to PREPARE where the device does not become ready', () => {
    const stream = suspended(() => {
      throw kernelError('double', 'RESUME', 'EAGAIN');
    });
    expect(stream.recover()).toBe('prepared');
    expect(stream.log.filter((call) => call !== 'resume')).toEqual(['prepare', 'reset']);
  });

  it('does not hide why a resume failed', () => {
    const stream = suspended(() => {
      throw kernelError('double', 'RESUME', 'ENODEV');
    });
    expect(codeOf(stream.recover)).toBe('DISCONNECTED');
    expect(stream.log).toEqual(['resume']);
  });
});

describe('a commit unless the stream has stopped', () => {
  it('is done while it runs, and not after an xrun', () => {
    const { device, io, time } = playbackOn('sim', RING);
    expect(commitUnlessStopped(io, 1000)).toBe(1000);
    device.start();
    time.advance(framesNs(2000));
    expect(commitUnlessStopped(io, 10)).toBe(0);
  });

  it('is not done after a suspend, which the next look sees', () => {
    const io = {
      state: () => PcmState.SUSPENDED,
      commit: () => {
        throw kernelError('double', 'commit', 'ESTRPIPE');
      },
    };
    expect(commitUnlessStopped(io as unknown as MmapIO, 10)).toBe(0);
  });

  it('still refuses more than there is room for', () => {
    const { io } = playbackOn('sim', RING);
    expect(codeOf(() => commitUnlessStopped(io, 1001))).toBe('RANGE');
  });
});
