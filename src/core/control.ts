import { MMAP_CONTROL } from '../device/abi.js';
import { AlsaMmapError } from '../device/errors.js';
import type { MapRefusal, PcmDevice } from '../device/pcm-device.js';
import { DriverMemory } from './driver-memory.js';
import { advance, POINTER_LIMIT } from './pointer.js';
import {
  addToWord,
  loadWord,
  storeWord,
  UNMAPPED_BIG_WORDS,
  UNMAPPED_WORDS,
} from './pointer-word.js';
import { type AccessPath, FORCED_SYNC_PTR } from './status.js';
import type { SyncPtrStatus } from './sync-ptr-status.js';

const APPL_PTR = MMAP_CONTROL.applPtr / 8;
const AVAIL_MIN = MMAP_CONTROL.availMin / 8;

/**
 * The control record of a PCM (the seed's part 1.5): the application's pointer and when to be
 * woken. On the mapped page each accessor is one 64-bit access; where the kernel refuses the page
 * (SYNC_APPLPTR drivers, arm64) every store is a SYNC_PTR that pushes it.
 */
export class Control {
  readonly path: AccessPath;
  /** Why the page is not mapped, where it is not. */
  readonly refusal: MapRefusal | undefined;
  readonly #sync: SyncPtrStatus;
  readonly #memory: DriverMemory | undefined;
  #byIoctl: boolean;
  #words: Float64Array;
  #bigWords: BigUint64Array = UNMAPPED_BIG_WORDS;

  /** @param forced use the ioctl though the page could be mapped */
  constructor(device: PcmDevice, sync: SyncPtrStatus, forced = false) {
    this.#sync = sync;
    const mapping = forced ? FORCED_SYNC_PTR : device.mapControl();
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
    this.#bigWords = new BigUint64Array(mapping.buffer, 0, MMAP_CONTROL.size / 8);
  }

  /** Frames, from 0 to the boundary. */
  applPtr(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return loadWord(this.#words, APPL_PTR);
  }

  /** As `applPtr`, without an ioctl first: see `Status`. */
  peekApplPtr(): number {
    return loadWord(this.#words, APPL_PTR);
  }

  /** The kernel does not check it against the ring: `MmapPlayback.commit` does. */
  setApplPtr(frames: number): void {
    storeWord(this.#words, APPL_PTR, frames);
    if (this.#byIoctl) this.#sync.pushApplPtr(frames);
  }

  /**
   * Moves appl_ptr on by `frames`, wrapping at `boundary`.
   * @param applPtr as it was just read
   */
  advanceApplPtr(applPtr: number, frames: number, boundary: number): void {
    const moved = applPtr + frames;
    const small = frames >>> 0 === frames && frames < 0x8000_0000;
    if (small && moved < boundary && moved <= POINTER_LIMIT && !this.#byIoctl) {
      addToWord(this.#bigWords, APPL_PTR, frames);
      return;
    }
    this.setApplPtr(advance(applPtr, frames, boundary));
  }

  availMin(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return loadWord(this.#words, AVAIL_MIN);
  }

  peekAvailMin(): number {
    return loadWord(this.#words, AVAIL_MIN);
  }

  /** @throws RANGE below 1: poll would be ready for ever */
  setAvailMin(frames: number): void {
    if (!(frames >= 1)) {
      throw new AlsaMmapError('RANGE', `avail_min ${frames}: it must be at least 1 frame`);
    }
    storeWord(this.#words, AVAIL_MIN, frames);
    if (this.#byIoctl) this.#sync.pushAvailMin(frames);
  }

  close(): void {
    this.#memory?.close();
    this.#dropViews();
  }

  #dropViews(): void {
    this.#byIoctl = false;
    this.#words = UNMAPPED_WORDS;
    this.#bigWords = UNMAPPED_BIG_WORDS;
  }
}
