import type { Snapshot } from '../core/snapshot.js';

/** Index of each counter among the 64-bit floats of the shared memory. */
const COUNTER_INDEX = {
  state: 0,
  hwPtr: 1,
  applPtr: 2,
  avail: 3,
  frames: 4,
  xruns: 5,
  lostFrames: 6,
  silentFrames: 7,
  fifoLostFrames: 8,
  wakeupLatencyNs: 9,
  pausedNs: 10,
  wakeupsWithoutProgress: 11,
} as const;
/**
 * Name of a counter: `state`, `hwPtr`, `applPtr`, `avail`, `frames`, `xruns`, `lostFrames`,
 * `silentFrames`, `fifoLostFrames` (all in frames but `state` and `xruns`), `wakeupLatencyNs`,
 * `pausedNs` or `wakeupsWithoutProgress`.
 */
export type CounterName = keyof typeof COUNTER_INDEX;

const COUNTERS = Object.keys(COUNTER_INDEX).length;

type PointerValues = Pick<Snapshot, 'state' | 'hwPtr' | 'applPtr' | 'avail'>;

const STOP_FLAG = 0;
const ACTIVE_FLAG = 1;
const PAUSE_FLAG = 2;
const FLAGS = 3;

/**
 * Counters that a stream's thread publishes in shared memory, and the requests to stop or to pause
 * that any thread may set. Each value is read whole; two values may differ in age by one cycle of
 * the loop.
 *
 * Pointers, `avail` and the `...Frames` counters are in frames and count across xruns, except that
 * the pointers restart at 0 with each PREPARE.
 */
export class StreamCounters {
  readonly buffer: SharedArrayBuffer;
  readonly #counters: Float64Array;
  readonly #flags: Int32Array;

  constructor(buffer = new SharedArrayBuffer(COUNTERS * 8 + FLAGS * 4)) {
    this.buffer = buffer;
    this.#counters = new Float64Array(buffer, 0, COUNTERS);
    this.#flags = new Int32Array(buffer, COUNTERS * 8, FLAGS);
  }

  /** Returns a counter as the thread last published it. */
  get(name: CounterName): number {
    return this.#counters[COUNTER_INDEX[name]]!;
  }

  /** Publishes the pointers of one snapshot; called once a cycle. */
  setPointers({ state, hwPtr, applPtr, avail }: PointerValues): void {
    this.#counters[COUNTER_INDEX.state] = state;
    this.#counters[COUNTER_INDEX.hwPtr] = hwPtr;
    this.#counters[COUNTER_INDEX.applPtr] = applPtr;
    this.#counters[COUNTER_INDEX.avail] = avail;
  }

  /** Adds frames that were committed to the ring, or written to the FIFO. */
  addFrames(frames: number): void {
    this.#counters[COUNTER_INDEX.frames]! += frames;
  }

  /** Counts a stop that the stream recovered from, or a pass of the hardware over appl_ptr. */
  addXrun(lostFrames: number, silentFrames: number): void {
    this.#counters[COUNTER_INDEX.xruns]! += 1;
    this.#counters[COUNTER_INDEX.lostFrames]! += lostFrames;
    this.#counters[COUNTER_INDEX.silentFrames]! += silentFrames;
  }

  /** Adds captured frames that did not fit into the FIFO. */
  addFifoOverflow(frames: number): void {
    this.#counters[COUNTER_INDEX.fifoLostFrames]! += frames;
  }

  /** Publishes the latency of the last wake-up. */
  setWakeupLatency({ wakeupLatencyNs }: { readonly wakeupLatencyNs: number }): void {
    this.#counters[COUNTER_INDEX.wakeupLatencyNs] = wakeupLatencyNs;
  }

  /** Publishes the number of wake-ups for which poll(2) had no reason. */
  setWakeupsWithoutProgress(count: number): void {
    this.#counters[COUNTER_INDEX.wakeupsWithoutProgress] = count;
  }

  /** Adds time for which the stream was paused. */
  addPause(ns: number): void {
    this.#counters[COUNTER_INDEX.pausedNs]! += ns;
  }

  /** Requests a pause of a playback, or its end. */
  set pauseRequested(on: boolean) {
    Atomics.store(this.#flags, PAUSE_FLAG, on ? 1 : 0);
    Atomics.notify(this.#flags, PAUSE_FLAG);
  }

  get pauseRequested(): boolean {
    return Atomics.load(this.#flags, PAUSE_FLAG) === 1;
  }

  /** Blocks while a pause is requested, up to `timeoutMs`. */
  waitWhilePaused(timeoutMs: number): void {
    Atomics.wait(this.#flags, PAUSE_FLAG, 1, timeoutMs);
  }

  requestStop(): void {
    Atomics.store(this.#flags, STOP_FLAG, 1);
  }

  get stopRequested(): boolean {
    return Atomics.load(this.#flags, STOP_FLAG) === 1;
  }

  /** True while the loop runs; false during set-up and drain. */
  set active(active: boolean) {
    Atomics.store(this.#flags, ACTIVE_FLAG, active ? 1 : 0);
  }

  get active(): boolean {
    return Atomics.load(this.#flags, ACTIVE_FLAG) === 1;
  }
}
