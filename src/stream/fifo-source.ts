import type { MmapPlayback } from '../core/mmap-playback.js';
import type { FrameFifo } from './frame-fifo.js';
import type { PlaySource } from './player.js';
import { commitUnlessStopped } from './recovery.js';
import { transferFrames } from './ring-transfer.js';

/** Time limit of one wait for the first frames. */
const START_WAIT_MS = 200;

/** Plays the frames that another thread writes to a FIFO, in the ring's format, until it closes. */
export class FifoSource implements PlaySource {
  readonly #fifo: FrameFifo;
  #remainingFrames: number;

  /** @param totalFrames frames after which it ends; Infinity for no limit */
  constructor(fifo: FrameFifo, totalFrames: number) {
    this.#fifo = fifo;
    this.#remainingFrames = totalFrames;
  }

  get ended(): boolean {
    return this.#remainingFrames === 0 || this.#fifo.exhausted;
  }

  waitForFrames(): void {
    this.#fifo.waitUntilReadableSync(START_WAIT_MS);
  }

  fill(io: MmapPlayback): number {
    const regions = io.dataPtr();
    const room = regions[0].frames + regions[1].frames;
    const frames = Math.min(room, this.#remainingFrames, this.#fifo.readableFrames) | 0;
    if (frames === 0) return 0;
    transferFrames('copyIn', regions, this.#fifo, this.#fifo.readableSegments(frames), frames);
    const committed = commitUnlessStopped(io, frames);
    this.#fifo.commitRead(committed);
    this.#remainingFrames -= committed;
    return committed;
  }
}
