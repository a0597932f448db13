import { describe, expect, it, onTestFinished } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { InfoFlag } from '../../src/device/abi.js';
import { PollFlag } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { openSimDevice } from '../../src/sim/card.js';
import { patternSample } from '../../src/sim/signal.js';
import { captureOn, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';

const RING = sizes(100, 1000);

function errnoOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as { errno?: string }).errno;
  }
}

/** A card whose interrupts nobody saw: only a call finds what has happened by frame 300. */
function overslept(name: string) {
  let nowNs = 1e9;
  const time = { kind: 'manual', nowNs: () => nowNs } as const;
  const device = openSimDevice(name, { direction: 'capture', ...RING }, time);
  onTestFinished(() => device.close());
  device.start();
  nowNs += framesNs(300);
  const pass = (frames: number) => {
    nowNs += framesNs(frames);
  };
  return { device, io: new MmapCapture(device), pass };
}

const pointers = (io: MmapIO) => [io.state(), io.hwPtr()];

describe('XRUN=FRAMES', () => {
  it('stops the stream at that frame, with hw_ptr at the last interrupt', () => {
    const { device, io, time } = captureOn('sim:XRUN=250', RING);
    device.start();
    time.advance(framesNs(249));
    expect(pointers(io)).toEqual([PcmState.RUNNING, 200]);
    time.advance(framesNs(1));
    expect(pointers(io)).toEqual([PcmState.XRUN, 200]);
    expect(errnoOf(() => io.hwsync())).toBe('EPIPE');
    expect(device.wait(1000)).toBe(PollFlag.IN | PollFlag.ERR);
  });

  it('wakes waiters, and stops a stream that never stops for an xrun', () => {
    const { device, io, time } = playbackOn('sim:XRUN=2150', { ...RING, stopThreshold: 'never' });
    device.start();
    time.advance(framesNs(2001));
    io.control.setAvailMin(1e6);
    const startNs = time.nowNs();
    expect(device.wait(1000)).toBe(PollFlag.OUT | PollFlag.ERR);
    expect(time.nowNs() - startNs).toBeLessThan(framesNs(150));
    expect(io.state()).toBe(PcmState.XRUN);
  });

  it('is found by HWSYNC too', () => {
    const { io } = overslept('sim:XRUN=250');
    expect(errnoOf(() => io.hwsync())).toBe('EPIPE');
  });

  it('comes once, whatever is prepared and started again', () => {
    const { device, io, time } = captureOn('sim:XRUN=250', RING);
    device.start();
    time.advance(framesNs(300));
    device.prepare();
    device.start();
    time.advance(framesNs(950));
    expect(pointers(io)).toEqual([PcmState.RUNNING, 900]);
  });

  it('repeats every EVERY frames, over every PREPARE', () => {
    const { device, io, time } = captureOn('sim:XRUN=250:130', RING);
    const stoppedAfter = [250, 130, 130, 130];
    for (const frames of stoppedAfter) {
      device.start();
      time.advance(framesNs(frames - 1));
      expect(io.state()).toBe(PcmState.RUNNING);
      time.advance(framesNs(1));
      expect(io.state()).toBe(PcmState.XRUN);
      device.prepare();
    }
  });

  it('waits for its frame if the stream stopped before', () => {
    const { device, io, time } = captureOn('sim:XRUN=250', RING);
    device.start();
    time.advance(framesNs(240));
    device.drop();
    device.prepare();
    device.start();
    time.advance(framesNs(9));
    expect(io.state()).toBe(PcmState.RUNNING);
    time.advance(framesNs(1));
    expect(io.state()).toBe(PcmState.XRUN);
  });

  it('is still due if the stream stopped before it was seen', () => {
    const { device, io, pass } = overslept('sim:XRUN=250');
    device.drop();
    device.prepare();
    device.start();
    pass(1);
    expect(errnoOf(() => io.hwsync())).toBe('EPIPE');
  });

  it('leaves a stream alone that drains', () => {
    const { device, io, time } = playbackOn('sim:XRUN=250', RING);
    io.commit(500);
    device.drain();
    time.advance(framesNs(499));
    expect(io.state()).toBe(PcmState.DRAINING);
    time.advance(framesNs(1));
    expect(pointers(io)).toEqual([PcmState.SETUP, 500]);
  });
});

describe('SUSPEND=FRAMES', () => {
  it('stops the stream there with its former state', () => {
    const { device, io, time } = captureOn('sim:SUSPEND=250', RING);
    device.start();
    time.advance(framesNs(250));
    expect(pointers(io)).toEqual([PcmState.SUSPENDED, 200]);
    expect(io.status.suspendedState()).toBe(PcmState.RUNNING);
    expect(SyncPtrStatus.syncPtr(device).suspendedState()).toBe(PcmState.RUNNING);
    expect(errnoOf(() => io.hwsync())).toBe('ESTRPIPE');
    expect(device.wait(1000)).toBe(PollFlag.IN | PollFlag.ERR);
  });

  it('ends by RESUME: hw_ptr continues, and the signal lacks the time of the suspend', () => {
    const { device, io, time } = captureOn('sim:SUSPEND=250,SIGNAL=pattern', {
      ...RING,
      channels: 1,
    });
    device.start();
    time.advance(framesNs(250));
    time.advance(5e9);
    device.resume();
    const missing = Math.floor((5e9 * 48_000) / 1e9);
    expect(pointers(io)).toEqual([PcmState.RUNNING, 200]);
    time.advance(framesNs(250));
    expect(pointers(io)).toEqual([PcmState.RUNNING, 500]);
    const codec = io['data'].codec;
    expect([...(io as Iterable<number>)]).toEqual(
      Array.from({ length: 500 }, (_, frame) =>
        patternSample(codec, frame < 250 ? frame : frame + missing, 0),
      ),
    );
  });

  it('fails RESUME with EAGAIN for MS milliseconds', () => {
    const { device, io, time } = captureOn('sim:SUSPEND=480:50', RING);
    device.start();
    time.advance(10e6 + 100);
    time.advance(49e6);
    expect(errnoOf(() => device.resume())).toBe('EAGAIN');
    expect(io.state()).toBe(PcmState.SUSPENDED);
    time.advance(1e6);
    device.resume();
    expect(io.state()).toBe(PcmState.RUNNING);
  });

  it('lets a stream that drained go on draining', () => {
    const { device, io, time } = playbackOn('sim:SUSPEND=250', RING);
    io.commit(500);
    device.drain();
    time.advance(framesNs(250));
    expect([io.state(), io.status.suspendedState()]).toEqual([
      PcmState.SUSPENDED,
      PcmState.DRAINING,
    ]);
    device.resume();
    expect(io.state()).toBe(PcmState.DRAINING);
    time.advance(framesNs(250));
    expect(pointers(io)).toEqual([PcmState.SETUP, 500]);
  });

  it('ends only by PREPARE without RESUME, and happens once', () => {
    const { device, io, time } = captureOn('sim:SUSPEND=250,RESUME=no', RING);
    expect(device.params.infoFlags & InfoFlag.RESUME).toBe(0);
    device.start();
    time.advance(framesNs(250));
    expect(errnoOf(() => device.resume())).toBe('ENOSYS');
    device.prepare();
    expect(pointers(io)).toEqual([PcmState.PREPARED, 0]);
    device.start();
    time.advance(framesNs(900));
    expect(pointers(io)).toEqual([PcmState.RUNNING, 900]);
  });

  it('is found by HWSYNC as ESTRPIPE', () => {
    const { io } = overslept('sim:SUSPEND=250');
    expect(errnoOf(() => io.hwsync())).toBe('ESTRPIPE');
  });
});

describe.each(['playback', 'capture'])('UNPLUG and STALL of a %s stream', (direction) => {
  const open = (name: string) =>
    direction === 'playback'
      ? playbackOn(name, { ...RING, stopThreshold: 'never' })
      : captureOn(name, { ...RING, stopThreshold: 'never' });

  it('count its frames over every PREPARE', () => {
    for (const [key, state] of [
      ['UNPLUG', PcmState.DISCONNECTED],
      ['STALL', PcmState.RUNNING],
    ] as const) {
      const { device, io, time } = open(`sim:${key}=450`);
      device.start();
      time.advance(framesNs(300));
      device.drop();
      device.prepare();
      device.start();
      time.advance(framesNs(1000));
      expect(pointers(io)).toEqual([state, 100]);
    }
  });

  it('leave a stuck stream stuck, however often it is prepared', () => {
    const { device, io, time } = open('sim:STALL=150');
    device.start();
    time.advance(framesNs(1000));
    device.drop();
    device.prepare();
    device.start();
    time.advance(framesNs(1000));
    io.hwsync();
    expect(pointers(io)).toEqual([PcmState.RUNNING, 0]);
  });
});

describe('STALL=FRAMES', () => {
  it('lets a drain never end: only DROP does', () => {
    const { device, io, time } = playbackOn('sim:STALL=150', RING);
    io.commit(500);
    device.start();
    device.drain();
    time.advance(10e9);
    expect(device.wait(1000)).toBe(0);
    io.hwsync();
    expect(pointers(io)).toEqual([PcmState.DRAINING, 150]);
    device.drop();
    expect(io.state()).toBe(PcmState.SETUP);
  });
});

describe('BACKSTEP=FRAME:FRAMES and JUMP=FRAME:FRAMES', () => {
  const free = { ...RING, stopThreshold: 'never' as const };
  const at = (name: string, ...frames: number[]) => {
    const { device, io, time } = captureOn(name, free);
    device.start();
    return frames.map((count) => {
      time.advance(framesNs(count));
      io.hwsync();
      return io.hwPtr();
    });
  };

  it('move hw_ptr back or ahead at that frame, from which it continues', () => {
    expect(at('sim:BACKSTEP=250:60', 249, 1, 50)).toEqual([249, 190, 240]);
    expect(at('sim:JUMP=250:500', 249, 1, 50)).toEqual([249, 750, 800]);
  });

  it('keep its step size', () => {
    expect(at('sim:BACKSTEP=250:60,STEP=48', 249, 1, 50)).toEqual([240, 180, 228]);
  });

  it('wrap if the pointer is below 0', () => {
    expect(at('sim:BACKSTEP=50:60,BOUNDARY=2', 49, 1, 20)).toEqual([49, 1990, 10]);
  });

  it('come once, counted over every PREPARE', () => {
    const { device, io, time } = captureOn('sim:JUMP=450:30', free);
    const pointers: number[] = [];
    for (let run = 0; run < 3; run++) {
      device.start();
      time.advance(framesNs(300));
      pointers.push(io.hwPtr());
      device.drop();
      device.prepare();
    }
    expect(pointers).toEqual([300, 330, 300]);
  });

  it('can make the ring run over, as they would on a driver that believed them', () => {
    const { device, io, time } = captureOn('sim:JUMP=250:2000', RING);
    device.start();
    time.advance(framesNs(300));
    expect(io.state()).toBe(PcmState.XRUN);
  });
});
