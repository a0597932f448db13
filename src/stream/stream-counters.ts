import type { Snapshot } from '../core/snapshot.js';

/** The 64-bit words of the record, each a number of its own. */
const WORDS = [
  'state',
  'hwPtr',
  'applPtr',
  'avail',
  'frames',
  'xruns',
  'lostFrames',
  'silentFrames',
  'fifoLostFrames',
  'wakeUpDelayNs',
] as const;
export type CounterName = (typeof WORDS)[number];

type Pointers = Pick<Snapshot, 'state' | 'hwPtr' | 'applPtr' | 'avail'>;

const STOP = 0;
const ACTIVE = 1;

/**
 * What a stream's thread tells of itself while it runs, in memory that both sides share, and the
 * one thing that the other side may say: stop. A figure may be one turn of the loop older than
 * another; each is whole.
 */
export class StreamCounters {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Float64Array;
  readonly #flags: Int32Array;

  constructor(buffer = new SharedArrayBuffer(WORDS.length * 8 + 8)) {
    this.buffer = buffer;
    this.#words = new Float64Array(buffer, 0, WORDS.length);
    this.#flags = new Int32Array(buffer, WORDS.length * 8, 2);
  }

  get(name: CounterName): number {
    return this.#words[WORDS.indexOf(name)]!;
  }

  /** Called once a turn of the loop, with the pointers as they were seen together. */
  setPointers({ state, hwPtr, applPtr, avail }: Pointers): void {
    this.#words[0] = state;
    this.#words[1] = hwPtr;
    this.#words[2] = applPtr;
    this.#words[3] = avail;
  }

  /** Frames handed over since the stream began, across xruns. */
  addFrames(frames: number): void {
    this.#words[4]! += frames;
  }

  /** The stream stopped, or was passed by the hardware, and went on. */
  addXrun(lostFrames: number, silentFrames: number): void {
    this.#words[5]! += 1;
    this.#words[6]! += lostFrames;
    this.#words[7]! += silentFrames;
  }

  /** Frames that were captured, but found no room in the FIFO. */
  addFifoLoss(frames: number): void {
    this.#words[8]! += frames;
  }

  /** How late the loop woke the last time. */
  setWakeUpDelay({ wakeUpDelayNs }: { readonly wakeUpDelayNs: number }): void {
    this.#words[9] = wakeUpDelayNs;
  }

  askToStop(): void {
    Atomics.store(this.#flags, STOP, 1);
  }

  get stopAsked(): boolean {
    return Atomics.load(this.#flags, STOP) === 1;
  }

  /** Whether the stream is running, as opposed to being set up or wound down. */
  set active(active: boolean) {
    Atomics.store(this.#flags, ACTIVE, active ? 1 : 0);
  }

  get active(): boolean {
    return Atomics.load(this.#flags, ACTIVE) === 1;
  }
}
