import type { SampleCodec } from '../audio/sample-codec.js';
import { InfoFlag } from '../device/abi.js';
import { checkValue, flag, objectOf } from '../device/check-fields.js';
import { memoryOf } from '../device/device-memory.js';
import { AlsaMmapError } from '../device/errors.js';
import { bytesPerFrame, type Direction, type PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/pcm-state.js';
import { Control } from './control.js';
import type { PointerReader } from './pointer-reader.js';
import { hwPtrCopy, joinHalves } from './pointer-word.js';
import { RawSamples } from './raw-samples.js';
import { SampleData } from './sample-data.js';
import { smallAvail } from './small-avail.js';
import type { Snapshot } from './snapshot.js';
import { Status } from './status.js';
import { SyncPtrStatus } from './sync-ptr-status.js';

/** Options of `MmapPlayback` and `MmapCapture`. */
export interface MmapOptions {
  /** Reads and writes the pointers by SYNC_PTR even if the pages could be mapped. Default false. */
  readonly syncPtr?: boolean | undefined;
}

const MMAP_OPTIONS = objectOf<MmapOptions>({ syncPtr: flag });

/** Table indexed by state number; 1 if the kernel keeps a commit made in that state. */
const COMMITTABLE_STATES = new Uint8Array(16);
for (const state of [PcmState.PREPARED, PcmState.RUNNING, PcmState.PAUSED, PcmState.DRAINING]) {
  COMMITTABLE_STATES[state] = 1;
}

/**
 * Memory-mapped PCM stream; common part of playback and capture. All lengths are in frames. On
 * mapped pages `hwPtr`, `applPtr`, `avail`, `state` and `commit` make no system call and allocate
 * nothing.
 *
 * Close it before the device: the kernel refuses hw_free while a data mapping exists. Every method
 * throws CLOSED after that, and RANGE if a pointer in memory exceeds 2^53.
 *
 * Source: alsa-rs `direct::pcm`, `MmapIO`; kernel sound/core/pcm_native.c, `snd_pcm_sync_ptr`.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapPlayback } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'playback', channels: 2 });
 * const io = new MmapPlayback(device);
 * const [region] = io.dataPtr();
 * region.fillSilence();
 * io.commit(region.frames);
 * console.log(io.avail()); // 0
 * io.close();
 * device.close();
 */
export abstract class MmapIO {
  readonly params: PcmParams;
  readonly status: Status;
  readonly control: Control;
  readonly bufferSize: number;
  readonly boundary: number;
  readonly channels: number;
  /** Bytes of an interleaved frame in the ring's format. */
  readonly frameBytes: number;
  protected readonly data: SampleData;
  /** Held here as well: V8 checks every object on the way to them, in every read. */
  readonly #hwPtr: PointerReader;
  readonly #applPtr: PointerReader;
  readonly #sync: SyncPtrStatus;
  readonly #byIoctl: boolean;
  readonly #explicitSync: boolean;
  /** avail while both pointers are equal, and the first avail that wraps or is no small integer. */
  readonly #availWhenEqual: number;
  readonly #availLimit: number;
  readonly #regions: readonly [RawSamples, RawSamples];

  /**
   * @throws USAGE for the options, RANGE for a device of the other direction, UNSUPPORTED if the
   * ring cannot be mapped
   */
  protected constructor(device: PcmDevice, direction: Direction, options: MmapOptions) {
    checkValue('options', options, MMAP_OPTIONS);
    memoryOf(device);
    const { params } = device;
    if (params.direction !== direction) {
      throw new AlsaMmapError(
        'RANGE',
        `${device.identity.name}: the device is open for ${params.direction}, not ${direction}`,
      );
    }
    this.params = params;
    this.bufferSize = params.bufferSize;
    this.boundary = params.boundary;
    this.channels = params.channels;
    this.frameBytes = bytesPerFrame(params);
    this.#sync = new SyncPtrStatus(device);
    // Without mapped pages, only the ring's mapping reports that the device was closed.
    this.data = new SampleData(device, () => this.#closePages());
    this.control = new Control(device, this.#sync, options.syncPtr);
    this.status = new Status(device, this.#sync, options.syncPtr);
    this.#hwPtr = this.status.hwPtrReader;
    this.#applPtr = this.control.applPtrReader;
    this.#byIoctl = this.status.path !== 'mmap' || this.control.path !== 'mmap';
    this.#explicitSync = (params.infoFlags & InfoFlag.EXPLICIT_SYNC) !== 0;
    this.#availWhenEqual = direction === 'playback' ? this.bufferSize : 0;
    this.#availLimit = Math.min(this.boundary, 0x7fff_ffff);
    this.#regions = [new RawSamples(this.data), new RawSamples(this.data)];
  }

  /** Computes avail as the kernel does for this direction. */
  protected abstract computeAvail(hwPtr: number, applPtr: number): number;

  /** Drops the frame that a write or an iterator left incomplete. Call it after `prepare`. */
  abstract discardPartialFrame(): void;

  /** Codec of the ring's sample format. */
  get codec(): SampleCodec {
    return this.data.codec;
  }

  /** Hardware pointer, 0 up to the boundary, as of the kernel's last update. */
  hwPtr(): number {
    return this.#hwPtr.read();
  }

  /** Application pointer, 0 up to the boundary. */
  applPtr(): number {
    return this.#applPtr.read();
  }

  /** State number; see `PcmState` and `stateName`. */
  state(): number {
    return this.status.state();
  }

  /**
   * Frames that can be written (playback) or read (capture); more than bufferSize after an xrun.
   * @throws RANGE if appl_ptr lies outside the ring
   */
  avail(): number {
    this.#hwPtr.copyTo(hwPtrCopy);
    const [low, high] = [this.control.applPtrLow(), this.control.applPtrHigh()];
    const avail = smallAvail(low, high, this.#availWhenEqual, this.#availLimit);
    return avail < 0 ? this.#refreshAvail() : avail;
  }

  /** Fills `into` with one consistent snapshot and returns it. Does not allocate. */
  snapshot(into: Snapshot): Snapshot {
    if (this.#byIoctl) this.#sync.refresh();
    this.status.read(into);
    const [low, high] = [this.control.applPtrLow(), this.control.applPtrHigh()];
    const avail = smallAvail(low, high, this.#availWhenEqual, this.#availLimit);
    if (avail < 0) {
      into.applPtr = this.control.peekApplPtr();
      into.avail = this.computeAvail(into.hwPtr, into.applPtr);
      return into;
    }
    into.applPtr = joinHalves(low, high);
    into.avail = avail;
    return into;
  }

  /**
   * Returns the frames that can be written or read now, as two regions. The second has 0 frames
   * unless the first reaches the ring's end. The same two objects are returned each time.
   */
  dataPtr(): readonly [RawSamples, RawSamples] {
    this.#refreshPointers();
    const applPtr = this.control.peekApplPtr();
    return this.#regionsAt(applPtr, this.computeAvail(this.status.peekHwPtr(), applPtr));
  }

  /**
   * Advances appl_ptr by `frames`: gives them to the hardware (playback) or frees them (capture).
   * @throws RANGE unless 0 <= frames <= avail; XRUN, DISCONNECTED or FAILED in a state in which the
   * kernel would silently discard the commit
   */
  commit(frames: number): void {
    const avail = this.avail();
    if (COMMITTABLE_STATES[this.status.peekState()] !== 1) this.#throwBadState();
    if (!(frames >= 0 && frames <= avail)) this.#throwBadCommit(frames, avail);
    this.control.advanceApplPtr(frames);
  }

  /** Updates hw_ptr from the hardware (HWSYNC); always a system call. Throws as `Status.hwsync`. */
  hwsync(): void {
    this.status.hwsync();
  }

  /** Unmaps the ring, the control page and the status page. The device stays open. */
  close(): void {
    this.data.close();
    this.#closePages();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Either page is undefined if the constructor fails before it is mapped. */
  #closePages(): void {
    this.control?.close();
    this.status?.close();
  }

  #refreshAvail(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.computeAvail(this.status.peekHwPtr(), this.control.peekApplPtr());
  }

  #regionsAt(applPtr: number, avail: number): readonly [RawSamples, RawSamples] {
    const [first, second] = this.#regions;
    // `| 0` keeps these small integers; V8 would box them on every call.
    const frames = Math.min(avail, this.bufferSize) | 0;
    const offset = (applPtr % this.bufferSize) | 0;
    const framesToEnd = this.bufferSize - offset;
    first.offset = offset;
    first.frames = Math.min(frames, framesToEnd);
    second.offset = 0;
    second.frames = frames - first.frames;
    return this.#regions;
  }

  /** Calls HWSYNC on EXPLICIT_SYNC drivers, whose samples are current only after it. */
  #refreshPointers(): void {
    if (this.#explicitSync && this.status.state() === PcmState.RUNNING) {
      try {
        this.hwsync();
        return;
      } catch (error) {
        // The stream stopped meanwhile; the caller sees that in its state.
        if (!(error instanceof AlsaMmapError) || error.code !== 'XRUN') throw error;
      }
    }
    if (this.#byIoctl) this.#sync.refresh();
  }

  #throwBadState(): never {
    const state = this.status.peekState();
    const name = stateName(state);
    throw new AlsaMmapError(
      name === 'XRUN' || name === 'DISCONNECTED' ? name : 'FAILED',
      `commit refused in state ${name}; prepare the stream first`,
    );
  }

  #throwBadCommit(frames: number, avail: number): never {
    throw new AlsaMmapError(
      'RANGE',
      `commit: expected 0 to ${avail} frames (avail), got ${frames}`,
    );
  }
}
