import { STATUS } from '../device/abi.js';
import type { Mapping, PcmDevice, Refusal } from '../device/pcm-device.js';
import { DriverMemory } from './driver-memory.js';
import { closedError, loadWord, NO_INTS, NO_WORDS } from './pointer-word.js';
import type { SyncPtrStatus } from './sync-ptr-status.js';

/** Which way a value is reached: the mapped page, or the ioctl. */
export type Path = 'mmap' | 'SYNC_PTR';

const HW_PTR = STATUS.hwPtr / 8;
const TSTAMP_SEC = STATUS.tstampSec / 8;
const TSTAMP_NSEC = STATUS.tstampNsec / 8;
const AUDIO_SEC = STATUS.audioTstampSec / 8;
const AUDIO_NSEC = STATUS.audioTstampNsec / 8;
const STATE = STATUS.state / 4;
const SUSPENDED_STATE = STATUS.suspendedState / 4;

/**
 * The status record of a PCM (the seed's part 1.4): from the mapped page where the kernel shares
 * it, else by SYNC_PTR behind the same accessors. On the page an accessor is a read of memory and
 * is only as fresh as the kernel's last update: a period interrupt, or `hwsync`.
 *
 * The page is read-only, and a store into it ends the process: no view of it leaves this class.
 */
export class Status {
  readonly path: Path;
  /** Why the page is not mapped, where it is not. */
  readonly refusal: Refusal | undefined;
  readonly #sync: SyncPtrStatus;
  readonly #memory: DriverMemory | undefined;
  #byIoctl: boolean;
  #words: Float64Array;
  #ints: Int32Array;

  /** @param forced use the ioctl though the page could be mapped */
  constructor(device: PcmDevice, sync: SyncPtrStatus, forced = false) {
    this.#sync = sync;
    const mapping = forced ? FORCED : device.mapStatus();
    this.#byIoctl = mapping.kind === 'refused';
    if (mapping.kind === 'refused') {
      this.path = 'SYNC_PTR';
      this.refusal = mapping;
      this.#words = sync.statusWords;
      this.#ints = sync.statusInts;
      return;
    }
    this.path = 'mmap';
    this.#memory = new DriverMemory(mapping, STATUS.size, () => this.#forget());
    this.#words = new Float64Array(mapping.buffer, 0, STATUS.size / 8);
    this.#ints = new Int32Array(mapping.buffer, 0, STATUS.size / 4);
  }

  /** The state's number; see `stateName` for one outside the table. */
  state(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.stateNow();
  }

  /** Frames, from 0 to the boundary. */
  hwPtr(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return loadWord(this.#words, HW_PTR);
  }

  /** The state before a suspend. */
  suspendedState(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.#ints[SUSPENDED_STATE] ?? this.#closed();
  }

  /**
   * Asks the hardware where it is (HWSYNC).
   * @throws XRUN in the state XRUN, FAILED (ESTRPIPE) in SUSPENDED, FAILED (EBADFD) before PREPARED
   */
  hwsync(): void {
    if (this.#ints.length === 0) this.#closed();
    this.#sync.hwsync();
  }

  /**
   * The `...Now` accessors read what is there, without an ioctl first: on the page the same as the
   * others, else the record of the latest SYNC_PTR. So several of them speak of one record.
   */
  stateNow(): number {
    return this.#ints[STATE] ?? this.#closed();
  }

  hwPtrNow(): number {
    return loadWord(this.#words, HW_PTR);
  }

  /** Of the last pointer update, on the clock that was negotiated; 0 before the first. */
  htstampSecNow(): number {
    return loadWord(this.#words, TSTAMP_SEC);
  }

  htstampNsecNow(): number {
    return loadWord(this.#words, TSTAMP_NSEC);
  }

  /** Time by the stream's own count of frames. */
  audioHtstampSecNow(): number {
    return loadWord(this.#words, AUDIO_SEC);
  }

  audioHtstampNsecNow(): number {
    return loadWord(this.#words, AUDIO_NSEC);
  }

  close(): void {
    this.#memory?.close();
    this.#forget();
  }

  #forget(): void {
    this.#byIoctl = false;
    this.#words = NO_WORDS;
    this.#ints = NO_INTS;
  }

  #closed(): never {
    throw closedError();
  }
}

/** The answer of a device that was not asked. */
export const FORCED: Mapping | Refusal = {
  kind: 'refused',
  errno: 'none',
  reason: 'SYNC_PTR was asked for',
};
