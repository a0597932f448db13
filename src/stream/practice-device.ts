import { storeWord } from '../core/pointer-word.js';
import { CONTROL, STATUS } from '../device/abi.js';
import { MappingSet } from '../device/mapping-set.js';
import type { PcmOffers } from '../device/offers.js';
import { bytesPerFrame, type PcmParams } from '../device/params.js';
import type { ChannelInfo, Mapping, PcmDevice, PcmIdentity } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';

/** Small, so that a few turns go round it. */
const BUFFER_SIZE = 256;

/** The memory of a device that runs, and nothing behind it: a stream is rehearsed on it. */
export class PracticeDevice implements PcmDevice {
  readonly identity: PcmIdentity = {
    ...{ name: 'practice', card: -1, device: 0, subdevice: 0 },
    description: 'memory',
  };
  readonly params: PcmParams;
  readonly offers: PcmOffers;
  readonly #status = new ArrayBuffer(STATUS.size);
  readonly #control = new ArrayBuffer(CONTROL.size);
  readonly #ring: ArrayBuffer;
  readonly #words = new Float64Array(this.#status);
  readonly #mappings = new MappingSet();
  #hwPtr = 0;

  /** Like the device that is rehearsed for, but with a ring of its own, as full as one just served. */
  constructor({ params, offers }: Pick<PcmDevice, 'params' | 'offers'>) {
    this.offers = offers;
    const boundary = BUFFER_SIZE * 2 ** 40;
    const sizes = { periodSize: BUFFER_SIZE / 4, bufferSize: BUFFER_SIZE, boundary };
    this.params = { ...params, ...sizes, infoFlags: 0, periodWakeup: true };
    this.#ring = new ArrayBuffer(BUFFER_SIZE * bytesPerFrame(params));
    new Int32Array(this.#status)[STATUS.state / 4] = PcmState.RUNNING;
    const ahead = params.direction === 'playback' ? BUFFER_SIZE : 0;
    storeWord(new Float64Array(this.#control), CONTROL.applPtr / 8, ahead);
    this.move(0, 0);
  }

  /** The hardware has gone on by so many frames, as an interrupt at `atNs` tells. */
  move(frames: number, atNs: number): void {
    this.#hwPtr += frames;
    storeWord(this.#words, STATUS.hwPtr / 8, this.#hwPtr);
    storeWord(this.#words, STATUS.tstampSec / 8, Math.floor(atNs / 1e9));
    storeWord(this.#words, STATUS.tstampNsec / 8, Math.floor(atNs % 1e9));
  }

  mapStatus(): Mapping {
    return this.#mappings.add(this.#status);
  }

  mapControl(): Mapping {
    return this.#mappings.add(this.#control);
  }

  mapSamples(): Mapping {
    return this.#mappings.add(this.#ring);
  }

  channelInfo(channel: number): ChannelInfo {
    const { access, channels, format } = this.params;
    const bits = format.bytes * 8;
    const apart = access === 'MMAP_NONINTERLEAVED';
    return {
      offsetBytes: 0,
      firstBits: channel * bits * (apart ? BUFFER_SIZE : 1),
      stepBits: bits * (apart ? 1 : channels),
    };
  }

  close(): void {
    this.#mappings.endAll();
  }

  // It runs for ever, and nobody waits for it.
  syncPtr(): void {}
  statusExt(): void {}
  wait(): number {
    return 0;
  }
  waitStamped(): number {
    return 0;
  }
  prepare(): void {}
  start(): void {}
  drop(): void {}
  drain(): void {}
  pause(): void {}
  resume(): void {}
  hwFree(): void {}
}
