import { AlsaMmapError } from '../device/errors.js';
import type { Direction } from '../device/params.js';
import { deviceName } from './device-from-options.js';
import { documentHead } from './document-head.js';
import { openStreamDocument } from './foreign/document.js';
import { type DirectionInfo, describeDirection } from './info/describe.js';
import { infoText } from './info/text.js';
import {
  DEVICE_POSITIONAL,
  type DirectionValues,
  OPEN_OPTIONS,
  outputMode,
  TSV_OPTION,
} from './options/common.js';
import { defineCommand } from './options/parse.js';
import { paramsDocument } from './status/document.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';
import { writeOutput } from './text/terminal-output.js';
import { tsvMembers } from './text/tsv.js';

// The command maps what it can.
const { syncPtr: _, ...INFO_OPTIONS } = { ...OPEN_OPTIONS, ...TSV_OPTION };

export const info = defineCommand({
  name: 'info',
  positionals: { device: DEVICE_POSITIONAL },
  options: INFO_OPTIONS,
  examples: [
    {
      command: 'alsa-mmap info hw:1',
      summary: 'Show formats, rates and sizes that a card accepts',
    },
    {
      command: 'alsa-mmap info hw:1 --playback -f S32_LE -c 8',
      summary: 'Show the layout of the ring with these parameters',
    },
  ],
  async run(values) {
    const found: { name: string; directions: DirectionInfo[] } = { name: '', directions: [] };
    let missing: unknown;
    for (const direction of chosenDirections(values)) {
      try {
        found.name = deviceName(values, direction);
        found.directions.push(await describeDirection(found.name, direction, values));
      } catch (error) {
        if (!(error instanceof AlsaMmapError) || error.code !== 'NO_DEVICE') throw error;
        missing ??= error;
      }
    }
    const { name, directions } = found;
    if (directions.length === 0) throw missing;
    const mode = outputMode(values);
    if (mode === 'quiet') return 0;
    const text = {
      json: () => jsonLine(infoDocument(name, directions)),
      tsv: () => tsvMembers(infoDocument(name, directions)),
      text: () => infoText(name, directions, chalkFor(values)),
    }[mode]();
    writeOutput(`${text}\n`);
    return 0;
  },
});

function chosenDirections({ capture, playback }: DirectionValues): Direction[] {
  if (capture) return ['capture'];
  return playback ? ['playback'] : ['playback', 'capture'];
}

/** The document of schema `alsa-mmap.info/1`. */
export function infoDocument(name: string, directions: readonly DirectionInfo[]): object {
  return {
    ...documentHead('info'),
    name,
    directions: directions.map((one) => ({
      direction: one.direction,
      device: one.identity ?? null,
      missing: one.missing ?? null,
      capabilities: one.survey ?? null,
      info: one.infoFlags ?? null,
      params: one.params ? paramsDocument(one.params) : null,
      memory: one.layout ?? null,
      hardware: one.hardware ?? null,
      holder: one.holder ? openStreamDocument(one.holder) : null,
      usb: one.usb ?? null,
    })),
  };
}
