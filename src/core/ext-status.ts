import { PCM_STATUS } from '../device/abi.js';
import type { PcmDevice } from '../device/pcm-device.js';

/**
 * What STATUS_EXT tells of a stream: both pointers, avail, delay and the times of one moment, which the
 * hardware was asked for. A copy each call, so nothing here is torn. Kernel: `snd_pcm_status64`.
 */
export class ExtStatus {
  readonly #device: Pick<PcmDevice, 'statusExt'>;
  readonly #block = new ArrayBuffer(PCM_STATUS.size);
  readonly #words = new BigInt64Array(this.#block);
  readonly #ints = new Int32Array(this.#block);

  constructor(device: Pick<PcmDevice, 'statusExt'>) {
    this.#device = device;
  }

  refresh(): this {
    // What goes in is what kind of audio timestamp is wanted: the plainest.
    this.#words.fill(0n);
    this.#device.statusExt(this.#block);
    return this;
  }

  get state(): number {
    return this.#ints[PCM_STATUS.state / 4]!;
  }

  /** When the stream was last started, stopped or paused, on the negotiated clock. */
  get triggerTstampNs(): number {
    return this.#readNumber(PCM_STATUS.triggerSec) * 1e9 + this.#readNumber(PCM_STATUS.triggerNsec);
  }

  /** Of the pointer update; of now where the stream does not run. */
  get tstampNs(): number {
    return this.#readNumber(PCM_STATUS.tstampSec) * 1e9 + this.#readNumber(PCM_STATUS.tstampNsec);
  }

  get applPtr(): number {
    return this.#readNumber(PCM_STATUS.applPtr);
  }

  get hwPtr(): number {
    return this.#readNumber(PCM_STATUS.hwPtr);
  }

  /** Frames from appl_ptr to what is heard, or was said, now; 0 where the stream does not run. */
  get delay(): number {
    return this.#readNumber(PCM_STATUS.delay);
  }

  get avail(): number {
    return this.#readNumber(PCM_STATUS.avail);
  }

  /** A driver may tell nonsense, which is to be seen: above 2^53 it is rounded, not refused. */
  #readNumber(byteOffset: number): number {
    return Number(this.#words[byteOffset / 8]!);
  }
}
