import { parseDeviceName } from '../device/device-name.js';
import type { Direction } from '../device/params.js';
import { cardNumber } from '../device/sound-cards.js';
import { type OpenStream, readCards, readOpenStreams, readPcms } from './sound-tree.js';

/** Criteria of a stream; an omitted one matches every stream. */
export interface StreamFilter {
  /** `hw:CARD[,DEV[,SUBDEV]]`, or the same with `plughw:`. */
  readonly device?: string | undefined;
  readonly direction?: Direction | undefined;
  /** Process or thread that opened the stream. */
  readonly pid?: number | undefined;
}

/** Open streams that match, in order of card, device, direction and subdevice. */
export function findStreams(filter: StreamFilter, procRoot = '/proc'): OpenStream[] {
  const { direction, pid } = filter;
  const hw = filter.device === undefined ? undefined : hwNumbers(filter.device, procRoot);
  if (hw === null) return [];
  return readPcms(procRoot)
    .filter(({ card, device }) => !hw || (card === hw.card && device === hw.device))
    .flatMap((pcm) => readOpenStreams(pcm, procRoot))
    .filter(
      (stream) =>
        (!hw || hw.subdevice < 0 || stream.subdevice === hw.subdevice) &&
        (direction === undefined || stream.direction === direction) &&
        (pid === undefined || stream.owner?.pid === pid || stream.owner?.tid === pid),
    );
}

/** Numbers of a kernel PCM's name; null if there is no such card, or it is another name. */
function hwNumbers(name: string, procRoot: string) {
  const parsed = parseDeviceName(name.replace(/^plughw:/, 'hw:'));
  if (parsed.kind !== 'hw') return null;
  const entry = readCards(procRoot).find(({ id }) => id === parsed.card);
  const card = entry?.card ?? cardNumber(parsed.card);
  return card === undefined ? null : { ...parsed, card };
}
