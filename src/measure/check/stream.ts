import { MmapCapture } from '../../core/mmap-capture.js';
import type { MmapIO } from '../../core/mmap-io.js';
import { MmapPlayback } from '../../core/mmap-playback.js';
import { SyncPtrStatus } from '../../core/sync-ptr-status.js';
import type { PcmParams } from '../../device/params.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PcmState } from '../../device/pcm-state.js';
import { disconnectedError, hwsyncUnlessStopped } from '../../stream/recovery.js';
import { signedStep } from '../pointer-track.js';
import type { CheckBench } from './bench.js';

/** Measured: a USB card of QEMU that is opened again at once stands still for up to 2 s. */
const PATIENCE_MS = 3000;

/** A stream that a check does with as it likes. */
export class CheckStream {
  readonly device: PcmDevice;
  readonly io: MmapIO;
  readonly params: PcmParams;
  readonly #bench: CheckBench;
  #first = 0;

  constructor(bench: CheckBench, device: PcmDevice) {
    this.#bench = bench;
    this.device = device;
    this.params = device.params;
    const { mmap } = bench.task;
    this.io = bench.playback ? new MmapPlayback(device, mmap) : new MmapCapture(device, mmap);
  }

  /** How long frames take, in milliseconds. */
  framesMs(frames: number): number {
    return (frames * 1000) / this.params.rateHz;
  }

  /** Hands silence over, as much as there is room for unless told; nothing where it captures. */
  prime(frames = this.io.avail()): void {
    if (!this.#bench.playback) return;
    for (const region of this.io.dataPtr()) region.fillSilence();
    this.io.commit(frames);
  }

  /** Starts it, with so many frames of silence to play. */
  start(frames?: number): void {
    this.prime(frames);
    this.#first = this.io.hwPtr();
    this.device.start();
  }

  /**
   * Asks the hardware where it is; that the stream has stopped is for the next look.
   * @throws DISCONNECTED
   */
  ask(): number {
    hwsyncUnlessStopped(this.io);
    if (this.io.state() === PcmState.DISCONNECTED)
      throw disconnectedError(this.device.identity.name);
    return this.io.hwPtr();
  }

  /** What the kernel itself holds, by a SYNC_PTR that changes nothing. */
  kernel(): SyncPtrStatus {
    return SyncPtrStatus.syncPtr(this.device);
  }

  /** By how many frames hw_ptr moves in that time, though the hardware is asked. */
  movesIn(durationMs: number): number {
    const before = this.ask();
    this.#bench.sleepMs(durationMs);
    return signedStep(before, this.ask(), this.io.boundary);
  }

  /** Starts it and waits until hw_ptr moves; false where it does not for 3 s. */
  startMoving(frames?: number): boolean {
    this.start(frames);
    return this.awaitMoving();
  }

  /** Waits until hw_ptr, which has not moved since the start, does; false where it does not for 3 s. */
  awaitMoving(): boolean {
    return this.#bench.until(PATIENCE_MS, () => this.ask() !== this.#first);
  }

  /** Waits on the device, within the time that the check has. */
  wait(limitMs: number): number {
    const bits = this.device.wait(this.#bench.leftMs(limitMs));
    this.#bench.goOn();
    return bits;
  }
}
