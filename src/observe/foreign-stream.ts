import { captureAvail, fillFrames, playbackAvail } from '../core/pointer.js';
import { type FoundPages, findPages, NO_CONTROL_PAGE, type PageSources } from './find-pages.js';
import type { Unreadable } from './owner-access.js';
import type { PageValues, StreamPages } from './page-copy.js';
import type { StreamTime } from './proc-asound.js';
import {
  type OpenStream,
  ParamsReader,
  readOpenStream,
  readStatus,
  type SubstreamId,
} from './sound-tree.js';

/** Way by which a value was read: memory, a descriptor that was held, or /proc/asound. */
export interface ForeignPath {
  readonly path: StreamPages['path'] | 'proc';
  /** Reason why a better way was refused; null if none was. */
  readonly refusal: Unreadable | null;
}

/** Values of another process's stream at one moment, in frames. */
export interface ForeignSnapshot {
  readonly stream: OpenStream;
  readonly state: string;
  readonly hwPtr: number;
  readonly applPtr: number;
  /**
   * Null if the stream is not set up, or if appl_ptr is not usable: its owner wrote an impossible
   * one, or does not move it.
   */
  readonly avail: number | null;
  /** Frames in the ring, 0 to bufferSize; null if avail is. */
  readonly fill: number | null;
  readonly availMin: number | null;
  readonly timestamp: StreamTime | null;
  readonly audioTimestamp: StreamTime | null;
  readonly consistent: boolean;
  /** False if the owner writes to the ring without moving appl_ptr, as dmix does. */
  readonly commits: boolean;
  readonly paths: { readonly status: ForeignPath; readonly control: ForeignPath };
}

/**
 * Shortest time between two reads of a substream's files: `status` takes the PCM's mutex and makes
 * a pointer update.
 */
export const MIN_PROC_INTERVAL_MS = 500;

/**
 * A stream that another process has open. Reads its pages, by default where its owner has mapped
 * them, else /proc/asound; never writes.
 */
export class ForeignStream {
  readonly #id: SubstreamId;
  readonly #procRoot: string;
  readonly #sources: PageSources;
  readonly #params: ParamsReader;
  #stream: OpenStream | undefined;
  #found: FoundPages = { pages: { errno: 'none', reason: 'not read yet' }, refusal: null };
  #checkedMs = Number.NEGATIVE_INFINITY;
  #statusMs = Number.NEGATIVE_INFINITY;

  constructor(id: SubstreamId, sources: PageSources = {}) {
    const { procRoot = '/proc' } = sources;
    this.#id = id;
    this.#procRoot = procRoot;
    this.#sources = sources;
    this.#params = new ParamsReader(id, procRoot);
  }

  /**
   * Reads the stream: the owner's pages at every call, files at most every 500 ms.
   * @returns undefined if the stream is closed
   */
  read(nowMs = performance.now()): ForeignSnapshot | undefined {
    if (nowMs - this.#checkedMs >= MIN_PROC_INTERVAL_MS) this.#checkFiles(nowMs);
    if (this.#stream === undefined) return undefined;
    const values = this.#readPages();
    const needsStatus = 'errno' in values || values.control === undefined;
    if (needsStatus && nowMs - this.#statusMs >= MIN_PROC_INTERVAL_MS) this.#readStatus(nowMs);
    if (this.#stream === undefined) return undefined;
    if (!('errno' in values)) return this.#fromPages(this.#stream, values);
    const path: ForeignPath = { path: 'proc', refusal: this.#found.refusal ?? values };
    return snapshotOf(this.#stream, {}, { status: path, control: path });
  }

  /** Reads the parameters again, and finds the pages again. */
  #checkFiles(nowMs: number): void {
    this.#checkedMs = nowMs;
    if (this.#stream === undefined) {
      this.#readStatus(nowMs);
    } else {
      const params = this.#params.read();
      this.#stream = params === undefined ? undefined : { ...this.#stream, ...params };
    }
    if (this.#stream !== undefined) this.#found = findPages(this.#stream, this.#sources);
  }

  #readStatus(nowMs: number): void {
    this.#statusMs = nowMs;
    const known = this.#stream;
    const status = known && readStatus(this.#id, this.#procRoot);
    this.#stream =
      status !== undefined && status.ownerTid === known?.status.ownerTid
        ? { ...known, status }
        : readOpenStream(this.#id, this.#procRoot);
  }

  /** Pages that were refused are tried again when the files are. */
  #readPages(): PageValues | Unreadable {
    const { pages, refusal } = this.#found;
    if ('errno' in pages) return pages;
    const values = pages.read();
    if ('errno' in values) this.#found = { pages: values, refusal };
    return values;
  }

  #fromPages(stream: OpenStream, values: PageValues): ForeignSnapshot {
    const { control, ...status } = values;
    const { pages, refusal } = this.#found;
    const path = 'errno' in pages ? 'proc' : pages.path;
    const byMemory: ForeignPath = { path, refusal };
    const byProc: ForeignPath = { path: 'proc', refusal: refusal ?? NO_CONTROL_PAGE };
    return snapshotOf(
      stream,
      { ...status, ...control },
      { status: byMemory, control: control === undefined ? byProc : byMemory },
    );
  }
}

/** Values of the pages, and for those that are missing the values of /proc/asound. */
function snapshotOf(
  stream: OpenStream,
  pages: Partial<Omit<PageValues, 'control'> & { applPtr: number; availMin: number }>,
  paths: ForeignSnapshot['paths'],
): ForeignSnapshot {
  const { status, swParams } = stream;
  const hwPtr = pages.hwPtr ?? status.hwPtr;
  const applPtr = pages.applPtr ?? status.applPtr;
  const commits = hasCommitted(stream, hwPtr, applPtr);
  const avail = commits ? availOf(stream, hwPtr, applPtr) : null;
  return {
    stream,
    state: pages.state ?? status.state,
    hwPtr,
    applPtr,
    avail,
    fill: avail === null ? null : fillOf(stream, avail),
    availMin: pages.availMin ?? swParams?.availMin ?? null,
    timestamp: 'timestamp' in pages ? (pages.timestamp ?? null) : status.timestamp,
    audioTimestamp: pages.audioTimestamp ?? null,
    consistent: pages.consistent ?? true,
    commits,
    paths,
  };
}

/** Returns false once a playback stream that no xrun stops has played a ring without a commit. */
function hasCommitted(
  { direction, hwParams, swParams }: OpenStream,
  hwPtr: number,
  applPtr: number,
): boolean {
  if (direction === 'capture' || applPtr !== 0) return true;
  if (hwParams === undefined || swParams === undefined) return true;
  return swParams.stopThreshold < swParams.boundary || hwPtr <= hwParams.bufferSize;
}

function availOf(
  { direction, hwParams, swParams }: OpenStream,
  hwPtr: number,
  applPtr: number,
): number | null {
  if (hwParams === undefined || swParams === undefined) return null;
  const { boundary } = swParams;
  if (hwPtr >= boundary || applPtr >= boundary) return null;
  try {
    return direction === 'playback'
      ? playbackAvail(hwPtr, applPtr, hwParams.bufferSize, boundary)
      : captureAvail(hwPtr, applPtr, boundary);
  } catch {
    return null;
  }
}

function fillOf({ direction, hwParams }: OpenStream, avail: number): number {
  return fillFrames({ direction, bufferSize: hwParams?.bufferSize ?? 0 }, avail);
}
