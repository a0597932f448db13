import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHwName } from '../device/device-name.js';
import type { Direction } from '../device/params.js';
import { findOwner, type StreamOwner } from '../device/pcm-owners.js';
import { type PcmListing, parsePcmList } from '../device/sound-cards.js';
import {
  type CardEntry,
  parseCards,
  parseHwParams,
  parseStatus,
  parseSwParams,
  type StreamHwParams,
  type StreamStatus,
  type StreamSwParams,
} from './proc-asound.js';

/** Numbers of a substream. */
export interface SubstreamId {
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  readonly direction: Direction;
}

/** A substream that a process has open. */
export interface OpenStream extends SubstreamId {
  /** Name that opens it: `hw:1,0,0`. */
  readonly name: string;
  /** Undefined if the owner is in another PID namespace, or the stream was closed meanwhile. */
  readonly owner: StreamOwner | undefined;
  /** Undefined before the owner has set it up. */
  readonly hwParams: StreamHwParams | undefined;
  readonly swParams: StreamSwParams | undefined;
  readonly status: StreamStatus;
}

const DIRECTIONS: readonly Direction[] = ['playback', 'capture'];

/** Cards of the machine, by number. */
export function readCards(procRoot = '/proc'): CardEntry[] {
  return parseCards(readText(join(procRoot, 'asound/cards')));
}

/** PCMs of the machine, by card and device. */
export function readPcms(procRoot = '/proc'): PcmListing[] {
  return parsePcmList(readText(join(procRoot, 'asound/pcm'))).sort(
    (a, b) => a.card - b.card || a.device - b.device,
  );
}

/**
 * Substreams of a PCM that are open. Reads `status` of open ones only: that file takes the PCM's
 * mutex and makes a pointer update, so call this at most twice a second.
 */
export function readOpenStreams(
  { card, device }: Pick<SubstreamId, 'card' | 'device'>,
  procRoot = '/proc',
): OpenStream[] {
  return DIRECTIONS.flatMap((direction) =>
    listSubdevices({ card, device, direction }, procRoot).flatMap((subdevice) => {
      const stream = readOpenStream({ card, device, direction, subdevice }, procRoot);
      return stream === undefined ? [] : [stream];
    }),
  );
}

/** Substreams of all PCMs, open or not. */
export function listSubstreams(procRoot = '/proc'): SubstreamId[] {
  return readPcms(procRoot).flatMap(({ card, device }) =>
    DIRECTIONS.flatMap((direction) =>
      listSubdevices({ card, device, direction }, procRoot).map((subdevice) => ({
        card,
        device,
        direction,
        subdevice,
      })),
    ),
  );
}

/** True if a process has the substream open; has no effect on it. */
export function isOpen(id: SubstreamId, procRoot = '/proc'): boolean {
  return readParams(id, procRoot) !== undefined;
}

/** Reads a substream; undefined if it is closed. Makes a pointer update, see `readOpenStreams`. */
export function readOpenStream(id: SubstreamId, procRoot = '/proc'): OpenStream | undefined {
  const params = readParams(id, procRoot);
  if (params === undefined) return undefined;
  const status = readStatus(id, procRoot);
  if (status === undefined) return undefined;
  return {
    ...id,
    name: formatHwName({ ...id, card: String(id.card) }),
    owner: status.ownerTid === 0 ? undefined : findOwner(status.ownerTid, procRoot),
    ...params,
    status,
  };
}

/** Reads `status` of a substream; undefined if it is closed. See `readOpenStreams`. */
export function readStatus(id: SubstreamId, procRoot = '/proc'): StreamStatus | undefined {
  return parseStatus(readText(join(substreamFolder(id, procRoot), 'status')));
}

/** Parameters of a substream, as its files have them. */
export type StreamParams = Pick<OpenStream, 'hwParams' | 'swParams'>;

/** Reads the parameters of a substream, with no effect on it; undefined if it is closed. */
export function readParams(id: SubstreamId, procRoot = '/proc'): StreamParams | undefined {
  return new ParamsReader(id, procRoot).read();
}

/** Reads the parameters of a substream again and again; unchanged text is not parsed again. */
export class ParamsReader {
  readonly #paths: readonly [hwParams: string, swParams: string];
  #texts: readonly [hwParams: string, swParams: string] | undefined;
  #params: StreamParams | undefined;

  constructor(id: SubstreamId, procRoot = '/proc') {
    const folder = substreamFolder(id, procRoot);
    this.#paths = [join(folder, 'hw_params'), join(folder, 'sw_params')];
  }

  /** @returns undefined if the substream is closed; the same object while nothing changes */
  read(): StreamParams | undefined {
    const [hwParams, swParams] = this.#paths.map(readText);
    const texts = [hwParams ?? '', swParams ?? ''] as const;
    if (this.#texts?.[0] === texts[0] && this.#texts[1] === texts[1]) return this.#params;
    this.#texts = texts;
    this.#params = parseParams(...texts);
    return this.#params;
  }
}

function parseParams(hwText: string, swText: string): StreamParams | undefined {
  const hwParams = parseHwParams(hwText);
  if (hwParams === 'closed') return undefined;
  return {
    hwParams: hwParams === 'no setup' ? undefined : hwParams,
    swParams: parseSwParams(swText),
  };
}

/** Text of a file of a card, such as `stream0` of USB cards; empty if the file is missing. */
export function readCardFile(card: number, file: string, procRoot = '/proc'): string {
  return readText(join(procRoot, `asound/card${card}`, file));
}

function listSubdevices(id: Omit<SubstreamId, 'subdevice'>, procRoot: string): number[] {
  return listFolder(pcmFolder(id, procRoot))
    .flatMap((name) => /^sub(\d{1,4})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

function substreamFolder(id: SubstreamId, procRoot: string): string {
  return join(pcmFolder(id, procRoot), `sub${id.subdevice}`);
}

function pcmFolder({ card, device, direction }: Omit<SubstreamId, 'subdevice'>, root: string) {
  return join(root, `asound/card${card}/pcm${device}${direction === 'playback' ? 'p' : 'c'}`);
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
