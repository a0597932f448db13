import { MMAP_STATUS } from '../device/abi.js';
import { memoryOf } from '../device/device-memory.js';
import type { Mapping, MapRefusal, PcmDevice } from '../device/pcm-device.js';
import { DriverMemory } from './driver-memory.js';
import { PointerReader } from './pointer-reader.js';
import {
  closedError,
  hwPtrHalves,
  joinHalves,
  loadWord,
  UNMAPPED_INTS,
  UNMAPPED_WORDS,
} from './pointer-word.js';
import type { Snapshot } from './snapshot.js';
import type { SyncPtrStatus } from './sync-ptr-status.js';

/** Access to a record: through the mapped page or by ioctl. */
export type AccessPath = 'mmap' | 'SYNC_PTR';

const HW_PTR = MMAP_STATUS.hwPtr / 8;
const TSTAMP_SEC = MMAP_STATUS.tstampSec / 8;
const TSTAMP_NSEC = MMAP_STATUS.tstampNsec / 8;
const AUDIO_SEC = MMAP_STATUS.audioTstampSec / 8;
const AUDIO_NSEC = MMAP_STATUS.audioTstampNsec / 8;
const STATE = MMAP_STATUS.state / 4;
/** Low halves, with the high halves behind them. */
const HW_PTR_LOW = 2 * HW_PTR;
const TSTAMP_SEC_LOW = 2 * TSTAMP_SEC;
const TSTAMP_NSEC_LOW = 2 * TSTAMP_NSEC;
const SUSPENDED_STATE = MMAP_STATUS.suspendedState / 4;

/** Attempts before a snapshot is returned with `consistent: false`. */
const SNAPSHOT_ATTEMPTS = 16;
/**
 * Status record of a PCM: state, hw_ptr and timestamps. It is read from the mapped page, or by
 * SYNC_PTR if the kernel refuses the page. On the page an accessor is a memory read, as recent as
 * the kernel's last update (a period interrupt or `hwsync`).
 *
 * The page is read-only and a store into it raises SIGSEGV, so no view of it leaves this class.
 * Accessors throw CLOSED after the memory was unmapped, and RANGE if a word exceeds 2^53.
 *
 * Source: alsa-rs `direct::pcm`, `Status`; kernel `struct __snd_pcm_mmap_status64`.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapCapture } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'capture', channels: 2 });
 * const io = new MmapCapture(device);
 * device.start();
 * io.status.hwsync();
 * console.log(io.status.state(), io.status.path); // 3 mmap
 * io.close();
 * device.close();
 */
export class Status {
  readonly path: AccessPath;
  /** Reason why the page is not mapped; undefined if it is. */
  readonly refusal: MapRefusal | undefined;
  readonly #sync: SyncPtrStatus;
  readonly #memory: DriverMemory | undefined;
  #byIoctl: boolean;
  #words: Float64Array;
  #ints: Int32Array;
  /**
   * Reader of hw_ptr.
   * @internal
   */
  readonly hwPtrReader: PointerReader;

  /** @param forced uses the ioctl even if the page could be mapped */
  constructor(device: PcmDevice, sync: SyncPtrStatus, forced = false) {
    this.#sync = sync;
    this.hwPtrReader = new PointerReader(() => {
      if (this.#byIoctl) sync.refresh();
      return this.peekHwPtr();
    });
    const mapping = forced ? FORCED_SYNC_PTR : memoryOf(device).mapStatus();
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
    this.hwPtrReader.word = new Float64Array(mapping.buffer, MMAP_STATUS.hwPtr, 1);
  }

  /** State number; `stateName` also names numbers outside the table. */
  state(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.peekState();
  }

  /** Hardware pointer in frames, from 0 up to the boundary. */
  hwPtr(): number {
    return this.hwPtrReader.read();
  }

  /** State before the last suspend. */
  suspendedState(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.#ints[SUSPENDED_STATE] ?? this.#throwClosed();
  }

  /**
   * Updates hw_ptr from the hardware (HWSYNC); always a system call.
   * @throws XRUN in state XRUN, FAILED (ESTRPIPE) in SUSPENDED, FAILED (EBADFD) before PREPARED
   */
  hwsync(): void {
    if (this.#ints.length === 0) this.#throwClosed();
    this.#sync.hwsync();
  }

  /**
   * The `peek...` accessors read without an ioctl first: from the page, or from the record of the
   * last SYNC_PTR, so that several of them read the same record.
   */
  peekState(): number {
    return this.#ints[STATE] ?? this.#throwClosed();
  }

  /** Reads hw_ptr as `hwPtr` does, without an ioctl first. */
  peekHwPtr(): number {
    return loadWord(this.#words, HW_PTR);
  }

  /** Seconds of the last pointer update's timestamp (negotiated clock); 0 before the first. */
  peekHtstampSec(): number {
    return loadWord(this.#words, TSTAMP_SEC);
  }

  /** Nanoseconds of that timestamp, 0 to 999999999. */
  peekHtstampNsec(): number {
    return loadWord(this.#words, TSTAMP_NSEC);
  }

  /** Seconds of the audio timestamp: stream time by the count of frames. */
  peekAudioHtstampSec(): number {
    return loadWord(this.#words, AUDIO_SEC);
  }

  /** Nanoseconds of the audio timestamp. */
  peekAudioHtstampNsec(): number {
    return loadWord(this.#words, AUDIO_NSEC);
  }

  /** Unmaps the page. Does nothing the second time. */
  close(): void {
    this.#memory?.close();
    this.#dropViews();
  }

  /**
   * Reads state, hw_ptr and timestamp into a snapshot, without an ioctl first, until two reads
   * agree. hw_ptr is also copied to `hwPtrHalves`. Words are read by their halves: a change between
   * the two changes the low half, which is read again.
   * @internal
   */
  read(into: Snapshot): void {
    const ints = this.#ints;
    let hwLow: number;
    let hwHigh: number;
    let secLow: number;
    let secHigh: number;
    let nsecLow: number;
    let nsecHigh: number;
    let attempts = 0;
    let changed: number;
    do {
      hwLow = ints[HW_PTR_LOW]!;
      hwHigh = ints[HW_PTR_LOW + 1]!;
      secLow = ints[TSTAMP_SEC_LOW]!;
      secHigh = ints[TSTAMP_SEC_LOW + 1]!;
      nsecLow = ints[TSTAMP_NSEC_LOW]!;
      nsecHigh = ints[TSTAMP_NSEC_LOW + 1]!;
      // Stores, across which V8 keeps no value that it has read.
      hwPtrHalves[0] = hwLow;
      hwPtrHalves[1] = hwHigh;
      into.state = this.peekState();
      changed =
        (nsecLow ^ ints[TSTAMP_NSEC_LOW]!) |
        (secLow ^ ints[TSTAMP_SEC_LOW]!) |
        (hwLow ^ ints[HW_PTR_LOW]!);
    } while (changed !== 0 && ++attempts < SNAPSHOT_ATTEMPTS);
    into.consistent = changed === 0;
    if ((hwHigh | secHigh | nsecHigh) >>> 21 !== 0) {
      this.#readLarge(into);
      return;
    }
    into.hwPtr = joinHalves(hwLow, hwHigh);
    into.tstampSec = joinHalves(secLow, secHigh);
    into.tstampNsec = joinHalves(nsecLow, nsecHigh);
  }

  /** Accepts 2^53, and throws for other words of its length. */
  #readLarge(into: Snapshot): void {
    into.hwPtr = this.peekHwPtr();
    into.tstampSec = this.peekHtstampSec();
    into.tstampNsec = this.peekHtstampNsec();
  }

  #dropViews(): void {
    this.#byIoctl = false;
    this.#words = UNMAPPED_WORDS;
    this.hwPtrReader.word = UNMAPPED_WORDS;
    this.#ints = UNMAPPED_INTS;
  }

  #throwClosed(): never {
    throw closedError();
  }
}

/** Refusal in place of the device's answer if SYNC_PTR is forced. */
export const FORCED_SYNC_PTR: Mapping | MapRefusal = {
  kind: 'refused',
  errno: 'none',
  reason: 'SYNC_PTR requested (--sync-ptr)',
};
