import { MMAP_STATUS, SYNC_PTR, SyncFlag } from '../device/abi.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { loadWord, storeWord } from './pointer-word.js';

/** What to do in one SYNC_PTR. What is left out is *read from* the kernel and left as it is there. */
export interface SyncPtrRequest {
  /** Ask the hardware for its position first; fails with EPIPE in XRUN, ESTRPIPE in SUSPENDED. */
  readonly hwsync?: boolean | undefined;
  /** Frames; written to the kernel. */
  readonly applPtr?: number | undefined;
  /** Frames; written to the kernel. 0 makes poll always ready: a busy loop. */
  readonly availMin?: number | undefined;
}

type SyncPtrDevice = Pick<PcmDevice, 'syncPtr'>;

/**
 * The status and the control record by ioctl, a copy each call (the seed's part 1.3, its fault B1
 * put right: a bit that is set means *get*). The copy is taken under the stream lock, so it is
 * never torn. Kernel: `snd_pcm_sync_ptr`.
 */
export class SyncPtrStatus {
  readonly #device: SyncPtrDevice;
  readonly #block = new ArrayBuffer(SYNC_PTR.size);
  readonly #flags = new Uint32Array(this.#block, SYNC_PTR.flags, 1);
  /** Views with the layout of the two pages, for whoever stands in for a page. */
  readonly statusWords = new Float64Array(this.#block, SYNC_PTR.status, MMAP_STATUS.size / 8);
  readonly statusInts = new Int32Array(this.#block, SYNC_PTR.status, MMAP_STATUS.size / 4);
  readonly controlWords = new Float64Array(this.#block, SYNC_PTR.control, 2);

  constructor(device: SyncPtrDevice) {
    this.#device = device;
  }

  /** One call on a new record: the seed's `sync_ptr`. */
  static syncPtr(device: SyncPtrDevice, request: SyncPtrRequest = {}): SyncPtrStatus {
    const status = new SyncPtrStatus(device);
    status.sync(request);
    return status;
  }

  /** The flag word that a request stands for. */
  static flagsFor(request: SyncPtrRequest): number {
    return (
      (request.hwsync === true ? SyncFlag.HWSYNC : 0) |
      (request.applPtr === undefined ? SyncFlag.APPL : 0) |
      (request.availMin === undefined ? SyncFlag.AVAIL_MIN : 0)
    );
  }

  sync(request: SyncPtrRequest): void {
    if (request.applPtr !== undefined) storeWord(this.controlWords, 0, request.applPtr);
    if (request.availMin !== undefined) storeWord(this.controlWords, 1, request.availMin);
    this.#ioctl(SyncPtrStatus.flagsFor(request));
  }

  /** Reads everything, changes nothing. */
  refresh(): void {
    this.#ioctl(SyncFlag.APPL | SyncFlag.AVAIL_MIN);
  }

  /** Asks the hardware, then reads everything. */
  hwsync(): void {
    this.#ioctl(SyncFlag.HWSYNC | SyncFlag.APPL | SyncFlag.AVAIL_MIN);
  }

  pushApplPtr(frames: number): void {
    storeWord(this.controlWords, 0, frames);
    this.#ioctl(SyncFlag.AVAIL_MIN);
  }

  pushAvailMin(frames: number): void {
    storeWord(this.controlWords, 1, frames);
    this.#ioctl(SyncFlag.APPL);
  }

  state(): number {
    return this.statusInts[MMAP_STATUS.state / 4]!;
  }

  suspendedState(): number {
    return this.statusInts[MMAP_STATUS.suspendedState / 4]!;
  }

  hwPtr(): number {
    return loadWord(this.statusWords, MMAP_STATUS.hwPtr / 8);
  }

  htstampSec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.tstampSec / 8);
  }

  htstampNsec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.tstampNsec / 8);
  }

  audioHtstampSec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.audioTstampSec / 8);
  }

  audioHtstampNsec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.audioTstampNsec / 8);
  }

  applPtr(): number {
    return loadWord(this.controlWords, 0);
  }

  availMin(): number {
    return loadWord(this.controlWords, 1);
  }

  #ioctl(flags: number): void {
    this.#flags[0] = flags;
    this.#device.syncPtr(this.#block);
  }
}
