import type { OpenStream } from '../../observe/sound-tree.js';
import { openStreamDocument } from '../foreign/document.js';
import { foreignIdentity } from '../foreign/identity.js';
import { ownerText, paramsText } from '../foreign/text.js';
import type { OutputValues } from '../options/common.js';
import { printable } from '../text/printable.js';

/** Members of the event `opened`. */
export function tapMembers(stream: OpenStream): object {
  const { direction } = stream;
  return { device: foreignIdentity(stream), stream: { ...openStreamDocument(stream), direction } };
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
