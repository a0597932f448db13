import { sampleCodec } from '../../audio/sample-codec.js';
import type { WavSeries } from '../../audio/wav-series.js';
import { WavTranscoder } from '../../audio/wav-transcoder.js';
import type { SampleFormat } from '../../device/format.js';
import type { TextRow } from '../../report/text-rows.js';
import { printable } from '../text/printable.js';

/** Max bytes per write if file and ring have the same layout. */
const MAX_WRITE_BYTES = 2 ** 18;
/** Bytes that are converted, or written as silence, in one step. */
const CONVERSION_BYTES = 2 ** 16;

/** Contents of a recording's files: frames of the stream, and silence in place of lost ones. */
export class Recording {
  readonly series: WavSeries;
  readonly frameBytes: number;
  /** Max frames that `append` accepts. */
  readonly maxFrames: number;
  readonly #transcoder: WavTranscoder;
  readonly #fileBuffer: Uint8Array | undefined;
  readonly #silence: Uint8Array;
  #silentFrames = 0;

  constructor(series: WavSeries, format: SampleFormat, channels: number) {
    this.series = series;
    this.#transcoder = new WavTranscoder(format, channels);
    const { ringFrameBytes, fileFrameBytes, isIdentity } = this.#transcoder;
    this.frameBytes = fileFrameBytes;
    const framesIn = (bytes: number) => Math.max(1, Math.floor(bytes / ringFrameBytes));
    const sliceFrames = framesIn(CONVERSION_BYTES);
    this.maxFrames = isIdentity ? framesIn(MAX_WRITE_BYTES) : sliceFrames;
    if (!isIdentity) this.#fileBuffer = new Uint8Array(sliceFrames * fileFrameBytes);
    const silence = silenceInRingLayout(format, sliceFrames * ringFrameBytes);
    this.#silence = this.#toFileLayout(silence, sliceFrames).slice();
  }

  /** Whole frames of the stream in the files. */
  get streamFrames(): number {
    return this.series.frames - this.#silentFrames;
  }

  /** Whole frames of silence in them. */
  get silentFrames(): number {
    return this.#silentFrames;
  }

  /** Appends frames as they lie in the ring. */
  append(ring: Uint8Array, frames: number): void {
    this.series.write(this.#toFileLayout(ring, frames));
  }

  /**
   * Appends up to `frames` frames of silence.
   * @returns how many
   */
  appendSilence(frames: number): number {
    const count = Math.min(frames, this.#silence.length / this.frameBytes);
    const before = this.series.frames;
    try {
      this.series.write(this.#silence.subarray(0, count * this.frameBytes));
    } finally {
      this.#silentFrames += this.series.frames - before;
    }
    return count;
  }

  #toFileLayout(ring: Uint8Array, frames: number): Uint8Array {
    const bytes = this.#fileBuffer ?? ring;
    if (this.#fileBuffer !== undefined) this.#transcoder.toFile(ring, frames, this.#fileBuffer);
    return bytes.subarray(0, frames * this.frameBytes);
  }
}

function silenceInRingLayout(format: SampleFormat, bytes: number): Uint8Array {
  const codec = sampleCodec(format);
  const ring = new Uint8Array(bytes);
  const view = codec.view(ring.buffer, 0, bytes);
  for (let index = 0; index < view.length; index += codec.elements) {
    codec.set(view, index, codec.silence);
  }
  return ring;
}

/** Files of a finished recording, and the frames in them. */
export interface FileTotals {
  readonly file: string;
  readonly lastFile: string;
  readonly fileCount: number;
  readonly fileFrames: number;
  readonly insertedFrames: number;
}

/** Rows of the totals for what does not follow from the frames that were captured. */
export function fileRows(
  { file, lastFile, fileCount, fileFrames, insertedFrames }: FileTotals,
  isTruncated: boolean,
): TextRow[] {
  const rows: TextRow[] = [];
  if (insertedFrames > 0) rows.push(['inserted', `${insertedFrames} frames`, 'of silence']);
  if (fileCount > 1) {
    const range = `${printable(file)} to ${printable(lastFile)}`;
    rows.push(['files', String(fileCount), range]);
  }
  if (!isTruncated && insertedFrames === 0) return rows;
  return [['written', `${fileFrames} frames`], ...rows];
}
