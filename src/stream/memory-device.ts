import { MMAP_CONTROL, MMAP_STATUS, PCM_STATUS, SYNC_PTR, SyncFlag } from '../device/abi.js';
import { type DeviceMemory, MappingSet, provideMemory } from '../device/device-memory.js';
import { kernelError } from '../device/kernel-error.js';
import { bytesPerFrame, type PcmParams } from '../device/params.js';
import {
  type ChannelInfo,
  type Mapping,
  type MapRefusal,
  type PcmCapabilities,
  type PcmDevice,
  type PcmIdentity,
  PollFlag,
} from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';

const STATE = MMAP_STATUS.state / 4;
const HW_PTR = MMAP_STATUS.hwPtr / 8;
const APPL_PTR = MMAP_CONTROL.applPtr / 8;
const AVAIL_MIN = MMAP_CONTROL.availMin / 8;

export interface MemoryDeviceOptions {
  readonly identity?: PcmIdentity | undefined;
  /** Exactly `params` by default. */
  readonly capabilities?: PcmCapabilities | undefined;
  /** Interleaved by default. */
  readonly channelInfo?: ((channel: number) => ChannelInfo) | undefined;
  /** Makes `mapStatus` refuse, so that the status is read by SYNC_PTR. */
  readonly statusRefusal?: MapRefusal | undefined;
  /** Makes `mapControl` refuse. */
  readonly controlRefusal?: MapRefusal | undefined;
}

/**
 * A `PcmDevice` of plain memory with nothing behind it: every word stays as it was written. It
 * makes no sound and keeps no time. Subclasses move the hardware in `wait` and `moveHardware`.
 */
export class MemoryDevice implements PcmDevice, DeviceMemory {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  readonly #options: MemoryDeviceOptions;
  readonly #status = new ArrayBuffer(MMAP_STATUS.size);
  readonly #control = new ArrayBuffer(MMAP_CONTROL.size);
  readonly #statusWords = new BigUint64Array(this.#status);
  readonly #controlWords = new BigUint64Array(this.#control);
  readonly #states = new Int32Array(this.#status);
  readonly #mappings = new MappingSet();

  constructor(params: PcmParams, options: MemoryDeviceOptions = {}) {
    this.params = params;
    this.identity = options.identity ?? {
      name: 'memory',
      card: -1,
      device: 0,
      subdevice: 0,
      description: '',
    };
    this.capabilities = options.capabilities ?? capabilitiesOf(params);
    this.#options = options;
    this.availMin = BigInt(params.availMin);
    this.state = PcmState.PREPARED;
    provideMemory(this, this);
  }

  get state(): number {
    return this.#states[STATE]!;
  }
  set state(state: number) {
    this.#states[STATE] = state;
  }

  get hwPtr(): bigint {
    return this.#statusWords[HW_PTR]!;
  }
  set hwPtr(frames: bigint) {
    this.#statusWords[HW_PTR] = frames;
  }

  set tstampNs(ns: bigint) {
    this.#statusWords[MMAP_STATUS.tstampSec / 8] = ns / 1_000_000_000n;
    this.#statusWords[MMAP_STATUS.tstampNsec / 8] = ns % 1_000_000_000n;
  }

  get applPtr(): bigint {
    return this.#controlWords[APPL_PTR]!;
  }
  set applPtr(frames: bigint) {
    this.#controlWords[APPL_PTR] = frames;
  }

  get availMin(): bigint {
    return this.#controlWords[AVAIL_MIN]!;
  }
  set availMin(frames: bigint) {
    this.#controlWords[AVAIL_MIN] = frames;
  }

  mapStatus(): Mapping | MapRefusal {
    return this.#options.statusRefusal ?? this.#mappings.add(this.#status);
  }

  mapControl(): Mapping | MapRefusal {
    return this.#options.controlRefusal ?? this.#mappings.add(this.#control);
  }

  mapSamples(_offsetBytes: number, lengthBytes: number): Mapping {
    return this.#mappings.add(new ArrayBuffer(lengthBytes));
  }

  channelInfo(channel: number): ChannelInfo {
    if (this.#options.channelInfo !== undefined) return this.#options.channelInfo(channel);
    const { bytes } = this.params.format;
    return {
      offsetBytes: 0,
      firstBits: channel * bytes * 8,
      stepBits: bytesPerFrame(this.params) * 8,
    };
  }

  /** Does what the kernel does, which refuses an appl_ptr at or beyond the boundary. */
  syncPtr(block: ArrayBuffer): void {
    const [flags = 0] = new Uint32Array(block, SYNC_PTR.flags, 1);
    const control = new BigUint64Array(block, SYNC_PTR.control, MMAP_CONTROL.size / 8);
    if ((flags & SyncFlag.HWSYNC) !== 0) this.moveHardware();
    if ((flags & SyncFlag.APPL) === 0) {
      if (control[APPL_PTR]! >= BigInt(this.params.boundary)) {
        throw kernelError(this.identity.name, 'SYNC_PTR', 'EINVAL');
      }
      this.applPtr = control[APPL_PTR]!;
    }
    if ((flags & SyncFlag.AVAIL_MIN) === 0) this.availMin = control[AVAIL_MIN]!;
    control.set(this.#controlWords);
    new Uint8Array(block, SYNC_PTR.status).set(new Uint8Array(this.#status));
  }

  statusExt(block: ArrayBuffer): void {
    this.moveHardware();
    new Int32Array(block)[PCM_STATUS.state / 4] = this.state;
    const words = new BigUint64Array(block);
    words[PCM_STATUS.applPtr / 8] = this.applPtr;
    words[PCM_STATUS.hwPtr / 8] = this.hwPtr;
  }

  /** Does not sleep. */
  wait(_timeoutMs: number): number {
    this.moveHardware();
    return PollFlag.IN | PollFlag.OUT;
  }

  waitWithTimestamp(timeoutMs: number): number {
    return this.wait(timeoutMs);
  }

  /** Called for each wait and each HWSYNC; does nothing here. */
  moveHardware(): void {}

  prepare(): void {
    this.hwPtr = 0n;
    this.applPtr = 0n;
    this.state = PcmState.PREPARED;
  }

  start(): void {
    this.state = PcmState.RUNNING;
  }

  drop(): void {
    this.state = PcmState.SETUP;
  }

  /** Ends at once: nothing plays the ring. */
  drain(): void {
    this.state = PcmState.SETUP;
  }

  pause(on: boolean): void {
    this.state = on ? PcmState.PAUSED : PcmState.RUNNING;
  }

  resume(): void {
    this.state = PcmState.RUNNING;
  }

  hwFree(): void {
    this.state = PcmState.OPEN;
  }

  close(): void {
    this.#mappings.unmapAll();
  }
}

function capabilitiesOf(params: PcmParams): PcmCapabilities {
  const exactly = (value: number) => ({ min: value, max: value });
  return {
    periodWakeups: [params.periodWakeup],
    formats: [params.format.name],
    channels: exactly(params.channels),
    rateHz: exactly(params.rateHz),
    periodSize: exactly(params.periodSize),
    bufferSize: exactly(params.bufferSize),
  };
}
