import type { MmapIO } from '../core/mmap-io.js';
import { MMAP_CONTROL, MMAP_STATUS, SYNC_PTR, SyncFlag } from '../device/abi.js';
import type { PcmCapabilities } from '../device/capabilities.js';
import { MappingSet } from '../device/mapping-set.js';
import type { PcmParams } from '../device/params.js';
import {
  type ChannelInfo,
  type Mapping,
  type MapRefusal,
  type PcmDevice,
  type PcmIdentity,
  PollFlag,
} from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';

const STATE = MMAP_STATUS.state / 4;
const HW_PTR = MMAP_STATUS.hwPtr / 8;
const APPL_PTR = MMAP_CONTROL.applPtr / 8;
const AVAIL_MIN = MMAP_CONTROL.availMin / 8;

/** How the pages of the device are reached: where one is refused, so is its stand-in. */
export type DevicePages = Pick<MmapIO, 'status' | 'control'>;

/** Of its ring, where the device's is no smaller. */
const MAX_PERIOD_SIZE = 64;
const MAX_BUFFER_SIZE = 256;
/** No rehearsal comes so far that its pointers wrap. */
const BOUNDARY_RINGS = 2 ** 48;

/**
 * Plain memory in the place of a device: a short ring, laid out as that device's is and reached the
 * same way, whose hw_ptr moves on by a little less than a period at each wait, which ends at once. It
 * makes no sound and keeps no time; what no loop calls while its stream runs well does nothing.
 */
export class MemoryDevice implements PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  /** By which hw_ptr moves on: odd where a period is even, so that copies have a rest of few words, too. */
  readonly framesPerWait: number;
  readonly #device: PcmDevice;
  readonly #pages: DevicePages;
  readonly #onWait: () => void;
  readonly #status = new ArrayBuffer(MMAP_STATUS.size);
  readonly #control = new ArrayBuffer(MMAP_CONTROL.size);
  readonly #mappings = new MappingSet();

  /** @param onWait called at each wait, before hw_ptr moves on */
  constructor(device: PcmDevice, pages: DevicePages, onWait: () => void) {
    const { params } = device;
    const bufferSize = Math.min(params.bufferSize, MAX_BUFFER_SIZE);
    this.identity = device.identity;
    this.params = {
      ...params,
      periodSize: Math.min(params.periodSize, MAX_PERIOD_SIZE),
      bufferSize,
      boundary: bufferSize * BOUNDARY_RINGS,
    };
    this.capabilities = device.capabilities;
    this.framesPerWait = Math.max(1, this.params.periodSize - 3);
    this.#device = device;
    this.#pages = pages;
    this.#onWait = onWait;
    this.prepare();
  }

  mapStatus(): Mapping | MapRefusal {
    return this.#pages.status.refusal ?? this.#mappings.add(this.#status);
  }

  mapControl(): Mapping | MapRefusal {
    return this.#pages.control.refusal ?? this.#mappings.add(this.#control);
  }

  mapSamples(_offsetBytes: number, lengthBytes: number): Mapping {
    return this.#mappings.add(new ArrayBuffer(lengthBytes));
  }

  channelInfo(channel: number): ChannelInfo {
    return this.#device.channelInfo(channel);
  }

  syncPtr(block: ArrayBuffer): void {
    const [flags] = new Uint32Array(block, SYNC_PTR.flags, 1);
    const asked = new BigUint64Array(block, SYNC_PTR.control, MMAP_CONTROL.size / 8);
    const control = new BigUint64Array(this.#control);
    if ((flags! & SyncFlag.APPL) === 0) control[APPL_PTR] = asked[APPL_PTR]!;
    if ((flags! & SyncFlag.AVAIL_MIN) === 0) control[AVAIL_MIN] = asked[AVAIL_MIN]!;
    asked.set(control);
    new Uint8Array(block, SYNC_PTR.status).set(new Uint8Array(this.#status));
  }

  statusExt(): void {}

  wait(): number {
    this.#onWait();
    const words = new BigUint64Array(this.#status);
    words[HW_PTR]! += BigInt(this.framesPerWait);
    return PollFlag.IN | PollFlag.OUT;
  }

  waitWithTimestamp(): number {
    return this.wait();
  }

  prepare(): void {
    this.#setState(PcmState.PREPARED);
  }

  start(): void {
    this.#setState(PcmState.RUNNING);
  }

  drop(): void {
    this.#setState(PcmState.SETUP);
  }

  drain(): void {
    this.#setState(PcmState.SETUP);
  }

  pause(): void {}
  resume(): void {}
  hwFree(): void {}

  close(): void {
    this.#mappings.unmapAll();
  }

  #setState(state: number): void {
    new Int32Array(this.#status)[STATE] = state;
  }
}
