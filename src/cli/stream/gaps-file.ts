import { closeSync, openSync, writeSync } from 'node:fs';
import { fileError } from '../../audio/file-error.js';
import type { WavPosition } from '../../audio/wav-series.js';
import type { LossEvent } from '../../stream/loss.js';
import type { OpenedMessage } from '../../stream/stream-thread.js';
import { jsonLine } from '../text/printable.js';
import type { Truncation } from './stream-client.js';

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

  writeHead(file: string, { identity, params }: OpenedMessage): void {
    this.#writeLine({
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
  writeLoss(loss: LossEvent, place: WavPosition, insertedFrames: number): void {
    this.#writeLine({
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
      wakeupLatencyNs: Math.round(loss.wakeupLatencyNs),
    });
  }

  /** What the stream lost is not known of a cut: the stream was well. */
  writeTruncation({ atFrame, position, wallMs, monotonicNs, lostFrames }: Truncation): void {
    this.#writeLine({
      cause: 'disk',
      atFrame,
      file: position.path,
      fileFrame: position.frame,
      wallTime: new Date(wallMs).toISOString(),
      monotonicNs,
      durationNs: 0,
      lostFrames,
      insertedFrames: 0,
      fillFrames: null,
      wakeupLatencyNs: null,
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
  }

  #writeLine(members: object): void {
    if (this.#failure !== undefined || this.#closed) return;
    const bytes = Buffer.from(`${jsonLine(members)}\n`);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    } catch (cause) {
      this.#failure = fileError('write', this.#path, cause);
    }
  }
}
