import type { Direction } from '../device/params.js';
import type { PcmListing } from '../device/sound-cards.js';
import type { CardEntry } from './proc-asound.js';
import { type OpenStream, readCards, readOpenStreams, readPcms } from './sound-tree.js';

/** One direction of a PCM. */
export interface InventoryDirection {
  readonly direction: Direction;
  /** Number of substreams. */
  readonly subdevices: number;
  readonly open: readonly OpenStream[];
}

/** A PCM of a card. */
export interface InventoryDevice {
  /** Name that opens it, with the card's id: `hw:PCH,0`. */
  readonly name: string;
  readonly device: number;
  readonly id: string;
  readonly description: string;
  readonly directions: readonly InventoryDirection[];
}

/** A card with its PCMs. */
export interface InventoryCard extends CardEntry {
  readonly devices: readonly InventoryDevice[];
}

/** The simulated card, in the form of a card of the machine. */
export const SIM_CARD: InventoryCard = {
  card: -1,
  id: 'sim',
  driver: 'alsa-mmap',
  name: 'simulated card',
  longName: 'simulated card of alsa-mmap',
  devices: [
    {
      name: 'sim',
      device: 0,
      id: 'sim',
      description: 'simulated card',
      directions: [
        { direction: 'playback', subdevices: 1, open: [] },
        { direction: 'capture', subdevices: 1, open: [] },
      ],
    },
  ],
};

/** Cards of the machine, their PCMs, and the streams that are open; opens nothing. */
export function readInventory(procRoot = '/proc'): InventoryCard[] {
  const pcms = readPcms(procRoot);
  return readCards(procRoot).map((card) => ({
    ...card,
    devices: pcms
      .filter((pcm) => pcm.card === card.card)
      .map((pcm) => inventoryDevice(card, pcm, readOpenStreams(pcm, procRoot))),
  }));
}

function inventoryDevice(
  card: CardEntry,
  pcm: PcmListing,
  open: readonly OpenStream[],
): InventoryDevice {
  const directions = (['playback', 'capture'] as const).map((direction) => ({
    direction,
    subdevices: pcm[direction],
    open: open.filter((stream) => stream.direction === direction),
  }));
  return {
    name: `hw:${card.id},${pcm.device}`,
    device: pcm.device,
    id: pcm.id,
    description: pcm.name,
    directions: directions.filter(({ subdevices }) => subdevices > 0),
  };
}
