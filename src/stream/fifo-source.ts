import type { MmapPlayback } from '../core/mmap-playback.js';
import type { FrameFifo } from './frame-fifo.js';
import type { PlaySource } from './player.js';
import { commitUnlessStopped } from './recovery.js';

/** How long a start waits for the reader of the file. */
const START_WAIT_MS = 200;

/** Plays what another thread puts into a FIFO, in the ring's own format, until all of it was played. */
export class FifoSource implements PlaySource {
  readonly #fifo: FrameFifo;
  #left: number;

  /** @param total frames that will come */
  constructor(fifo: FrameFifo, total: number) {
    this.#fifo = fifo;
    this.#left = total;
  }

  get ended(): boolean {
    return this.#left === 0;
  }

  waitForFrames(): void {
    this.#fifo.sleepUntilWaiting(START_WAIT_MS);
  }

  fill(io: MmapPlayback): number {
    const [first, second] = io.dataPtr();
    const most = Math.min(first.frames + second.frames, this.#left);
    const frames = this.#fifo.peek(most, (source, sourceByte, to, count) => {
      const inFirst = Math.max(0, Math.min(count, first.frames - to));
      if (inFirst > 0) first.copyIn(source, sourceByte, to, inFirst);
      if (count === inFirst) return;
      const rest = sourceByte + inFirst * this.#fifo.frameBytes;
      second.copyIn(source, rest, to + inFirst - first.frames, count - inFirst);
    });
    const committed = commitUnlessStopped(io, frames);
    this.#fifo.drop(committed);
    this.#left -= committed;
    return committed;
  }
}
