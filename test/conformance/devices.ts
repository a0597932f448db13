import type { AccessPath } from '../../src/core/status.js';
import type { Direction } from '../../src/device/params.js';
import { isThere } from '../kernel/cards.js';

/** A device that the suite runs on, and what is known of it beforehand. */
export interface DeviceUnderTest {
  readonly name: string;
  readonly direction: Direction;
  readonly status: AccessPath;
  readonly control: AccessPath;
  /** The channels are not interleaved: one after another in the ring, or at separate offsets. */
  readonly apart: boolean;
  /** The one substream of its direction: a second opening finds it busy. */
  readonly single: boolean;
  /** False where the pointer of a running stream stays at 0: nothing feeds the emulated card. */
  readonly moves: boolean;
  /** The driver itself stops an underrun, before hw_ptr has come to appl_ptr. */
  readonly stopsEarly: boolean;
  /** It can run without an interrupt at each period. */
  readonly wakeupOptional: boolean;
  readonly pauses: boolean;
  /** It has an access by mmap; without one it is only refused. */
  readonly maps: boolean;
  /** The boundary is so near that avail cannot go far beyond the ring. */
  readonly nearBoundary: boolean;
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
    pauses: !name.startsWith('hw:Dummy'),
    maps: true,
    nearBoundary: false,
  } as const;
  return { name, direction, ...usual, ...facts };
}

function bothWays(name: string, facts: Facts): DeviceUnderTest[] {
  return [device(name, 'playback', facts), device(name, 'capture', facts)];
}

/** The simulated card in its natures. */
export const SIM: readonly DeviceUnderTest[] = [
  ...bothWays('sim', { single: true }),
  ...bothWays('sim:STATUS=refused', { single: true, status: 'SYNC_PTR' }),
  ...bothWays('sim:CONTROL=refused', { single: true, control: 'SYNC_PTR' }),
  ...bothWays('sim:STATUS=refused,CONTROL=refused', {
    single: true,
    status: 'SYNC_PTR',
    control: 'SYNC_PTR',
  }),
  ...bothWays('sim:ACCESS=noninterleaved', { single: true, apart: true }),
  ...bothWays('sim:LAYOUT=per-channel', { single: true, apart: true }),
  ...bothWays('sim:SPEED=2', { single: true }),
  ...bothWays('sim:BOUNDARY=4', { single: true, nearBoundary: true }),
  ...bothWays('sim:ACCESS=rw', { single: true, maps: false }),
];

/** The cards of the kernel guest (`scripts/guest/README.md`), as x86-64 has them. */
const CARDS = [
  device('hw:Dummy,0', 'playback'),
  device('hw:Dummy,1', 'playback', { apart: true }),
  device('hw:Dummy,2', 'playback', { maps: false }),
  device('hw:Dummy,3', 'playback', { maps: false }),
  device('hw:Loopback,0', 'playback'),
  device('hw:AC97', 'playback', { single: true }),
  device('hw:ES1370', 'playback', { single: true }),
  device('hw:USB', 'playback', { single: true, control: 'SYNC_PTR', stopsEarly: true }),
  device('hw:Dummy,0', 'capture'),
  device('hw:Loopback,1', 'capture'),
  device('hw:ES1370', 'capture', { single: true, moves: false, pauses: false }),
  // Nothing feeds its capture side.
  device('hw:HDA', 'playback', { single: true, wakeupOptional: true }),
];

/** Without mappable pages, everything uses SYNC_PTR. */
const NO_PAGES: Facts = { status: 'SYNC_PTR', control: 'SYNC_PTR' };

/**
 * Devices to test in a guest of the architecture with the cards. Of the simulated cards a guest
 * tests the default one only, and on arm64, the slowest to emulate, none.
 */
export function guestDevices(arch: string, isThere: (name: string) => boolean): DeviceUnderTest[] {
  const cards = CARDS.filter(({ name }) => isThere(name));
  if (arch === 'arm64') return cards.map((card) => ({ ...card, ...NO_PAGES }));
  return [...SIM.filter(({ name }) => name === 'sim'), ...cards];
}

const inGuest = process.env['ALSA_MMAP_GUEST'] !== undefined;

const ALL = inGuest ? guestDevices(process.arch, isThere) : SIM;

export const DEVICES = ALL.filter(({ maps }) => maps);
export const UNMAPPABLE = ALL.filter(({ maps }) => !maps);

export const PLAYBACK = DEVICES.filter(({ direction }) => direction === 'playback');
export const CAPTURE = DEVICES.filter(({ direction }) => direction === 'capture');
export const MOVING = DEVICES.filter(({ moves }) => moves);
