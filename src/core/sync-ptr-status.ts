import { MMAP_CONTROL, MMAP_STATUS, SYNC_PTR, SyncFlag } from '../device/abi.js';
import { checkValue, flag, having, objectOf, type ValueCheck } from '../device/check-fields.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { loadWord, storeWord } from './pointer-word.js';

/** Values to write in one SYNC_PTR. An omitted value is read from the kernel and not changed. */
export interface SyncPtrRequest {
  /** Updates hw_ptr from the hardware first; fails with EPIPE in XRUN, ESTRPIPE in SUSPENDED. */
  readonly hwsync?: boolean | undefined;
  /** Application pointer to write, in frames. */
  readonly applPtr?: number | undefined;
  /** avail_min to write, in frames. 0 makes poll(2) always return at once: a busy loop. */
  readonly availMin?: number | undefined;
}

const STATE = MMAP_STATUS.state / 4;
const SUSPENDED_STATE = MMAP_STATUS.suspendedState / 4;
const APPL_PTR = MMAP_CONTROL.applPtr / 8;
const AVAIL_MIN = MMAP_CONTROL.availMin / 8;

// The range is checked where the value is stored.
const FRAMES: ValueCheck = {
  expected: 'a number of frames',
  accepts: (value) => typeof value === 'number',
};
const SYNC_REQUEST = objectOf<SyncPtrRequest>({ hwsync: flag, applPtr: FRAMES, availMin: FRAMES });

type SyncPtrDevice = Pick<PcmDevice, 'syncPtr'>;
const DEVICE = having('syncPtr', 'a device of openDevice');

/**
 * Status and control record read by the SYNC_PTR ioctl. The kernel copies them under the stream
 * lock, so they are never torn. A set APPL or AVAIL_MIN flag means *get*; a clear one means *set*.
 *
 * Accessors return the record of the last call. Calls throw XRUN, DISCONNECTED or FAILED with the
 * errno of the ioctl; accessors throw RANGE if a word exceeds 2^53.
 *
 * Source: alsa-rs `direct::pcm`, `SyncPtrStatus`; kernel `snd_pcm_sync_ptr`,
 * `struct snd_pcm_sync_ptr`.
 *
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { SyncPtrStatus } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'playback', channels: 2 });
 * const record = SyncPtrStatus.syncPtr(device, { hwsync: true });
 * console.log(record.hwPtr(), record.applPtr()); // 0 0
 * device.close();
 */
export class SyncPtrStatus {
  readonly #device: SyncPtrDevice;
  readonly #block = new ArrayBuffer(SYNC_PTR.size);
  readonly #flags = new Uint32Array(this.#block, SYNC_PTR.flags, 1);
  /** Views with the layout of the two pages, for `Status` and `Control` without a page. */
  readonly statusWords = new Float64Array(this.#block, SYNC_PTR.status, MMAP_STATUS.size / 8);
  readonly statusInts = new Int32Array(this.#block, SYNC_PTR.status, MMAP_STATUS.size / 4);
  readonly controlWords = new Float64Array(this.#block, SYNC_PTR.control, MMAP_CONTROL.size / 8);

  constructor(device: SyncPtrDevice) {
    checkValue('device', device, DEVICE);
    this.#device = device;
  }

  /** Makes one call on a new record, as alsa-rs' `SyncPtrStatus::sync_ptr` does. */
  static syncPtr(device: SyncPtrDevice, request: SyncPtrRequest = {}): SyncPtrStatus {
    const status = new SyncPtrStatus(device);
    status.sync(request);
    return status;
  }

  /** Returns the ioctl's flag word for a request. */
  static flagsFor(request: SyncPtrRequest): number {
    return (
      (request.hwsync === true ? SyncFlag.HWSYNC : 0) |
      (request.applPtr === undefined ? SyncFlag.APPL : 0) |
      (request.availMin === undefined ? SyncFlag.AVAIL_MIN : 0)
    );
  }

  /**
   * Writes the values of the request and reads the rest.
   * @throws RANGE unless each value is an integer from 0 to 2^53; USAGE
   */
  sync(request: SyncPtrRequest): void {
    checkValue('request', request, SYNC_REQUEST);
    if (request.applPtr !== undefined) storeWord(this.controlWords, APPL_PTR, request.applPtr);
    if (request.availMin !== undefined) storeWord(this.controlWords, AVAIL_MIN, request.availMin);
    this.#ioctl(SyncPtrStatus.flagsFor(request));
  }

  /** Reads both records without changing them. */
  refresh(): void {
    this.#ioctl(SyncFlag.APPL | SyncFlag.AVAIL_MIN);
  }

  /** Updates hw_ptr from the hardware, then reads both records. */
  hwsync(): void {
    this.#ioctl(SyncFlag.HWSYNC | SyncFlag.APPL | SyncFlag.AVAIL_MIN);
  }

  /** Writes appl_ptr alone, in frames. */
  pushApplPtr(frames: number): void {
    storeWord(this.controlWords, APPL_PTR, frames);
    this.#ioctl(SyncFlag.AVAIL_MIN);
  }

  /** Writes avail_min alone, in frames. */
  pushAvailMin(frames: number): void {
    storeWord(this.controlWords, AVAIL_MIN, frames);
    this.#ioctl(SyncFlag.APPL);
  }

  /** State number; see `PcmState`. */
  state(): number {
    return this.statusInts[STATE]!;
  }

  /** State before the last suspend. */
  suspendedState(): number {
    return this.statusInts[SUSPENDED_STATE]!;
  }

  /** Hardware pointer in frames, from 0 up to the boundary. */
  hwPtr(): number {
    return loadWord(this.statusWords, MMAP_STATUS.hwPtr / 8);
  }

  /** Seconds of the last pointer update's timestamp; 0 before the first update. */
  htstampSec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.tstampSec / 8);
  }

  /** Nanoseconds of that timestamp, 0 to 999999999. */
  htstampNsec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.tstampNsec / 8);
  }

  /** Seconds of the audio timestamp: stream time by the count of frames. */
  audioHtstampSec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.audioTstampSec / 8);
  }

  /** Nanoseconds of the audio timestamp. */
  audioHtstampNsec(): number {
    return loadWord(this.statusWords, MMAP_STATUS.audioTstampNsec / 8);
  }

  /** Application pointer in frames, from 0 up to the boundary. */
  applPtr(): number {
    return loadWord(this.controlWords, APPL_PTR);
  }

  /** avail_min in frames. */
  availMin(): number {
    return loadWord(this.controlWords, AVAIL_MIN);
  }

  #ioctl(flags: number): void {
    this.#flags[0] = flags;
    this.#device.syncPtr(this.#block);
  }
}
