import { fillFrames } from '../../core/pointer.js';
import { stateNumber } from '../../device/pcm-state.js';
import type { RingGeometry, TapPointers, TapSink } from '../../observe/ring-tap.js';
import type { FrameFifo } from '../../stream/frame-fifo.js';
import type { LossLog } from '../../stream/loss-log.js';
import { monotonicNs } from '../../stream/monotonic.js';
import type { StreamCounters } from '../../stream/stream-counters.js';

/** Passes tapped frames to a recording: into its FIFO, its counters and its log of losses. */
export class FifoSink implements TapSink {
  readonly #ring: Pick<RingGeometry, 'direction' | 'bufferSize'>;
  readonly #fifo: FrameFifo;
  readonly #counters: StreamCounters;
  readonly #losses: LossLog;
  #remainingFrames: number;
  #cycleNs = monotonicNs();
  #previousCycleNs = this.#cycleNs;

  /** @param totalFrames frames after which no more are accepted */
  constructor(
    ring: Pick<RingGeometry, 'direction' | 'bufferSize'>,
    fifo: FrameFifo,
    counters: StreamCounters,
    losses: LossLog,
    totalFrames: number,
  ) {
    this.#ring = ring;
    this.#fifo = fifo;
    this.#counters = counters;
    this.#losses = losses;
    this.#remainingFrames = totalFrames;
  }

  get isDone(): boolean {
    return this.#remainingFrames === 0;
  }

  /** Dates the losses of the next cycle of the tap. */
  beginCycle(): void {
    this.#previousCycleNs = this.#cycleNs;
    this.#cycleNs = monotonicNs();
  }

  /** Publishes the pointers that the cycle read. */
  endCycle({ state, hwPtr, applPtr }: TapPointers): void {
    const { direction, bufferSize } = this.#ring;
    const ahead = direction === 'playback' ? hwPtr + bufferSize - applPtr : hwPtr - applPtr;
    const avail = Math.min(bufferSize, Math.max(0, ahead));
    this.#counters.setPointers({ state: stateNumber(state), hwPtr, applPtr, avail });
  }

  frames(bytes: Uint8Array): void {
    const { frameBytes } = this.#fifo;
    const frames = Math.min(bytes.length / frameBytes, this.#remainingFrames);
    this.#remainingFrames -= frames;
    const written = this.#fifo.write(bytes.subarray(0, frames * frameBytes));
    this.#counters.addFrames(written);
    if (written < frames) this.#lose(frames - written);
  }

  lapped(frames: number): void {
    const lost = Math.min(frames, this.#remainingFrames);
    this.#remainingFrames -= lost;
    if (lost > 0) this.#lose(lost);
  }

  /** The owner's xrun: the tap lost no frame, but the frames after it do not join. */
  xrun(): void {
    this.#counters.addXrun(0, 0);
    this.#log('xrun', 0);
  }

  #lose(frames: number): void {
    this.#counters.addFifoOverflow(frames);
    this.#log('fifo-overflow', frames);
  }

  #log(kind: 'xrun' | 'fifo-overflow', lostFrames: number): void {
    const sinceLastWakeupNs = this.#cycleNs - this.#previousCycleNs;
    this.#losses.write({
      kind,
      cause: kind === 'xrun' ? 'unknown' : 'reader-late',
      atFrame: this.#counters.get('frames'),
      playedFrames: Number.NaN,
      hwPtr: this.#counters.get('hwPtr'),
      applPtr: this.#counters.get('applPtr'),
      wallMs: Date.now() - sinceLastWakeupNs / 1e6,
      monotonicNs: this.#previousCycleNs,
      durationNs: 0,
      clock: 'program',
      lostFrames,
      silentFrames: 0,
      uncertaintyFrames: 0,
      fillFrames: fillFrames(this.#ring, this.#counters.get('avail')),
      wakeupLatencyNs: Number.NaN,
      sinceLastWakeupNs,
    });
  }
}
