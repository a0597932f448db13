import { closeSync, writeSync } from 'node:fs';
import { createFile } from '../../audio/file-creation.js';
import { fileError } from '../../audio/file-error.js';
import type { WavParams } from '../../audio/wav-fmt.js';
import type { WavPosition } from '../../audio/wav-series.js';
import type { LossEvent } from '../../stream/loss.js';
import type { OpenedStream } from '../../stream/stream-thread.js';
import { documentHead } from '../document-head.js';
import { jsonLine } from '../text/printable.js';
import { lossDocument, truncationDocument } from './loss-report.js';
import type { Truncation } from './stream-client.js';

/** Stream whose gaps are reported. */
type GapsSubject = Pick<OpenedStream, 'identity'> & { readonly params: WavParams };

/**
 * Report of the gaps in a recording, as lines of JSON (schema `alsa-mmap.gaps/1`): a head, then one
 * line per gap, written when the gap is known. After a write error it writes nothing more, and the
 * recording continues; see `failure`.
 */
export class GapsFile {
  readonly #path: string;
  readonly #descriptor: number;
  #failure: unknown;

  /**
   * @param pipe descriptor of the pipe at `path`, if it is one
   * @throws {AlsaMmapError} if the file cannot be created; the code depends on the cause
   */
  constructor(path: string, pipe?: number) {
    this.#path = path;
    this.#descriptor = pipe ?? createFile(path).descriptor;
  }

  /** The first write error. */
  get failure(): unknown {
    return this.#failure;
  }

  writeHead(file: string, { identity, params }: GapsSubject): void {
    this.#writeLine({
      ...documentHead('gaps'),
      file,
      device: identity.name,
      format: params.format.name,
      channels: params.channels,
      rateHz: params.rateHz,
      startWallTime: new Date().toISOString(),
    });
  }

  /** @param insertedFrames frames of silence at `position`, in place of the lost ones */
  writeLoss(loss: LossEvent, position: WavPosition, insertedFrames: number): void {
    const { silentFrames, sinceLastWakeupNs, playedFrames, hwPtr, applPtr, ...figures } =
      lossDocument(loss);
    this.#writeLine({
      kind: loss.kind,
      ...figures,
      file: position.path,
      fileFrame: position.frame,
      insertedFrames,
    });
  }

  /** Fields about the stream are null: the stream itself lost nothing. */
  writeTruncation(truncation: Truncation): void {
    this.#writeLine({
      kind: 'write-error',
      cause: 'write-error',
      ...truncationDocument(truncation),
      count: 1,
      clock: 'program',
      uncertaintyFrames: 0,
      durationNs: 0,
      insertedFrames: 0,
      fillFrames: null,
      wakeupLatencyNs: null,
    });
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #writeLine(members: object): void {
    if (this.#failure !== undefined) return;
    const bytes = Buffer.from(`${jsonLine(members)}\n`);
    try {
      for (let offset = 0; offset < bytes.length; ) {
        offset += writeSync(this.#descriptor, bytes, offset);
      }
    } catch (cause) {
      this.#failure = fileError('write', this.#path, cause);
    }
  }
}
