import { readFileSync, readlinkSync } from 'node:fs';
import { formatHwName } from './device-name.js';
import type { Direction } from './params.js';

/** One line of /proc/asound/pcm. */
export interface PcmListing {
  readonly card: number;
  readonly device: number;
  readonly id: string;
  readonly name: string;
  /** Number of substreams per direction. */
  readonly playback: number;
  readonly capture: number;
}

/** Parses lines such as `01-00: ALC : ALC Analog : playback 1 : capture 1`; skips all others. */
export function parsePcmList(text: string): PcmListing[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(\d{1,4})-(\d{1,4}): (.*)$/.exec(line);
    if (match === null) return [];
    const [id = '', name = '', ...counts] = match[3]!.split(' : ');
    const count = (word: Direction) => {
      const part = counts.find((text) => text.startsWith(`${word} `)) ?? '';
      return Number(/^\w+\s+(\d{1,9})\s*$/.exec(part)?.[1] ?? 0);
    };
    return [
      {
        card: Number(match[1]),
        device: Number(match[2]),
        id: id.trim(),
        name: name.trim(),
        playback: count('playback'),
        capture: count('capture'),
      },
    ];
  });
}

/**
 * Lists the PCMs of this machine from /proc/asound/pcm; empty if it has no sound.
 * @example
 * import { listPcms } from 'alsa-mmap';
 *
 * for (const { card, device, name } of listPcms()) console.log(`hw:${card},${device}`, name);
 */
export function listPcms(): PcmListing[] {
  try {
    return parsePcmList(readFileSync('/proc/asound/pcm', 'utf8'));
  } catch {
    return [];
  }
}

/** First PCM, by card and device, with that direction. */
export function firstPcmName(
  pcms: readonly PcmListing[],
  direction: Direction,
): string | undefined {
  const first = pcms
    .toSorted((a, b) => a.card - b.card || a.device - b.device)
    .find((pcm) => pcm[direction] > 0);
  return first && formatHwName({ card: String(first.card), device: first.device, subdevice: -1 });
}

/** Number of a card given by number or id; undefined if there is no such id. */
export function cardNumber(card: string): number | undefined {
  if (/^\d+$/.test(card)) return Number(card);
  try {
    // /proc/asound has a link from each id to its card's directory.
    return Number(/^card(\d+)$/.exec(readlinkSync(`/proc/asound/${card}`))?.[1]);
  } catch {
    return undefined;
  }
}
