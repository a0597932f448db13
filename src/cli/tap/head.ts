import type { PcmIdentity } from '../../device/pcm-device.js';
import { type OpenStream, readPcms } from '../../observe/sound-tree.js';
import { openStreamDocument } from '../foreign/document.js';
import { ownerText, paramsText } from '../foreign/text.js';
import type { OutputValues } from '../options/common.js';
import { printable } from '../text/printable.js';

/** Device of a tapped stream. */
export function tapIdentity({ name, card, device, subdevice }: OpenStream): PcmIdentity {
  const pcm = readPcms().find((one) => one.card === card && one.device === device);
  return { name, card, device, subdevice, description: pcm?.name ?? '' };
}

/** Members of the event `opened`. */
export function tapMembers(stream: OpenStream): object {
  const { direction } = stream;
  return { device: tapIdentity(stream), stream: { ...openStreamDocument(stream), direction } };
}

/** Lines printed when the tap begins. */
export function tapLines(
  stream: OpenStream,
  subject: string,
  { quiet }: Pick<OutputValues, 'quiet'>,
): string[] {
  if (quiet) return [];
  const { name, direction, owner } = stream;
  return [
    `${printable(name)}  ${direction} of ${ownerText(owner)} ${printable(subject)}`,
    `  ${paramsText(stream)}`,
  ];
}
