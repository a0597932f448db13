import type { InventoryCard } from '../../observe/inventory.js';
import { tsvTable } from '../text/tsv.js';

const COLUMNS = [
  ...['name', 'direction', 'subdevices', 'subdevice', 'state', 'pid', 'command'],
  ...['format', 'channels', 'rateHz', 'periodSize', 'bufferSize', 'description'],
];

/** A line for each open stream, and for each direction of a PCM without one. */
export function listTsv(cards: readonly InventoryCard[]): string {
  const rows = cards.flatMap(({ devices }) =>
    devices.flatMap(({ name, description, directions }) =>
      directions.flatMap(({ direction, subdevices, open }) => {
        const row = { name, direction, subdevices, description };
        if (open.length === 0) return [row];
        return open.map(({ name, subdevice, owner, status, hwParams }) => ({
          ...row,
          name,
          subdevice,
          state: status.state,
          pid: owner?.pid,
          command: owner?.command,
          ...hwParams,
        }));
      }),
    ),
  );
  return tsvTable(COLUMNS, rows);
}
