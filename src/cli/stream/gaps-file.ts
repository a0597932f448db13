import { closeSync, openSync, writeSync } from 'node:fs';
import { fileError } from '../../audio/file-error.js';
import type { WavPlace } from '../../audio/wav-series.js';
import type { LossEvent } from '../../stream/loss.js';
import type { Opened } from '../../stream/stream-thread.js';
import { jsonLine } from '../text/printable.js';
import type { Cut } from './side.js';

/**
 * The account of what a recording lacks, as lines of JSON (schema `alsa-mmap.gaps/1`): a head, then
 * a line for each gap, written when it is known. Once it cannot be written it is given up, and the
 * recording goes on without it: see `failure`.
 */
export class GapsFile {
  readonly #path: string;
  readonly #descriptor: number;
  #failure: unknown;
  #closed = false;

  /** @throws {AlsaMmapError} by the reason, where it cannot be made */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, 'w');
    } catch (cause) {
      throw fileError('open for writing', path, cause);
    }
  }

  /** Why it could not be written. */
  get failure(): unknown {
    return this.#failure;
  }

  begin(file: string, { identity, params }: Opened): void {
    this.#line({
      schema: 'alsa-mmap.gaps/1',
      file,
      device: identity.name,
      format: params.format.name,
      channels: params.channels,
      rateHz: params.rateHz,
      startWallTime: new Date().toISOString(),
    });
  }

  /** @param insertedFrames of silence in its place in the file, from `place` on */
  gap(loss: LossEvent, place: WavPlace, insertedFrames: number): void {
    this.#line({
      cause: loss.cause,
      atFrame: loss.atFrame,
      file: place.path,
      fileFrame: place.frame,
      wallTime: new Date(loss.wallMs).toISOString(),
      monotonicNs: Math.round(loss.monotonicNs),
      durationNs: Math.round(loss.durationNs),
      lostFrames: loss.lostFrames,
      insertedFrames,
      fillFrames: loss.fillFrames,
      wakeUpDelayNs: Math.round(loss.wakeUpDelayNs),
    });
  }

  /** What the stream lost is not known of a cut: the stream was well. */
  cut({ atFrame, place, wallMs, monotonicNs, lostFrames }: Cut): void {
    this.#line({
      cause: 'disk',
      atFrame,
      file: place.path,
      fileFrame: place.frame,
      wallTime: new Date(wallMs).toISOString(),
      monotonicNs,
      durationNs: 0,
      lostFrames,
      insertedFrames: 0,
      fillFrames: null,
      wakeUpDelayNs: null,
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
  }

  #line(members: object): void {
    if (this.#failure !== undefined || this.#closed) return;
    const bytes = Buffer.from(`${jsonLine(members)}\n`);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    } catch (cause) {
      this.#failure = fileError('write', this.#path, cause);
    }
  }
}
