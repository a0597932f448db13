import { documentHead } from '../document-head.js';
import { openStreamDocument } from '../foreign/document.js';
import { paramsDocument } from '../status/document.js';
import type { DirectionInfo } from './describe.js';

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
