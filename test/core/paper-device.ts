import { MMAP_STATUS, PCM_STATUS, SYNC_PTR, SyncFlag } from '../../src/device/abi.js';
import type { PcmCapabilities } from '../../src/device/capabilities.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import { findFormat } from '../../src/device/format.js';
import { MappingSet } from '../../src/device/mapping-set.js';
import type { PcmParams } from '../../src/device/params.js';
import type {
  ChannelInfo,
  Mapping,
  MapRefusal,
  PcmDevice,
  PcmIdentity,
} from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';

const PAGE_BYTES = 4096;
const REFUSED: MapRefusal = { kind: 'refused', errno: 'ENXIO', reason: 'there is none on paper' };

export const PAPER: PcmParams = {
  direction: 'playback',
  access: 'MMAP_INTERLEAVED',
  format: findFormat('S16_LE')!,
  channels: 1,
  rateHz: 48_000,
  periodSize: 16,
  bufferSize: 64,
  periodWakeup: true,
  boundary: 2 ** 62,
  availMin: 16,
  startThreshold: 2 ** 62,
  stopThreshold: 64,
  tstampType: 'MONOTONIC',
  infoFlags: 0,
};

/** The memory of a device and nothing behind it: every word is as the test writes it. */
export class PaperDevice implements PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  /** Whether the pages are shared; by SYNC_PTR the same words are copied. */
  readonly pages: { readonly status: boolean; readonly control: boolean };
  readonly #status = new ArrayBuffer(PAGE_BYTES);
  readonly #control = new ArrayBuffer(PAGE_BYTES);
  readonly #statusWords = new BigUint64Array(this.#status);
  readonly #controlWords = new BigUint64Array(this.#control);
  readonly #states = new Int32Array(this.#status);
  readonly #ring: ArrayBuffer;
  readonly #mappings = new MappingSet();

  constructor(
    params: Partial<PcmParams> = {},
    pages: { readonly status: boolean; readonly control: boolean } = {
      status: true,
      control: true,
    },
  ) {
    this.params = { ...PAPER, ...params };
    this.pages = pages;
    const { channels: count, rateHz, periodSize: period, bufferSize: size } = this.params;
    this.capabilities = {
      periodWakeups: [true],
      formats: [this.params.format.name],
      channels: { min: count, max: count },
      rateHz: { min: rateHz, max: rateHz },
      periodSize: { min: period, max: period },
      bufferSize: { min: size, max: size },
    };
    this.identity = { name: 'paper', card: -1, device: 0, subdevice: 0, description: 'paper' };
    const { bufferSize, channels, format } = this.params;
    this.#ring = new ArrayBuffer(bufferSize * channels * format.bytes);
    this.availMin = BigInt(this.params.availMin);
    this.state = PcmState.PREPARED;
  }

  get state(): number {
    return this.#states[MMAP_STATUS.state / 4]!;
  }
  set state(state: number) {
    this.#states[MMAP_STATUS.state / 4] = state;
  }

  get hwPtr(): bigint {
    return this.#statusWords[MMAP_STATUS.hwPtr / 8]!;
  }
  set hwPtr(frames: bigint) {
    this.#statusWords[MMAP_STATUS.hwPtr / 8] = frames;
  }

  set tstampNs(ns: bigint) {
    this.#statusWords[MMAP_STATUS.tstampSec / 8] = ns / 1_000_000_000n;
    this.#statusWords[MMAP_STATUS.tstampNsec / 8] = ns % 1_000_000_000n;
  }

  get applPtr(): bigint {
    return this.#controlWords[0]!;
  }
  set applPtr(frames: bigint) {
    this.#controlWords[0] = frames;
  }

  get availMin(): bigint {
    return this.#controlWords[1]!;
  }
  set availMin(frames: bigint) {
    this.#controlWords[1] = frames;
  }

  mapStatus(): Mapping | MapRefusal {
    return this.pages.status ? this.#mappings.add(this.#status) : REFUSED;
  }

  mapControl(): Mapping | MapRefusal {
    return this.pages.control ? this.#mappings.add(this.#control) : REFUSED;
  }

  mapSamples(): Mapping {
    return this.#mappings.add(this.#ring);
  }

  channelInfo(channel: number): ChannelInfo {
    const bits = this.params.format.bytes * 8;
    return { offsetBytes: 0, firstBits: channel * bits, stepBits: this.params.channels * bits };
  }

  /** As the kernel does it, which refuses an appl_ptr of the boundary and more. */
  syncPtr(block: ArrayBuffer): void {
    const [flags = 0] = new Uint32Array(block, SYNC_PTR.flags, 1);
    const control = new BigUint64Array(block, SYNC_PTR.control, 2);
    if ((flags & SyncFlag.HWSYNC) !== 0) this.moveHardware();
    if ((flags & SyncFlag.APPL) === 0) {
      if (control[0]! >= BigInt(this.params.boundary)) {
        throw new AlsaMmapError('UNSUPPORTED', 'paper: SYNC_PTR: EINVAL', { errno: 'EINVAL' });
      }
      this.applPtr = control[0]!;
    }
    if ((flags & SyncFlag.AVAIL_MIN) === 0) this.availMin = control[1]!;
    new Uint8Array(block, SYNC_PTR.status).set(new Uint8Array(this.#status, 0, MMAP_STATUS.size));
    control.set([this.applPtr, this.availMin]);
  }

  statusExt(block: ArrayBuffer): void {
    this.moveHardware();
    new Int32Array(block)[PCM_STATUS.state / 4] = this.state;
    const words = new BigUint64Array(block);
    words[PCM_STATUS.applPtr / 8] = this.applPtr;
    words[PCM_STATUS.hwPtr / 8] = this.hwPtr;
  }

  wait(_timeoutMs: number): number {
    this.moveHardware();
    return 0;
  }

  waitWithTimestamp(timeoutMs: number): number {
    return this.wait(timeoutMs);
  }

  /** What the hardware does when it is asked, or waited for: nothing here. */
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

  drain(): void {
    this.state = PcmState.DRAINING;
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
