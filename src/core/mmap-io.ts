import type { SampleCodec } from '../audio/sample-codec.js';
import { InfoFlag } from '../device/abi.js';
import { AlsaMmapError } from '../device/errors.js';
import type { Direction, PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/pcm-state.js';
import { Control } from './control.js';
import { RawSamples } from './raw-samples.js';
import { SampleData } from './sample-data.js';
import type { Snapshot } from './snapshot.js';
import { Status } from './status.js';
import { SyncPtrStatus } from './sync-ptr-status.js';

export interface MmapOptions {
  /** Read and write the pointers by SYNC_PTR though the pages could be mapped. */
  readonly syncPtr?: boolean | undefined;
}

/** How often a snapshot is tried before it is handed out as not consistent. */
const SNAPSHOT_ATTEMPTS = 16;

/** By the number of a state: 1 where the kernel takes a commit in it. */
const COMMITTABLE_STATES = new Uint8Array(16);
for (const state of [PcmState.PREPARED, PcmState.RUNNING, PcmState.PAUSED, PcmState.DRAINING]) {
  COMMITTABLE_STATES[state] = 1;
}

/**
 * A PCM stream through memory: what playback and capture have in common (the seed's parts 1.8 to
 * 1.15). On mapped pages `hwPtr`, `applPtr`, `avail`, `state` and `commit` make no system call and
 * allocate nothing.
 *
 * Close it before the device: a data mapping still held makes the device refuse hw_free and close.
 */
export abstract class MmapIO {
  readonly params: PcmParams;
  readonly status: Status;
  readonly control: Control;
  readonly bufferSize: number;
  readonly boundary: number;
  readonly channels: number;
  protected readonly data: SampleData;
  readonly #sync: SyncPtrStatus;
  readonly #byIoctl: boolean;
  readonly #explicitSync: boolean;
  readonly #regions: readonly [RawSamples, RawSamples];

  /** @throws RANGE (wrong direction), UNSUPPORTED (the ring cannot be mapped) */
  protected constructor(device: PcmDevice, direction: Direction, options: MmapOptions) {
    const { params } = device;
    if (params.direction !== direction) {
      throw new AlsaMmapError('RANGE', `${device.identity.name} is open for ${params.direction}`);
    }
    this.params = params;
    this.bufferSize = params.bufferSize;
    this.boundary = params.boundary;
    this.channels = params.channels;
    this.#sync = new SyncPtrStatus(device);
    // Where the device is closed under a stream without pages, only the ring's mapping tells of it.
    this.data = new SampleData(device, () => this.#closePages());
    this.control = new Control(device, this.#sync, options.syncPtr);
    this.status = new Status(device, this.#sync, options.syncPtr);
    this.#byIoctl = this.status.path !== 'mmap' || this.control.path !== 'mmap';
    this.#explicitSync = (params.infoFlags & InfoFlag.EXPLICIT_SYNC) !== 0;
    this.#regions = [new RawSamples(this.data), new RawSamples(this.data)];
  }

  /** The kernel's formula for this direction. */
  protected abstract computeAvail(hwPtr: number, applPtr: number): number;

  /** After `prepare`: forgets a frame that a write or an iterator has left in the middle. */
  abstract discardPartialFrame(): void;

  /** Reads and writes samples of the ring's format. */
  get codec(): SampleCodec {
    return this.data.codec;
  }

  hwPtr(): number {
    return this.status.hwPtr();
  }

  applPtr(): number {
    return this.control.applPtr();
  }

  state(): number {
    return this.status.state();
  }

  /** Frames that can be written (playback) or read (capture); more than bufferSize after an xrun. */
  avail(): number {
    if (this.#byIoctl) this.#sync.refresh();
    return this.computeAvail(this.status.peekHwPtr(), this.control.peekApplPtr());
  }

  /** Fills `into` with one consistent look, and answers it. */
  snapshot(into: Snapshot): Snapshot {
    const { status } = this;
    if (this.#byIoctl) this.#sync.refresh();
    into.consistent = false;
    for (let attempt = 0; attempt < SNAPSHOT_ATTEMPTS; attempt++) {
      const hwPtr = status.peekHwPtr();
      const sec = status.peekHtstampSec();
      const nsec = status.peekHtstampNsec();
      into.state = status.peekState();
      into.hwPtr = hwPtr;
      into.tstampSec = sec;
      into.tstampNsec = nsec;
      if (
        nsec === status.peekHtstampNsec() &&
        sec === status.peekHtstampSec() &&
        hwPtr === status.peekHwPtr()
      ) {
        into.consistent = true;
        break;
      }
    }
    into.applPtr = this.control.peekApplPtr();
    into.avail = this.computeAvail(into.hwPtr, into.applPtr);
    return into;
  }

  /**
   * The frames that can be written or read now, as one region or, where they pass the ring's end,
   * two; the second has 0 frames otherwise. The same two objects each time.
   */
  dataPtr(): readonly [RawSamples, RawSamples] {
    this.#refreshPointers();
    const applPtr = this.control.peekApplPtr();
    return this.#regionsAt(applPtr, this.computeAvail(this.status.peekHwPtr(), applPtr));
  }

  /**
   * Hands `frames` frames over: to the hardware (playback) or back to the ring (capture).
   * @throws RANGE unless 0 <= frames <= avail; XRUN, DISCONNECTED or FAILED where the state takes no
   * commit: the kernel would throw it away without a word
   */
  commit(frames: number): void {
    if (this.#byIoctl) this.#sync.refresh();
    const applPtr = this.control.peekApplPtr();
    if (COMMITTABLE_STATES[this.status.peekState()] !== 1) this.#throwBadState();
    const avail = this.computeAvail(this.status.peekHwPtr(), applPtr);
    if (!(frames >= 0 && frames <= avail)) this.#throwBadCommit(frames, avail);
    this.control.advanceApplPtr(applPtr, frames, this.boundary);
  }

  /** Asks the hardware where it is (HWSYNC): the one read here that is always a system call. */
  hwsync(): void {
    this.status.hwsync();
  }

  /** Gives the memory back: ring, control page, status page. The device stays open. */
  close(): void {
    this.data.close();
    this.#closePages();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Either may be missing yet, where the constructor fails. */
  #closePages(): void {
    this.control?.close();
    this.status?.close();
  }

  #regionsAt(applPtr: number, avail: number): readonly [RawSamples, RawSamples] {
    const [first, second] = this.#regions;
    // Small whole numbers, and told to be: others would be put on the heap for every call they go to.
    const frames = Math.min(avail, this.bufferSize) | 0;
    const place = (applPtr % this.bufferSize) | 0;
    const untilEnd = this.bufferSize - place;
    first.offset = place;
    first.frames = Math.min(frames, untilEnd);
    second.offset = 0;
    second.frames = frames - first.frames;
    return this.#regions;
  }

  /** Where the driver is EXPLICIT_SYNC, the samples too are current only after HWSYNC. */
  #refreshPointers(): void {
    if (this.#explicitSync && this.status.state() === PcmState.RUNNING) {
      try {
        this.hwsync();
        return;
      } catch (error) {
        // It stopped just now: there is no position to ask for, and the state will tell.
        if (!(error instanceof AlsaMmapError) || error.code !== 'XRUN') throw error;
      }
    }
    if (this.#byIoctl) this.#sync.refresh();
  }

  #throwBadState(): never {
    const state = this.status.peekState();
    const code =
      state === PcmState.XRUN
        ? 'XRUN'
        : state === PcmState.DISCONNECTED
          ? 'DISCONNECTED'
          : 'FAILED';
    throw new AlsaMmapError(code, `commit in state ${stateName(state)}: prepare the stream first`);
  }

  #throwBadCommit(frames: number, avail: number): never {
    throw new AlsaMmapError('RANGE', `commit of ${frames} frames where ${avail} are available`);
  }
}
