import { existsSync } from 'node:fs';
import type { Path } from '../../src/core/status.js';
import type { Direction } from '../../src/device/params.js';

/** A device that the suite runs on, and what is known of it beforehand. */
export interface DeviceUnderTest {
  readonly name: string;
  readonly direction: Direction;
  readonly status: Path;
  readonly control: Path;
  /** Channels lie one behind the other in the ring, or at offsets of their own, not side by side. */
  readonly apart: boolean;
  /** The one substream of its direction: a second opening finds it busy. */
  readonly single: boolean;
  /** False where the pointer of a running stream stays at 0: nothing feeds the emulated card. */
  readonly moves: boolean;
  /** The driver itself stops an underrun, before hw_ptr has come to appl_ptr. */
  readonly stopsEarly: boolean;
  /** It can run without an interrupt at each period. */
  readonly wakeupOptional: boolean;
}

type Facts = Partial<Omit<DeviceUnderTest, 'name' | 'direction'>>;

function device(name: string, direction: Direction, facts: Facts = {}): DeviceUnderTest {
  const usual = {
    status: 'mmap',
    control: 'mmap',
    apart: false,
    single: false,
    moves: true,
    stopsEarly: false,
    wakeupOptional: name.startsWith('sim'),
  } as const;
  return { name, direction, ...usual, ...facts };
}

function bothWays(name: string, facts: Facts): DeviceUnderTest[] {
  return [device(name, 'playback', facts), device(name, 'capture', facts)];
}

const SIM = [
  ...bothWays('sim', { single: true }),
  ...bothWays('sim:STATUS=refused', { single: true, status: 'SYNC_PTR' }),
  ...bothWays('sim:CONTROL=refused', { single: true, control: 'SYNC_PTR' }),
  ...bothWays('sim:STATUS=refused,CONTROL=refused', {
    single: true,
    status: 'SYNC_PTR',
    control: 'SYNC_PTR',
  }),
  ...bothWays('sim:ACCESS=noninterleaved', { single: true, apart: true }),
  ...bothWays('sim:LAYOUT=offsets', { single: true, apart: true }),
  ...bothWays('sim:SPEED=2', { single: true }),
  ...bothWays('sim:WRAP=4', { single: true }),
];

/** The cards of the kernel guest (`scripts/guest/README.md`). */
const GUEST = [
  device('hw:Dummy,0', 'playback'),
  device('hw:Dummy,1', 'playback', { apart: true }),
  device('hw:Loopback,0', 'playback'),
  device('hw:AC97', 'playback', { single: true }),
  device('hw:ES1370', 'playback', { single: true }),
  device('hw:USB', 'playback', { single: true, control: 'SYNC_PTR', stopsEarly: true }),
  device('hw:Dummy,0', 'capture'),
  device('hw:Loopback,1', 'capture'),
  device('hw:ES1370', 'capture', { single: true, moves: false }),
  // Only where the guest was asked for it. Nothing feeds its capture side.
  ...(existsSync('/proc/asound/HDA')
    ? [device('hw:HDA', 'playback', { single: true, wakeupOptional: true })]
    : []),
];

const inGuest = process.env['ALSA_MMAP_GUEST'] !== undefined;

/** In the guest, where everything is slow, the plain built-in card stands for all of its kind. */
export const DEVICES: readonly DeviceUnderTest[] = inGuest
  ? [...SIM.filter(({ name }) => name === 'sim'), ...GUEST]
  : SIM;

export const PLAYBACK = DEVICES.filter(({ direction }) => direction === 'playback');
export const CAPTURE = DEVICES.filter(({ direction }) => direction === 'capture');
export const MOVING = DEVICES.filter(({ moves }) => moves);
