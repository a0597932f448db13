import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubstreamId } from './sound-tree.js';

/** Directory in which each process that explains xruns publishes their causes. */
export const CAUSES_FOLDER = '/run/alsa-mmap';

/** A file `.new` is not complete. */
const FILE = /^([1-9]\d*)\.(json|new)$/;

/** Cause of the last explained xrun of a stream. */
export interface LastCause {
  /** Kind of the cause, such as `stopped`. */
  readonly kind: string;
  readonly description: string;
  /** True without a trace: the cause is likely only. */
  readonly isLikely: boolean;
  /** Time at which it was published, ISO 8601. */
  readonly date: string;
}

/** Causes of the xruns of one stream, as one process has published them. */
export interface PublishedCauses extends SubstreamId {
  /** Process that had the stream open. */
  readonly ownerPid: number;
  readonly last: LastCause;
  /** Number of xruns by kind of cause. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Causes that all processes have published of a stream. */
export interface ExplainedXruns {
  readonly last: LastCause | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** Returns the process that a file in `CAUSES_FOLDER` is of; undefined for any other file. */
export function publisherOf(file: string): number | undefined {
  const pid = FILE.exec(file)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** Reads what the living processes have published. A file that is not understood is left out. */
export function readPublishedCauses(folder = CAUSES_FOLDER, procRoot = '/proc'): PublishedCauses[] {
  return filesIn(folder).flatMap((file) => {
    const pid = publisherOf(file);
    const isAlive = pid !== undefined && existsSync(join(procRoot, `${pid}`));
    return isAlive && file.endsWith('.json') ? readCauses(join(folder, file)) : [];
  });
}

/** The causes of a stream, as long as the same process has it open. */
export function causesOf(
  published: readonly PublishedCauses[],
  { card, device, subdevice, direction }: SubstreamId,
  ownerPid: number | undefined,
): ExplainedXruns {
  const own = published.filter(
    (each) =>
      each.card === card &&
      each.device === device &&
      each.subdevice === subdevice &&
      each.direction === direction &&
      each.ownerPid === ownerPid,
  );
  const counts: Record<string, number> = {};
  for (const [kind, count] of own.flatMap((each) => Object.entries(each.counts))) {
    counts[kind] = (counts[kind] ?? 0) + count;
  }
  const [latest] = own.toSorted((a, b) => Date.parse(b.last.date) - Date.parse(a.last.date));
  return { last: latest?.last ?? null, counts };
}

/** None if the folder is missing, or this user may not read it. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readCauses(path: string): PublishedCauses[] {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(content) ? content.filter(isPublished) : [];
  } catch {
    // It was removed meanwhile, or another program wrote it.
    return [];
  }
}

function isPublished(value: unknown): value is PublishedCauses {
  return (
    isObject(value) &&
    [value['card'], value['device'], value['subdevice'], value['ownerPid']].every(isCount) &&
    (value['direction'] === 'playback' || value['direction'] === 'capture') &&
    isLastCause(value['last']) &&
    isObject(value['counts']) &&
    Object.values(value['counts']).every(isCount)
  );
}

/** True for the cause of an xrun as `top` records it. */
export function isLastCause(value: unknown): value is LastCause {
  return (
    isObject(value) &&
    typeof value['kind'] === 'string' &&
    typeof value['description'] === 'string' &&
    typeof value['isLikely'] === 'boolean' &&
    typeof value['date'] === 'string'
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
