import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { createFile } from '../audio/file-creation.js';
import { attemptOn } from '../audio/file-error.js';
import { type SampleView, sampleCodec } from '../audio/sample-codec.js';
import type { WavParams } from '../audio/wav-fmt.js';
import { wavDataOffset, wavHeader } from '../audio/wav-header.js';
import { WavTranscoder } from '../audio/wav-transcoder.js';
import type { SimConfig } from './config.js';
import type { SimStreamParams } from './stream-params.js';

const BLOCK_FRAMES = 1024;

/**
 * Opens the dump of a stream; undefined if its card or direction has none.
 * @param fresh true to create the file, false to open one that another thread created
 * @throws the `AlsaMmapError` of a file that cannot be opened
 */
export function openPlaybackDump(
  { dumpPath }: SimConfig,
  streamParams: SimStreamParams,
  fresh: boolean,
): PlaybackDump | undefined {
  const isWanted = dumpPath !== '' && streamParams.direction === 'playback';
  return isWanted ? new PlaybackDump(dumpPath, streamParams, fresh) : undefined;
}

/**
 * WAV file of what a playback stream played (`sim:DUMP=FILE`), the counterpart of QEMU's WAV
 * backend. Frames are written at their offset, so any thread of the card can write.
 */
export class PlaybackDump {
  readonly #path: string;
  readonly #fd: number;
  readonly #params: WavParams;
  readonly #codec;
  readonly #transcoder: WavTranscoder;
  /** Frames in the layout of the ring, and in the layout of the file. */
  readonly #ringBlock: Uint8Array;
  readonly #fileBlock: Uint8Array;
  readonly #view: SampleView;
  #blockFrames = 0;
  #blockStart = 0;

  constructor(path: string, { format, channels, rateHz }: SimStreamParams, fresh: boolean) {
    this.#path = path;
    this.#fd = fresh
      ? createFile(path).descriptor
      : attemptOn('open for writing', path, () => openSync(path, constants.O_WRONLY));
    this.#params = { format, channels, rateHz };
    this.#codec = sampleCodec(format);
    this.#transcoder = new WavTranscoder(format, channels);
    this.#ringBlock = new Uint8Array(BLOCK_FRAMES * this.#transcoder.ringFrameBytes);
    this.#view = this.#codec.view(this.#ringBlock.buffer, 0, this.#ringBlock.byteLength);
    this.#fileBlock = new Uint8Array(BLOCK_FRAMES * this.#transcoder.fileFrameBytes);
  }

  /**
   * Writes one frame; `sample` returns the raw sample of a channel. Flush at the end of the time
   * slice.
   */
  writeFrame(frame: number, sample: (channel: number) => number): void {
    if (frame !== this.#blockStart + this.#blockFrames || this.#blockFrames === BLOCK_FRAMES) {
      this.flush();
      this.#blockStart = frame;
    }
    const { channels } = this.#params;
    for (let channel = 0; channel < channels; channel++) {
      const index = (this.#blockFrames * channels + channel) * this.#codec.elements;
      this.#codec.set(this.#view, index, sample(channel));
    }
    this.#blockFrames++;
  }

  flush(): void {
    const { fileFrameBytes } = this.#transcoder;
    const at = wavDataOffset(this.#params) + this.#blockStart * fileFrameBytes;
    this.#transcoder.toFile(this.#ringBlock, this.#blockFrames, this.#fileBlock);
    const bytes = this.#blockFrames * fileFrameBytes;
    if (bytes > 0) this.#write(this.#fileBlock.subarray(0, bytes), at);
    this.#blockStart += this.#blockFrames;
    this.#blockFrames = 0;
  }

  /** Writes the header for `frames` frames, and closes the file. */
  finish(frames: number): void {
    try {
      this.flush();
      const dataBytes = frames * this.#transcoder.fileFrameBytes;
      this.#write(wavHeader(this.#params, dataBytes).subarray(0, wavDataOffset(this.#params)), 0);
    } finally {
      attemptOn('close', this.#path, () => closeSync(this.#fd));
    }
  }

  #write(bytes: Uint8Array, at: number): void {
    attemptOn('write', this.#path, () => writeSync(this.#fd, bytes, 0, bytes.length, at));
  }
}
