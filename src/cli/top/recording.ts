import { closeSync, readFileSync, writeSync } from 'node:fs';
import { createFile } from '../../audio/file-creation.js';
import { attemptOn, fileError } from '../../audio/file-error.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { StreamOwner } from '../../device/pcm-owners.js';
import type { OwnerScheduling } from '../../observe/owner-scheduling.js';
import type { StreamHwParams } from '../../observe/proc-asound.js';
import { isLastCause } from '../../observe/published-causes.js';
import { jsonLine } from '../text/printable.js';
import { topDocument } from './document.js';
import type { TopStream, TopSwParams } from './stream.js';

/** Streams at one time of a recording. */
export interface RecordedStreams {
  /** ISO 8601. */
  readonly date: string;
  readonly streams: readonly TopStream[];
}

/** File of `top --record`: a document of schema `alsa-mmap.top/1` per line. */
export class TopRecording {
  readonly #path: string;
  readonly #descriptor: number;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = createFile(path).descriptor;
  }

  /** @throws FAILED with the errno if the file cannot be written */
  write(streams: readonly TopStream[]): void {
    const bytes = Buffer.from(`${jsonLine(topDocument(streams))}\n`);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    } catch (cause) {
      throw fileError('write', this.#path, cause);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/**
 * Reads a recording. An incomplete last line, of a recording that was interrupted, is left out.
 * @throws UNSUPPORTED with the line for another file, and for an empty one
 */
export function readTopRecording(path: string): RecordedStreams[] {
  const lines = attemptOn('read', path, () => readFileSync(path, 'utf8')).split('\n');
  const isComplete = lines.pop() === '';
  const recorded = lines.map((line, index) => {
    const streams = parseLine(line);
    if (streams !== undefined) return streams;
    throw notRecorded(path, `line ${index + 1} is another`);
  });
  if (recorded.length > 0) return recorded;
  throw notRecorded(path, isComplete ? 'the file is empty' : 'the first line is incomplete');
}

function notRecorded(path: string, problem: string): AlsaMmapError {
  const expected = 'expected documents of "top --record" or "top --json"';
  return new AlsaMmapError('UNSUPPORTED', `cannot read ${path}: ${expected}; ${problem}`);
}

function parseLine(line: string): RecordedStreams | undefined {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(document) || document['schema'] !== 'alsa-mmap.top/1') return undefined;
  const { date, streams } = document;
  if (typeof date !== 'string' || !Array.isArray(streams)) return undefined;
  return streams.every(isTopStream) ? { date, streams } : undefined;
}

type Check<T> = { readonly [K in keyof T]-?: (value: unknown) => value is T[K] };

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const orNull =
  <T>(check: (value: unknown) => value is T) =>
  (value: unknown): value is T | null =>
    value === null || check(value);
const having =
  <T>(fields: Check<T>) =>
  (value: unknown): value is T =>
    isObject(value) &&
    Object.entries<(value: unknown) => boolean>(fields).every(([key, check]) => check(value[key]));

const isOwner = having<StreamOwner>({ pid: isNumber, tid: isNumber, command: isText });
const isParams = having<StreamHwParams>({
  access: isText,
  format: isText,
  channels: isNumber,
  rateHz: isNumber,
  periodSize: isNumber,
  bufferSize: isNumber,
});
const isSwParams = having<TopSwParams>({
  availMin: isNumber,
  startThreshold: isNumber,
  stopThreshold: orNull(isNumber),
});
const isScheduling = having<OwnerScheduling>({
  policy: isText,
  priority: isNumber,
  runDelayNs: isNumber,
});
const isTopStream = having<TopStream>({
  name: isText,
  subdevice: isNumber,
  direction: (value): value is TopStream['direction'] =>
    value === 'playback' || value === 'capture',
  state: isText,
  owner: orNull(isOwner),
  params: orNull(isParams),
  swParams: orNull(isSwParams),
  hwPtr: isNumber,
  applPtr: isNumber,
  avail: orNull(isNumber),
  fill: orNull(isNumber),
  minFill: orNull(isNumber),
  xruns: isNumber,
  restarts: isNumber,
  timerRefusal: orNull(isText),
  path: isText,
  controlPath: isText,
  refusal: orNull(isText),
  scheduling: orNull(isScheduling),
  lastCause: orNull(isLastCause),
  explained: (value): value is TopStream['explained'] =>
    isObject(value) && Object.values(value).every(isNumber),
});

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
