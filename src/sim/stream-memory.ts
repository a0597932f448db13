import { MMAP_CONTROL, MMAP_STATUS } from '../device/abi.js';
import { PcmState } from '../device/pcm-state.js';

const PAGE_BYTES = 4096;

/** Buffers of a simulated stream, as they are passed between threads. */
export interface StreamBuffers {
  readonly status: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  /** One ring, or one per channel if each has its own mapping. */
  readonly rings: readonly SharedArrayBuffer[];
  readonly engine: SharedArrayBuffer;
}

/** Offsets of the engine's 32-bit words, behind its 64-bit words. */
const Int = { lock: 32, wake: 33, running: 34, closed: 35, ready: 36, failureBytes: 37 } as const;
/** Byte offset and length of the message of the thread's failure. */
const FAILURE_TEXT = { offset: 256, maxBytes: 1024 } as const;

export function allocateStreamBuffers(ringBytes: readonly number[]): StreamBuffers {
  const pages = (bytes: number) => Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
  return {
    status: new SharedArrayBuffer(pages(MMAP_STATUS.size)),
    control: new SharedArrayBuffer(pages(MMAP_CONTROL.size)),
    rings: ringBytes.map((bytes) => new SharedArrayBuffer(pages(bytes))),
    engine: new SharedArrayBuffer(FAILURE_TEXT.offset + FAILURE_TEXT.maxBytes),
  };
}

/** Stores seconds and nanoseconds of a time in two words. */
export function storeTimespec(words: BigInt64Array, index: number, ns: number): void {
  Atomics.store(words, index, BigInt(Math.floor(ns / 1e9)));
  Atomics.store(words, index + 1, BigInt(Math.floor(ns % 1e9)));
}

/** Words of the DMA engine. The constructor lays each field over one 64-bit float of the buffer. */
class EngineWords {
  /** Time at which the count of frames began. */
  startNs = 0;
  /** First frame of that count. */
  startFrames = 0;
  /** `startNs` of the first start; 0 before it. */
  firstStartNs = 0;
  /** Frames moved between ring and connections since PREPARE. */
  transferredFrames = 0;
  /** Frames since PREPARE that hw_ptr reports. */
  reportedFrames = 0;
  /** Frame of the next interrupt, counted since PREPARE. */
  nextPeriodFrame = 0;
  /** Frames moved before the latest PREPARE. */
  framesBeforePrepare = 0;
  /** Time of the suspend. */
  suspendNs = 0;
  /** Time of the last start or stop; 0 before the first. */
  triggerNs = 0;
  /** Time at which the waiters wake up; Infinity if there is no event for them. */
  wakeNs = 0;
  /** Xruns that a PREPARE ended. */
  xruns = 0;

  constructor(buffer: SharedArrayBuffer) {
    const words = new Float64Array(buffer);
    Object.keys(this).forEach((field, index) => {
      Object.defineProperty(this, field, {
        get: () => words[index],
        set: (value: number) => {
          words[index] = value;
        },
      });
    });
  }
}

/**
 * Memory that a simulated card shares with its user (status, control) and with its own thread (the
 * rest). Pointers are BigInt, an arithmetic independent of the core's; every word is stored in one
 * access.
 *
 * Invariant: a writer of anything but `wake`, `closed`, `ready` and the failure holds the lock,
 * which stands for the kernel's stream lock.
 */
export class StreamMemory extends EngineWords {
  readonly buffers: StreamBuffers;
  readonly #status: BigInt64Array;
  readonly #statusInts: Int32Array;
  readonly #control: BigInt64Array;
  readonly #ints: Int32Array;
  readonly #failureText: Uint8Array;

  constructor(buffers: StreamBuffers) {
    super(buffers.engine);
    this.buffers = buffers;
    this.#status = new BigInt64Array(buffers.status);
    this.#statusInts = new Int32Array(buffers.status);
    this.#control = new BigInt64Array(buffers.control);
    this.#ints = new Int32Array(buffers.engine);
    this.#failureText = new Uint8Array(buffers.engine, FAILURE_TEXT.offset);
  }

  get state(): number {
    return Atomics.load(this.#statusInts, MMAP_STATUS.state / 4);
  }
  set state(state: number) {
    Atomics.store(this.#statusInts, MMAP_STATUS.state / 4, state);
  }

  get suspendedState(): number {
    return Atomics.load(this.#statusInts, MMAP_STATUS.suspendedState / 4);
  }
  set suspendedState(state: number) {
    Atomics.store(this.#statusInts, MMAP_STATUS.suspendedState / 4, state);
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

  /** Time of the last pointer update. */
  get timestampNs(): number {
    return (
      Number(this.#status[MMAP_STATUS.tstampSec / 8]!) * 1e9 +
      Number(this.#status[MMAP_STATUS.tstampNsec / 8]!)
    );
  }
  set timestampNs(ns: number) {
    storeTimespec(this.#status, MMAP_STATUS.tstampSec / 8, ns);
  }

  /** Stream time of the last pointer update, by the count of frames. */
  set audioTimestampNs(ns: number) {
    storeTimespec(this.#status, MMAP_STATUS.audioTstampSec / 8, ns);
  }

  /** Resets all pointers to 0, as PREPARE does. @param dmaFrame position of the DMA engine */
  resetPointers(dmaFrame = 0): void {
    this.framesBeforePrepare += this.transferredFrames - dmaFrame;
    this.transferredFrames = dmaFrame;
    this.reportedFrames = 0;
    this.hwPtr = 0n;
    this.applPtr = 0n;
  }

  suspend(nowNs: number): void {
    this.suspendNs = nowNs;
    this.suspendedState = this.state;
    this.state = PcmState.SUSPENDED;
    this.wakeWaiters();
  }

  get running(): boolean {
    return Atomics.load(this.#ints, Int.running) === 1;
  }
  set running(running: boolean) {
    Atomics.store(this.#ints, Int.running, running ? 1 : 0);
  }

  /** True after the stream was closed; its thread ends. */
  get closed(): boolean {
    return Atomics.load(this.#ints, Int.closed) === 1;
  }
  markClosed(): void {
    Atomics.store(this.#ints, Int.closed, 1);
    this.wakeWaiters();
  }

  /**
   * Message of the error that ended the card's thread; undefined while it works. It is in shared
   * memory, because the stream's thread blocks in its loop and receives no events.
   */
  get threadFailure(): string | undefined {
    const bytes = Atomics.load(this.#ints, Int.failureBytes);
    return bytes === 0 ? undefined : Buffer.from(this.#failureText.slice(0, bytes)).toString();
  }
  /** Reports that the card's thread ends with an error, and wakes the threads that wait. */
  reportThreadFailure(message: string): void {
    const text = Buffer.from(message).subarray(0, FAILURE_TEXT.maxBytes);
    this.#failureText.set(text);
    Atomics.store(this.#ints, Int.failureBytes, text.length);
    this.setReady();
    this.wakeWaiters();
  }

  setReady(): void {
    Atomics.store(this.#ints, Int.ready, 1);
    Atomics.notify(this.#ints, Int.ready);
  }
  /** Waits until the thread runs; false after `timeoutMs`. */
  waitUntilReady(timeoutMs: number): boolean {
    return Atomics.wait(this.#ints, Int.ready, 0, timeoutMs) !== 'timed-out';
  }

  /** Number that changes with every wake-up: read it, check the condition, then sleep on it. */
  get wakeCount(): number {
    return Atomics.load(this.#ints, Int.wake);
  }
  wakeWaiters(): void {
    Atomics.add(this.#ints, Int.wake, 1);
    Atomics.notify(this.#ints, Int.wake);
  }
  sleepUntilWoken(wakeCount: number, timeoutMs: number): void {
    Atomics.wait(this.#ints, Int.wake, wakeCount, timeoutMs);
  }

  withLock<T>(work: () => T): T {
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
