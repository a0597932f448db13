import { mapStream } from '../../core/map-stream.js';
import type { MmapIO, MmapOptions } from '../../core/mmap-io.js';
import { SyncPtrStatus } from '../../core/sync-ptr-status.js';
import type { PcmParams } from '../../device/params.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PcmState } from '../../device/pcm-state.js';
import { disconnectedError, hwsyncUnlessStopped } from '../../stream/recovery.js';
import { signedStep } from '../pointer-track.js';
import type { Deadline } from './deadline.js';

/** Measured: QEMU's USB card, reopened at once, does not move its pointer for up to 2 s. */
const START_TIMEOUT_MS = 3000;
const STILL_PERIODS = 3;

/** A stream that one check drives. */
export class CheckStream {
  readonly device: PcmDevice;
  readonly io: MmapIO;
  readonly params: PcmParams;
  readonly #deadline: Deadline;
  #startPtr = 0;

  constructor(deadline: Deadline, device: PcmDevice, options: MmapOptions) {
    this.#deadline = deadline;
    this.device = device;
    this.params = device.params;
    this.io = mapStream(device, options);
  }

  /** Duration of `frames`, in milliseconds. */
  framesMs(frames: number): number {
    return (frames * 1000) / this.params.rateHz;
  }

  /** Commits silence: `frames`, by default up to the free part of the ring. Capture: nothing. */
  prime(frames = this.io.avail()): void {
    if (this.params.direction === 'capture') return;
    for (const region of this.io.dataPtr()) region.fillSilence();
    this.io.commit(frames);
  }

  /** Primes the ring with `frames` of silence and starts the stream. */
  start(frames?: number): void {
    this.prime(frames);
    this.#startPtr = this.io.hwPtr();
    this.device.start();
  }

  /**
   * Requests a pointer update from the hardware. Returns the old pointer if the stream has stopped.
   * @throws DISCONNECTED
   */
  updateHwPtr(): number {
    hwsyncUnlessStopped(this.io);
    if (this.io.state() === PcmState.DISCONNECTED) {
      throw disconnectedError(this.device.identity.name);
    }
    return this.io.hwPtr();
  }

  /** The kernel's own record, by a SYNC_PTR call that changes nothing. */
  kernelRecord(): SyncPtrStatus {
    return SyncPtrStatus.syncPtr(this.device);
  }

  /** Frames by which hw_ptr moves within three periods, with pointer updates at both ends. */
  framesMoved(): number {
    const before = this.updateHwPtr();
    this.#deadline.sleepMs(this.framesMs(STILL_PERIODS * this.params.periodSize));
    return signedStep(before, this.updateHwPtr(), this.io.boundary);
  }

  /** Starts the stream and waits until hw_ptr moves; false if it does not within 3 s. */
  startMoving(frames?: number): boolean {
    this.start(frames);
    return this.awaitMoving();
  }

  /** Waits until hw_ptr has left its start position; false if it does not within 3 s. */
  awaitMoving(): boolean {
    return this.#deadline.until(START_TIMEOUT_MS, () => this.updateHwPtr() !== this.#startPtr);
  }

  /** Waits in poll(2), at most until the check's deadline. Returns the event bits. */
  wait(limitMs: number): number {
    const events = this.device.wait(this.#deadline.limitMs(limitMs));
    this.#deadline.throwIfOver();
    return events;
  }
}
