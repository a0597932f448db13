import { MMAP_CONTROL, MMAP_STATUS } from '../device/abi.js';

const PAGE_BYTES = 4096;

/** The buffers behind a stream of the built-in card, as they go from thread to thread. */
export interface CardBuffers {
  readonly status: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  /** One, or one a channel where each has its own mapping. */
  readonly rings: readonly SharedArrayBuffer[];
  readonly engine: SharedArrayBuffer;
}

/** Words of the engine's own record, 64 bits each. */
const Word = {
  startNs: 0,
  startFrames: 1,
  transferred: 2,
  visible: 3,
  nextPeriod: 4,
  earlier: 5,
  suspendNs: 6,
  wakeNs: 7,
  triggerNs: 11,
} as const;
/** Its 32-bit words, after the first eight of those. */
const Int = { lock: 16, wake: 17, running: 18, over: 19, ready: 20 } as const;

export function allocateCard(ringBytes: readonly number[]): CardBuffers {
  const pages = (bytes: number) => Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
  return {
    status: new SharedArrayBuffer(pages(MMAP_STATUS.size)),
    control: new SharedArrayBuffer(pages(MMAP_CONTROL.size)),
    rings: ringBytes.map((bytes) => new SharedArrayBuffer(pages(bytes))),
    engine: new SharedArrayBuffer(256),
  };
}

/**
 * What the built-in card shares with its user (status, control) and with its own thread (the rest).
 * Pointers are BigInt here, as an arithmetic independent of the core's; every word is stored in one
 * access. Whoever changes anything but `wake`, `over` and `ready` holds the lock: it stands for the
 * kernel's stream lock.
 */
export class CardMemory {
  readonly buffers: CardBuffers;
  readonly #status: BigInt64Array;
  readonly #states: Int32Array;
  readonly #control: BigInt64Array;
  readonly #words: Float64Array;
  readonly #ints: Int32Array;

  constructor(buffers: CardBuffers) {
    this.buffers = buffers;
    this.#status = new BigInt64Array(buffers.status);
    this.#states = new Int32Array(buffers.status);
    this.#control = new BigInt64Array(buffers.control);
    this.#words = new Float64Array(buffers.engine);
    this.#ints = new Int32Array(buffers.engine);
  }

  get state(): number {
    return Atomics.load(this.#states, MMAP_STATUS.state / 4);
  }
  set state(state: number) {
    Atomics.store(this.#states, MMAP_STATUS.state / 4, state);
  }

  get suspendedState(): number {
    return Atomics.load(this.#states, MMAP_STATUS.suspendedState / 4);
  }
  set suspendedState(state: number) {
    Atomics.store(this.#states, MMAP_STATUS.suspendedState / 4, state);
  }

  get hwPtr(): bigint {
    return Atomics.load(this.#status, MMAP_STATUS.hwPtr / 8);
  }
  set hwPtr(frames: bigint) {
    Atomics.store(this.#status, MMAP_STATUS.hwPtr / 8, frames);
  }

  get applPtr(): bigint {
    return Atomics.load(this.#control, MMAP_CONTROL.applPtr / 8);
  }
  set applPtr(frames: bigint) {
    Atomics.store(this.#control, MMAP_CONTROL.applPtr / 8, frames);
  }

  get availMin(): bigint {
    return Atomics.load(this.#control, MMAP_CONTROL.availMin / 8);
  }
  set availMin(frames: bigint) {
    Atomics.store(this.#control, MMAP_CONTROL.availMin / 8, frames);
  }

  /** When the pointer was looked at last. */
  get timestampNs(): number {
    return (
      Number(this.#status[MMAP_STATUS.tstampSec / 8]!) * 1e9 +
      Number(this.#status[MMAP_STATUS.tstampNsec / 8]!)
    );
  }
  set timestampNs(ns: number) {
    this.#setTime(MMAP_STATUS.tstampSec / 8, ns);
  }

  /** The stream's own time then, by its count of frames. */
  set audioTimestampNs(ns: number) {
    this.#setTime(MMAP_STATUS.audioTstampSec / 8, ns);
  }

  #setTime(word: number, ns: number): void {
    Atomics.store(this.#status, word, BigInt(Math.floor(ns / 1e9)));
    Atomics.store(this.#status, word + 1, BigInt(Math.floor(ns % 1e9)));
  }

  /** When the count of frames began, and at which frame. */
  get startNs(): number {
    return this.#words[Word.startNs]!;
  }
  get startFrames(): number {
    return this.#words[Word.startFrames]!;
  }
  setStart(ns: number, frames: number): void {
    this.#words[Word.startNs] = ns;
    this.#words[Word.startFrames] = frames;
  }

  /** Frames since prepare that went between the ring and the world. */
  get transferred(): number {
    return this.#words[Word.transferred]!;
  }
  set transferred(frames: number) {
    this.#words[Word.transferred] = frames;
  }

  /** Frames since prepare that hw_ptr tells of. */
  get visible(): number {
    return this.#words[Word.visible]!;
  }
  set visible(frames: number) {
    this.#words[Word.visible] = frames;
  }

  /** Frames since prepare at which the next interrupt comes. */
  get nextPeriod(): number {
    return this.#words[Word.nextPeriod]!;
  }
  set nextPeriod(frames: number) {
    this.#words[Word.nextPeriod] = frames;
  }

  /** Frames transferred before the latest prepare. */
  get earlier(): number {
    return this.#words[Word.earlier]!;
  }

  /** When the card was suspended. */
  get suspendNs(): number {
    return this.#words[Word.suspendNs]!;
  }
  set suspendNs(ns: number) {
    this.#words[Word.suspendNs] = ns;
  }

  /** When the stream was last started or stopped; 0 before that. */
  get triggerNs(): number {
    return this.#words[Word.triggerNs]!;
  }
  set triggerNs(ns: number) {
    this.#words[Word.triggerNs] = ns;
  }

  /** When the waiters are to be woken; Infinity where nothing has happened for them. */
  get wakeNs(): number {
    return this.#words[Word.wakeNs]!;
  }
  set wakeNs(ns: number) {
    this.#words[Word.wakeNs] = ns;
  }

  /** What PREPARE does to the pointers: all of them are 0 again. */
  rewind(): void {
    this.#words[Word.earlier]! += this.transferred;
    this.transferred = 0;
    this.visible = 0;
    this.hwPtr = 0n;
    this.applPtr = 0n;
  }

  get running(): boolean {
    return Atomics.load(this.#ints, Int.running) === 1;
  }
  set running(running: boolean) {
    Atomics.store(this.#ints, Int.running, running ? 1 : 0);
  }

  /** The stream was closed: its thread ends. */
  get over(): boolean {
    return Atomics.load(this.#ints, Int.over) === 1;
  }
  end(): void {
    Atomics.store(this.#ints, Int.over, 1);
    this.wakeAll();
  }

  setReady(): void {
    Atomics.store(this.#ints, Int.ready, 1);
    Atomics.notify(this.#ints, Int.ready);
  }
  /** False where the thread did not come up in time. */
  waitReady(timeoutMs: number): boolean {
    return Atomics.wait(this.#ints, Int.ready, 0, timeoutMs) !== 'timed-out';
  }

  /** A number that changes with every wake-up: take it, look, then sleep on it. */
  get wakeCount(): number {
    return Atomics.load(this.#ints, Int.wake);
  }
  wakeAll(): void {
    Atomics.add(this.#ints, Int.wake, 1);
    Atomics.notify(this.#ints, Int.wake);
  }
  sleep(wakeCount: number, timeoutMs: number): void {
    Atomics.wait(this.#ints, Int.wake, wakeCount, timeoutMs);
  }

  locked<T>(work: () => T): T {
    while (Atomics.compareExchange(this.#ints, Int.lock, 0, 1) !== 0) {
      Atomics.wait(this.#ints, Int.lock, 1, 1);
    }
    try {
      return work();
    } finally {
      Atomics.store(this.#ints, Int.lock, 0);
      Atomics.notify(this.#ints, Int.lock, 1);
    }
  }
}
