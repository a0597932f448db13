import { type InventoryCard, readInventory, SIM_CARD } from '../observe/inventory.js';
import { terminalColumns } from '../report/terminal.js';
import { documentHead } from './document-head.js';
import { openStreamDocument } from './foreign/document.js';
import { listText, listTsv } from './list/text.js';
import { waitForCard } from './list/wait.js';
import { OUTPUT_OPTIONS, outputMode, TSV_OPTION } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { duration } from './options/types.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';
import { writeOutput } from './text/terminal-output.js';

export const list = defineCommand({
  name: 'list',
  positionals: {},
  options: {
    wait: {
      group: 'Device',
      type: {
        placeholder: 'NAME',
        expected: 'a card by number, by id, or as hw:CARD[,DEV]',
        completion: 'device',
        parse: (text: string) => text || undefined,
      },
      summary: 'wait first until this card is there',
    },
    timeout: {
      group: 'Device',
      type: duration(0.001, 86_400),
      defaultText: 'until Ctrl-C',
      requires: 'wait',
      summary: 'time limit of --wait; exit with 3 then',
    },
    ...TSV_OPTION,
    ...OUTPUT_OPTIONS,
  },
  examples: [
    { command: 'alsa-mmap list', summary: 'Show who holds which card, with which parameters' },
    {
      command: 'alsa-mmap list --wait USB --timeout 10s',
      summary: 'Wait until a card is connected',
    },
  ],
  async run(values) {
    if (values.wait !== undefined) {
      const exitCode = await waitForCard(values.wait, values.timeout);
      if (exitCode !== undefined) return exitCode;
    }
    const mode = outputMode(values);
    if (mode === 'quiet') return 0;
    const cards = [...readInventory(), SIM_CARD];
    const text = {
      json: () => jsonLine(listDocument(cards)),
      tsv: () => listTsv(cards),
      text: () => listText(cards, chalkFor(values), terminalColumns()),
    }[mode]();
    writeOutput(`${text}\n`);
    return 0;
  },
});

/** The document of schema `alsa-mmap.list/1`. */
export function listDocument(cards: readonly InventoryCard[]): object {
  return {
    ...documentHead('list'),
    cards: cards.map(({ devices, ...card }) => ({
      ...card,
      devices: devices.map(({ directions, ...device }) => ({
        ...device,
        directions: directions.map(({ open, ...direction }) => ({
          ...direction,
          open: open.map(openStreamDocument),
        })),
      })),
    })),
  };
}
