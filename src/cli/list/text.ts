import type { ChalkInstance } from 'chalk';
import type { InventoryCard, InventoryDirection } from '../../observe/inventory.js';
import { formatRows, type TextRow } from '../../report/text-rows.js';
import { ownerText, paramsText } from '../foreign/text.js';
import { stateCell } from '../text/colors.js';
import { printable } from '../text/printable.js';
import { tsvTable } from '../text/tsv.js';

/** Cards for people: a line per PCM and direction, and below it the streams that are open. */
export function listText(
  cards: readonly InventoryCard[],
  paint: ChalkInstance,
  columns?: number,
): string {
  return cards.map((card) => cardLines(card, paint, columns).join('\n')).join('\n\n');
}

function cardLines(card: InventoryCard, paint: ChalkInstance, columns?: number): string[] {
  const number = card.card < 0 ? '' : `card ${card.card}: `;
  const rows = card.devices.flatMap(({ name, description, directions }) =>
    directions.flatMap((each): TextRow[] => [
      [printable(name), each.direction, busyText(each), printable(description)],
      ...each.open.map(
        (stream): TextRow => [
          `  ${stream.name}`,
          stateCell(stream.status.state),
          ownerText(stream.owner),
          paramsText(stream),
        ],
      ),
    ]),
  );
  const title = `${printable(card.name)} (${printable(card.driver)})`;
  return [
    `${number}${paint.bold(printable(card.id))}  ${title}`,
    ...(rows.length === 0 ? ['  no PCM'] : formatRows(rows, paint, 'left', columns)),
  ];
}

function busyText({ subdevices, open }: InventoryDirection): string {
  if (subdevices === 1) return open.length === 0 ? 'free' : 'busy';
  return open.length === 0 ? `${subdevices} free` : `${open.length} of ${subdevices} busy`;
}

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
