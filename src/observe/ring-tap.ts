import type { Direction } from '../device/params.js';

/** State and pointers of a tapped stream at one moment, in frames. */
export interface TapPointers {
  readonly state: string;
  readonly hwPtr: number;
  /** 0 if the owner's control page is not readable, which a capture does not need. */
  readonly applPtr: number;
}

/** Geometry of a tapped ring, in frames. */
export interface RingGeometry {
  readonly direction: Direction;
  readonly bufferSize: number;
  readonly periodSize: number;
  readonly frameBytes: number;
}

/** Receiver of what a tap copies, in the order of the stream. */
export interface TapSink {
  /** Receives whole frames; the bytes are valid during the call. */
  frames(bytes: Uint8Array): void;
  /** Reports frames that were overwritten, or played, before they were copied. */
  lapped(frames: number): void;
  /** Reports that the stream was seen to enter XRUN, or began again while it ran. */
  xrun(): void;
}

/** Reads the pointers; undefined if the owner has unmapped them. */
export type ReadPointers = () => TapPointers | undefined;

/** Copies bytes of the ring from `byteOffset` on; false if they cannot be read at this moment. */
export type CopyRing = (byteOffset: number, into: Uint8Array) => boolean;

/**
 * Frames of a ring that another process fills or reads, each copied once and in order.
 *
 * A playback: each cycle copies all that is queued, [hw_ptr, appl_ptr), and delivers what was
 * played since the cycle before. Frames that the owner rewinds and writes again are therefore
 * delivered as they were played. The owner may overwrite a frame as soon as hw_ptr has passed it:
 * frames that hw_ptr has passed when the copy ends are not taken from that copy.
 *
 * A capture: each cycle copies and delivers what hw_ptr has passed. The hardware may overwrite the
 * ring up to a period ahead of hw_ptr.
 */
export class RingTap {
  readonly #ring: RingGeometry;
  readonly #readPointers: ReadPointers;
  readonly #copyRing: CopyRing;
  readonly #sink: TapSink;
  /** Latest copy of each frame, at the frame's offset in the ring. */
  readonly #kept: Uint8Array;
  readonly #copied: Uint8Array;
  /** First frame that is not delivered; undefined before the first cycle. */
  #next: number | undefined;
  /** End of the frames in `#kept`, from `#next` on. */
  #keptEnd = 0;
  #state = '';

  constructor(ring: RingGeometry, readPointers: ReadPointers, copyRing: CopyRing, sink: TapSink) {
    this.#ring = ring;
    this.#readPointers = readPointers;
    this.#copyRing = copyRing;
    this.#sink = sink;
    const bytes = ring.bufferSize * ring.frameBytes;
    this.#kept = new Uint8Array(bytes);
    this.#copied = new Uint8Array(bytes);
  }

  /**
   * Copies and delivers what is new.
   * @returns the pointers; undefined if the owner has unmapped its pages
   */
  cycle(): TapPointers | undefined {
    const before = this.#readPointers();
    if (before === undefined) return undefined;
    if (before.state === 'XRUN' && this.#state !== 'XRUN') this.#sink.xrun();
    const isFirst = this.#next === undefined;
    if (isFirst) this.#restartAt(before.hwPtr);
    else if (before.hwPtr < this.#next!) this.#restart();
    this.#state = before.state;
    const isPlayback = this.#ring.direction === 'playback';
    const isThere = isPlayback ? this.#cyclePlayback(before, isFirst) : this.#cycleCapture(before);
    return isThere ? before : undefined;
  }

  /** Delivers what is still queued if the owner was draining the stream, so that it was played. */
  finish(): void {
    if (this.#state === 'DRAINING') this.#deliverKept(this.#keptEnd);
  }

  /** The pointers began at 0 again: PREPARE, after a drop or an xrun that was soon over. */
  #restart(): void {
    if (this.#state === 'RUNNING') this.#sink.xrun();
    this.finish();
    this.#restartAt(0);
  }

  #restartAt(frame: number): void {
    this.#next = frame;
    this.#keptEnd = frame;
  }

  #cyclePlayback(before: TapPointers, isFirst: boolean): boolean {
    const { bufferSize } = this.#ring;
    this.#deliverPlayed(before);
    const queued = before.applPtr - before.hwPtr;
    if (queued <= 0 || queued > bufferSize) return true;
    const isCopied = this.#copyFrames(before.hwPtr, before.applPtr);
    const after = this.#readPointers();
    if (after === undefined) return false;
    if (!isCopied || after.hwPtr < before.hwPtr || after.applPtr < after.hwPtr) return true;
    // The tap begins after the first copy.
    if (isFirst) this.#restartAt(after.hwPtr);
    else this.#deliverPlayed(after);
    this.#keep(after.hwPtr, Math.min(before.applPtr, after.applPtr));
    return true;
  }

  /** Delivers the frames up to hw_ptr; after an underrun it is past appl_ptr, up to appl_ptr. */
  #deliverPlayed({ hwPtr, applPtr }: TapPointers): void {
    const played = Math.min(hwPtr, Math.max(applPtr, this.#next!));
    this.#deliverKept(Math.min(played, this.#keptEnd));
    if (played > this.#next!) this.#sink.lapped(played - this.#next!);
    this.#next = hwPtr;
    this.#keptEnd = Math.max(this.#keptEnd, hwPtr);
  }

  #cycleCapture(before: TapPointers): boolean {
    this.#skipTo(this.#oldestIntact(before));
    const start = this.#next!;
    if (start === before.hwPtr) return true;
    const isCopied = this.#copyFrames(start, before.hwPtr);
    const after = this.#readPointers();
    if (after === undefined) return false;
    if (!isCopied || after.hwPtr < before.hwPtr) return true;
    this.#skipTo(Math.min(this.#oldestIntact(after), before.hwPtr));
    this.#keep(this.#next!, before.hwPtr);
    this.#deliverKept(before.hwPtr);
    return true;
  }

  #oldestIntact({ hwPtr }: TapPointers): number {
    return hwPtr - this.#ring.bufferSize + this.#ring.periodSize;
  }

  #skipTo(frame: number): void {
    if (frame <= this.#next!) return;
    this.#sink.lapped(frame - this.#next!);
    this.#next = frame;
  }

  #keep(start: number, end: number): void {
    this.#forSpans(start, end, (first, last) =>
      this.#kept.set(this.#copied.subarray(first, last), first),
    );
    this.#keptEnd = Math.max(start, end);
  }

  #deliverKept(end: number): void {
    this.#forSpans(this.#next!, end, (first, last) =>
      this.#sink.frames(this.#kept.subarray(first, last)),
    );
    this.#next = Math.max(this.#next!, end);
  }

  #copyFrames(start: number, end: number): boolean {
    let isCopied = true;
    this.#forSpans(start, end, (first, last) => {
      isCopied &&= this.#copyRing(first, this.#copied.subarray(first, last));
    });
    return isCopied;
  }

  /** Calls `use` with the bytes of the frames, in up to two spans of the ring. */
  #forSpans(start: number, end: number, use: (first: number, last: number) => void): void {
    const { bufferSize, frameBytes } = this.#ring;
    for (let frame = start; frame < end; ) {
      const offset = frame % bufferSize;
      const frames = Math.min(end - frame, bufferSize - offset);
      use(offset * frameBytes, (offset + frames) * frameBytes);
      frame += frames;
    }
  }
}
