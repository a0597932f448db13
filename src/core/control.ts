import { MMAP_CONTROL } from '../device/abi.js';
import { memoryOf } from '../device/device-memory.js';
import { AlsaMmapError } from '../device/errors.js';
import type { MapRefusal, PcmDevice } from '../device/pcm-device.js';
import { DriverMemory } from './driver-memory.js';
import { advance, POINTER_LIMIT } from './pointer.js';
import { PointerReader } from './pointer-reader.js';
import { addToWord, loadWord, storeWord, UNMAPPED_HALVES, UNMAPPED_WORDS } from './pointer-word.js';
import { type AccessPath, FORCED_SYNC_PTR } from './status.js';
import type { SyncPtrStatus } from './sync-ptr-status.js';

const APPL_PTR = MMAP_CONTROL.applPtr / 8;
const AVAIL_MIN = MMAP_CONTROL.availMin / 8;

/**
 * Control record of a PCM: `appl_ptr` and `avail_min`, both in frames. On the mapped page each
 * accessor is one access. If the kernel refuses the page (SYNC_APPLPTR drivers, arm64), a
 * read refreshes the record by SYNC_PTR and a store pushes the value by SYNC_PTR.
 *
 * Every method throws CLOSED after the memory was unmapped, and RANGE if a word exceeds 2^53.
 *
 * Source: alsa-rs `direct::pcm`, `Control`; kernel `struct __snd_pcm_mmap_control64`.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapPlayback } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'playback', channels: 2 });
 * const io = new MmapPlayback(device);
 * io.control.setAvailMin(512);
 * console.log(io.control.applPtr(), io.control.availMin(), io.control.path); // 0 512 mmap
 * io.close();
 * device.close();
 */
export class Control {
  readonly path: AccessPath;
  /** Reason why the page is not mapped; undefined if it is. */
  readonly refusal: MapRefusal | undefined;
  readonly #sync: SyncPtrStatus;
  readonly #memory: DriverMemory | undefined;
  #byIoctl: boolean;
  #words: Float64Array;
  /**
   * Reader of appl_ptr.
   * @internal
   */
  readonly applPtrReader: PointerReader;
  /** Halves of appl_ptr on the page; without it, those of a word that is not a pointer. */
  #applPtrHalves: Int32Array = UNMAPPED_HALVES;
  readonly #boundary: number;
  /** A pointer with a high half below this stays below the boundary and 2^53 as it advances. */
  readonly #highLimit: number;

  /** @param forced uses the ioctl even if the page could be mapped */
  constructor(device: PcmDevice, sync: SyncPtrStatus, forced = false) {
    this.#sync = sync;
    this.applPtrReader = new PointerReader(() => {
      if (this.#byIoctl) sync.refresh();
      return this.peekApplPtr();
    });
    this.#boundary = device.params.boundary;
    this.#highLimit = Math.floor(Math.min(this.#boundary, POINTER_LIMIT) / 0x1_0000_0000) - 1;
    const mapping = forced ? FORCED_SYNC_PTR : memoryOf(device).mapControl();
    this.#byIoctl = mapping.kind === 'refused';
    if (mapping.kind === 'refused') {
      this.path = 'SYNC_PTR';
      this.refusal = mapping;
      this.#words = sync.controlWords;
      return;
    }
    this.path = 'mmap';
    this.#memory = new DriverMemory(mapping, MMAP_CONTROL.size, () => this.#dropViews());
    this.#words = new Float64Array(mapping.buffer, 0, MMAP_CONTROL.size / 8);
    this.applPtrReader.word = new Float64Array(mapping.buffer, MMAP_CONTROL.applPtr, 1);
    this.#applPtrHalves = new Int32Array(mapping.buffer, MMAP_CONTROL.applPtr, 2);
  }

  /** Application pointer in frames, from 0 up to the boundary. */
  applPtr(): number {
    return this.applPtrReader.read();
  }

  /** Reads appl_ptr as `applPtr` does, without an ioctl first; see `Status.peekState`. */
  peekApplPtr(): number {
    return loadWord(this.#words, APPL_PTR);
  }

  /**
   * Low half of appl_ptr on the page, signed. A processor reads both halves sooner than the word
   * just after the low one was stored.
   * @internal
   */
  applPtrLow(): number {
    return this.#applPtrHalves[0]!;
  }

  /**
   * High half of appl_ptr on the page; without it, that of a word that is not a pointer.
   * @internal
   */
  applPtrHigh(): number {
    return this.#applPtrHalves[1]!;
  }

  /**
   * Stores appl_ptr, in frames. It is not checked against the ring, as a commit is.
   * @throws RANGE unless `frames` is an integer from 0 to 2^53
   */
  setApplPtr(frames: number): void {
    storeWord(this.#words, APPL_PTR, frames);
    if (this.#byIoctl) this.#sync.pushApplPtr(frames);
  }

  /**
   * Advances appl_ptr by `frames`, wrapping at the boundary. Without a page, from its value at the
   * last SYNC_PTR.
   * @throws RANGE if the sum exceeds 2^53
   */
  advanceApplPtr(frames: number): void {
    const low = this.#applPtrHalves[0]!;
    const high = this.#applPtrHalves[1]!;
    if ((frames | 0) === frames && frames >= 0 && high >= 0 && high < this.#highLimit) {
      addToWord(this.#words, this.#applPtrHalves, low, high, frames);
      return;
    }
    this.setApplPtr(advance(this.peekApplPtr(), frames, this.#boundary));
  }

  /** Number of frames that must be available before poll(2) reports the PCM as ready. */
  availMin(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return loadWord(this.#words, AVAIL_MIN);
  }

  /** Reads avail_min as `availMin` does, without an ioctl first. */
  peekAvailMin(): number {
    return loadWord(this.#words, AVAIL_MIN);
  }

  /**
   * Stores avail_min, in frames.
   * @throws RANGE below 1, which would make poll(2) always return at once
   */
  setAvailMin(frames: number): void {
    if (!(frames >= 1)) {
      throw new AlsaMmapError('RANGE', `avail_min: expected at least 1 frame, got ${frames}`);
    }
    storeWord(this.#words, AVAIL_MIN, frames);
    if (this.#byIoctl) this.#sync.pushAvailMin(frames);
  }

  /** Unmaps the page. Does nothing the second time. */
  close(): void {
    this.#memory?.close();
    this.#dropViews();
  }

  #dropViews(): void {
    this.#byIoctl = false;
    this.#words = UNMAPPED_WORDS;
    this.applPtrReader.word = UNMAPPED_WORDS;
    this.#applPtrHalves = UNMAPPED_HALVES;
  }
}
