import { describe, expect, it } from 'vitest';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import type { AlsaMmapError } from '../../src/device/errors.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { PcmState, type PcmStateName } from '../../src/device/pcm-state.js';
import type { ManualTime } from '../../src/sim/time.js';
import { captureOn, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';

interface Stream {
  readonly device: PcmDevice;
  readonly io: MmapIO;
  readonly time: ManualTime;
}

const RING = sizes(100, 1000);

function running(stream: Stream): Stream {
  if (stream.io.params.direction === 'playback') stream.io.commit(1000);
  stream.device.start();
  stream.time.advance(framesNs(150));
  return stream;
}

/** Calls that lead to a state. */
const REACH: Partial<Record<PcmStateName, (stream: Stream) => void>> = {
  PREPARED: () => {},
  SETUP: ({ device }) => device.drop(),
  RUNNING: (stream) => running(stream),
  XRUN: (stream) => running(stream).time.advance(framesNs(2000)),
  PAUSED: (stream) => running(stream).device.pause(true),
  DRAINING: (stream) => running(stream).device.drain(),
  SUSPENDED: (stream) => running(stream).time.advance(framesNs(500)),
  DISCONNECTED: (stream) => running(stream).time.advance(framesNs(500)),
};

/** The card that comes into a state by itself. */
const CARD: Partial<Record<PcmStateName, string>> = {
  SUSPENDED: 'sim:SUSPEND=200',
  DISCONNECTED: 'sim:UNPLUG=200',
};

const CALLS = {
  HWSYNC: ({ io }: Stream) => io.hwsync(),
  'SYNC_PTR 6': ({ device }: Stream) => SyncPtrStatus.syncPtr(device),
  START: ({ device }: Stream) => device.start(),
  PREPARE: ({ device }: Stream) => device.prepare(),
  DROP: ({ device }: Stream) => device.drop(),
  DRAIN: ({ device }: Stream) => device.drain(),
  PAUSE: ({ device }: Stream) => device.pause(true),
  RELEASE: ({ device }: Stream) => device.pause(false),
  RESUME: ({ device }: Stream) => device.resume(),
};

/** `kernel.md` 2.3: the errno, and the state afterwards where the call is taken. */
const TABLE: Record<keyof typeof CALLS, Partial<Record<PcmStateName, string>>> = {
  HWSYNC: {
    SETUP: 'EBADFD',
    PREPARED: 'PREPARED',
    RUNNING: 'RUNNING',
    XRUN: 'EPIPE',
    DRAINING: 'DRAINING',
    PAUSED: 'PAUSED',
    SUSPENDED: 'ESTRPIPE',
  },
  'SYNC_PTR 6': {
    SETUP: 'SETUP',
    PREPARED: 'PREPARED',
    RUNNING: 'RUNNING',
    XRUN: 'XRUN',
    DRAINING: 'DRAINING',
    PAUSED: 'PAUSED',
    SUSPENDED: 'SUSPENDED',
  },
  START: {
    SETUP: 'EBADFD',
    PREPARED: 'EPIPE',
    RUNNING: 'EBADFD',
    XRUN: 'EBADFD',
    DRAINING: 'EBADFD',
    PAUSED: 'EBADFD',
    SUSPENDED: 'EBADFD',
  },
  PREPARE: {
    SETUP: 'PREPARED',
    PREPARED: 'PREPARED',
    RUNNING: 'EBUSY',
    XRUN: 'PREPARED',
    DRAINING: 'EBUSY',
    PAUSED: 'PREPARED',
    SUSPENDED: 'PREPARED',
  },
  DROP: {
    SETUP: 'SETUP',
    PREPARED: 'SETUP',
    RUNNING: 'SETUP',
    XRUN: 'SETUP',
    DRAINING: 'SETUP',
    PAUSED: 'SETUP',
    SUSPENDED: 'SETUP',
  },
  DRAIN: {
    SETUP: 'SETUP',
    PREPARED: 'SETUP',
    RUNNING: 'DRAINING',
    XRUN: 'SETUP',
    DRAINING: 'DRAINING',
    PAUSED: 'DRAINING',
    SUSPENDED: 'EBADFD',
  },
  PAUSE: {
    SETUP: 'EBADFD',
    PREPARED: 'EBADFD',
    RUNNING: 'PAUSED',
    XRUN: 'EBADFD',
    DRAINING: 'EBADFD',
    PAUSED: 'EBADFD',
    SUSPENDED: 'EBADFD',
  },
  RELEASE: {
    SETUP: 'EBADFD',
    PREPARED: 'EBADFD',
    RUNNING: 'EBADFD',
    XRUN: 'EBADFD',
    DRAINING: 'EBADFD',
    PAUSED: 'RUNNING',
    SUSPENDED: 'EBADFD',
  },
  RESUME: {
    SETUP: 'EBADFD',
    PREPARED: 'EBADFD',
    RUNNING: 'EBADFD',
    XRUN: 'EBADFD',
    DRAINING: 'EBADFD',
    PAUSED: 'EBADFD',
    SUSPENDED: 'RUNNING',
  },
};

/** Results of capture that differ from playback. */
const CAPTURE: typeof TABLE | Record<string, Partial<Record<PcmStateName, string>>> = {
  HWSYNC: { DRAINING: 'EBADFD' },
  START: { PREPARED: 'RUNNING' },
  PREPARE: { DRAINING: 'PREPARED' },
  DRAIN: { PREPARED: 'PREPARED', XRUN: 'XRUN' },
};

function answer(call: (stream: Stream) => unknown, stream: Stream): string {
  try {
    call(stream);
  } catch (error) {
    return (error as AlsaMmapError).errno ?? String(error);
  }
  const { state } = { state: stream.io.state() };
  return Object.keys(PcmState)[state] ?? String(state);
}

const cases = Object.entries(TABLE).flatMap(([call, states]) =>
  Object.entries({ ...states, DISCONNECTED: 'ENODEV' }).map(([state, expected]) => ({
    call: call as keyof typeof CALLS,
    state: state as PcmStateName,
    expected,
  })),
);

describe.each(['playback', 'capture'])('a %s stream of the simulated card', (direction) => {
  it.each(cases)('answers $call in $state as the kernel does', ({ call, state, expected }) => {
    const name = CARD[state] ?? 'sim';
    const stream: Stream =
      direction === 'playback' ? playbackOn(name, RING) : captureOn(name, RING);
    REACH[state]?.(stream);
    expect(stream.io.state()).toBe(PcmState[state]);
    const own = direction === 'capture' ? CAPTURE[call]?.[state] : undefined;
    expect(answer(CALLS[call], stream)).toBe(own ?? expected);
  });
});

describe('a draining playback stream', () => {
  it('ends in SETUP at the first period at which all is played', () => {
    const { device, io, time } = playbackOn('sim', RING);
    io.commit(250);
    device.drain();
    time.advance(framesNs(299));
    expect(io.state()).toBe(PcmState.DRAINING);
    time.advance(framesNs(1));
    expect([io.state(), io.hwPtr()]).toEqual([PcmState.SETUP, 300]);
  });

  it('is reported by EPIPE if HWSYNC finds it finished', () => {
    const { device, io, time } = playbackOn('sim', RING);
    io.commit(250);
    device.drain();
    time.advance(framesNs(260));
    expect(answer(CALLS.HWSYNC, { device, io, time })).toBe('EPIPE');
    expect([io.state(), io.hwPtr()]).toEqual([PcmState.SETUP, 260]);
  });
});
