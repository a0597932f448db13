import { readlinkSync } from 'node:fs';
import { formatHwName } from './device-name.js';
import type { Direction } from './params.js';
import { listDirectory, readText } from './proc-files.js';

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
 * Lists the PCMs of this machine from /proc/asound/pcm; empty if it has no sound. If a container
 * hides /proc/asound, the nodes in /dev/snd are listed, without names.
 * @example
 * import { listPcms } from 'alsa-mmap';
 *
 * for (const { card, device, name } of listPcms()) console.log(`hw:${card},${device}`, name);
 */
export function listPcms(): PcmListing[] {
  return pcmsBelow('');
}

/** Same for a root directory that contains `proc` and `dev`; empty for the machine itself. */
export function pcmsBelow(root: string): PcmListing[] {
  const text = readText(`${root}/proc/asound/pcm`);
  return text === '' ? parsePcmNodes(listDirectory(`${root}/dev/snd`)) : parsePcmList(text);
}

/** PCMs of nodes such as `pcmC0D0p`; the number of their substreams is not known. */
function parsePcmNodes(names: readonly string[]): PcmListing[] {
  const count = (name: string) => (names.includes(name) ? 1 : 0);
  const stems = names.flatMap((name) => /^(pcmC\d{1,4}D\d{1,4})[pc]$/.exec(name)?.[1] ?? []);
  return [...new Set(stems)].map((stem) => {
    const [card = 0, device = 0] = stem.slice('pcmC'.length).split('D').map(Number);
    const [playback, capture] = [count(`${stem}p`), count(`${stem}c`)];
    return { card, device, id: '', name: '', playback, capture };
  });
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
export function cardNumber(card: string, root = ''): number | undefined {
  if (/^\d+$/.test(card)) return Number(card);
  try {
    // /proc/asound has a link from each id to its card's directory.
    const target = readlinkSync(`${root}/proc/asound/${card}`);
    return Number(/^card(\d+)$/.exec(target)?.[1]);
  } catch {
    return undefined;
  }
}

/** Directory of one direction of a PCM in /proc/asound. */
export function pcmDirectory(
  card: number,
  device: number,
  direction: Direction,
  root: string,
): string {
  return `${root}/proc/asound/card${card}/pcm${device}${direction === 'playback' ? 'p' : 'c'}`;
}
