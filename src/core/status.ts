import { MMAP_STATUS } from '../device/abi.js';
import type { Mapping, MapRefusal, PcmDevice } from '../device/pcm-device.js';
import { DriverMemory } from './driver-memory.js';
import { closedError, loadWord, UNMAPPED_INTS, UNMAPPED_WORDS } from './pointer-word.js';
import type { SyncPtrStatus } from './sync-ptr-status.js';

/** Which way a value is reached: the mapped page, or the ioctl. */
export type AccessPath = 'mmap' | 'SYNC_PTR';

const HW_PTR = MMAP_STATUS.hwPtr / 8;
const TSTAMP_SEC = MMAP_STATUS.tstampSec / 8;
const TSTAMP_NSEC = MMAP_STATUS.tstampNsec / 8;
const AUDIO_SEC = MMAP_STATUS.audioTstampSec / 8;
const AUDIO_NSEC = MMAP_STATUS.audioTstampNsec / 8;
const STATE = MMAP_STATUS.state / 4;
const SUSPENDED_STATE = MMAP_STATUS.suspendedState / 4;

/**
 * The status record of a PCM (the seed's part 1.4): from the mapped page where the kernel shares
 * it, else by SYNC_PTR behind the same accessors. On the page an accessor is a read of memory and
 * is only as fresh as the kernel's last update: a period interrupt, or `hwsync`.
 *
 * The page is read-only, and a store into it ends the process: no view of it leaves this class.
 */
export class Status {
  readonly path: AccessPath;
  /** Why the page is not mapped, where it is not. */
  readonly refusal: MapRefusal | undefined;
  readonly #sync: SyncPtrStatus;
  readonly #memory: DriverMemory | undefined;
  #byIoctl: boolean;
  #words: Float64Array;
  #ints: Int32Array;

  /** @param forced use the ioctl though the page could be mapped */
  constructor(device: PcmDevice, sync: SyncPtrStatus, forced = false) {
    this.#sync = sync;
    const mapping = forced ? FORCED_SYNC_PTR : device.mapStatus();
    this.#byIoctl = mapping.kind === 'refused';
    if (mapping.kind === 'refused') {
      this.path = 'SYNC_PTR';
      this.refusal = mapping;
      this.#words = sync.statusWords;
      this.#ints = sync.statusInts;
      return;
    }
    this.path = 'mmap';
    this.#memory = new DriverMemory(mapping, MMAP_STATUS.size, () => this.#dropViews());
    this.#words = new Float64Array(mapping.buffer, 0, MMAP_STATUS.size / 8);
    this.#ints = new Int32Array(mapping.buffer, 0, MMAP_STATUS.size / 4);
  }

  /** The state's number; see `stateName` for one outside the table. */
  state(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.peekState();
  }

  /** Frames, from 0 to the boundary. */
  hwPtr(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return loadWord(this.#words, HW_PTR);
  }

  /** The state before a suspend. */
  suspendedState(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.#ints[SUSPENDED_STATE] ?? this.#throwClosed();
  }

  /**
   * Asks the hardware where it is (HWSYNC).
   * @throws XRUN in the state XRUN, FAILED (ESTRPIPE) in SUSPENDED, FAILED (EBADFD) before PREPARED
   */
  hwsync(): void {
    if (this.#ints.length === 0) this.#throwClosed();
    this.#sync.hwsync();
  }

  /**
   * The `...Now` accessors read what is there, without an ioctl first: on the page the same as the
   * others, else the record of the latest SYNC_PTR. So several of them speak of one record.
   */
  peekState(): number {
    return this.#ints[STATE] ?? this.#throwClosed();
  }

  peekHwPtr(): number {
    return loadWord(this.#words, HW_PTR);
  }

  /** Of the last pointer update, on the clock that was negotiated; 0 before the first. */
  peekHtstampSec(): number {
    return loadWord(this.#words, TSTAMP_SEC);
  }

  peekHtstampNsec(): number {
    return loadWord(this.#words, TSTAMP_NSEC);
  }

  /** Time by the stream's own count of frames. */
  peekAudioHtstampSec(): number {
    return loadWord(this.#words, AUDIO_SEC);
  }

  peekAudioHtstampNsec(): number {
    return loadWord(this.#words, AUDIO_NSEC);
  }

  close(): void {
    this.#memory?.close();
    this.#dropViews();
  }

  #dropViews(): void {
    this.#byIoctl = false;
    this.#words = UNMAPPED_WORDS;
    this.#ints = UNMAPPED_INTS;
  }

  #throwClosed(): never {
    throw closedError();
  }
}

/** The answer of a device that was not asked. */
export const FORCED_SYNC_PTR: Mapping | MapRefusal = {
  kind: 'refused',
  errno: 'none',
  reason: 'SYNC_PTR was asked for',
};
