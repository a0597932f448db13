import type { Snapshot } from '../core/snapshot.js';

/** The 64-bit words of the record, each a number of its own. */
const COUNTER_NAMES = [
  'state',
  'hwPtr',
  'applPtr',
  'avail',
  'frames',
  'xruns',
  'lostFrames',
  'silentFrames',
  'fifoLostFrames',
  'wakeupLatencyNs',
] as const;
export type CounterName = (typeof COUNTER_NAMES)[number];

type PointerValues = Pick<Snapshot, 'state' | 'hwPtr' | 'applPtr' | 'avail'>;

const STOP_FLAG = 0;
const ACTIVE_FLAG = 1;

/**
 * What a stream's thread tells of itself while it runs, in memory that both sides share, and the
 * one thing that the other side may say: stop. A figure may be one turn of the loop older than
 * another; each is whole.
 */
export class StreamCounters {
  readonly buffer: SharedArrayBuffer;
  readonly #counters: Float64Array;
  readonly #flags: Int32Array;

  constructor(buffer = new SharedArrayBuffer(COUNTER_NAMES.length * 8 + 8)) {
    this.buffer = buffer;
    this.#counters = new Float64Array(buffer, 0, COUNTER_NAMES.length);
    this.#flags = new Int32Array(buffer, COUNTER_NAMES.length * 8, 2);
  }

  get(name: CounterName): number {
    return this.#counters[COUNTER_NAMES.indexOf(name)]!;
  }

  /** Called once a turn of the loop, with the pointers as they were seen together. */
  setPointers({ state, hwPtr, applPtr, avail }: PointerValues): void {
    this.#counters[0] = state;
    this.#counters[1] = hwPtr;
    this.#counters[2] = applPtr;
    this.#counters[3] = avail;
  }

  /** Frames handed over since the stream began, across xruns. */
  addFrames(frames: number): void {
    this.#counters[4]! += frames;
  }

  /** The stream stopped, or was passed by the hardware, and went on. */
  addXrun(lostFrames: number, silentFrames: number): void {
    this.#counters[5]! += 1;
    this.#counters[6]! += lostFrames;
    this.#counters[7]! += silentFrames;
  }

  /** Frames that were captured, but found no room in the FIFO. */
  addFifoOverflow(frames: number): void {
    this.#counters[8]! += frames;
  }

  /** How late the loop woke the last time. */
  setWakeupLatency({ wakeupLatencyNs }: { readonly wakeupLatencyNs: number }): void {
    this.#counters[9] = wakeupLatencyNs;
  }

  requestStop(): void {
    Atomics.store(this.#flags, STOP_FLAG, 1);
  }

  get stopRequested(): boolean {
    return Atomics.load(this.#flags, STOP_FLAG) === 1;
  }

  /** Whether the stream is running, as opposed to being set up or wound down. */
  set active(active: boolean) {
    Atomics.store(this.#flags, ACTIVE_FLAG, active ? 1 : 0);
  }

  get active(): boolean {
    return Atomics.load(this.#flags, ACTIVE_FLAG) === 1;
  }
}
