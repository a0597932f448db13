import { PCM_STATUS } from '../device/abi.js';
import type { PcmDevice } from '../device/pcm-device.js';

/**
 * Record of the STATUS_EXT ioctl: both pointers, avail, delay and timestamps of one instant, after
 * the kernel has queried the hardware. The kernel copies it under the stream lock, so it is never
 * torn. Lengths in frames, times in ns on the negotiated clock.
 *
 * Source: kernel `snd_pcm_status64`, `struct __snd_pcm_status64`.
 */
export class ExtStatus {
  readonly #device: Pick<PcmDevice, 'statusExt'>;
  readonly #block = new ArrayBuffer(PCM_STATUS.size);
  readonly #words = new BigInt64Array(this.#block);
  readonly #ints = new Int32Array(this.#block);

  constructor(device: Pick<PcmDevice, 'statusExt'>) {
    this.#device = device;
  }

  /** Reads the record; returns the same object. Throws an error with the errno of the ioctl. */
  refresh(): this {
    // STATUS_EXT reads the requested audio timestamp type from the record; 0 is the default type.
    this.#words.fill(0n);
    this.#device.statusExt(this.#block);
    return this;
  }

  /** State number; see `stateName`. */
  get state(): number {
    return this.#ints[PCM_STATUS.state / 4]!;
  }

  /** Time of the last start, stop or pause. */
  get triggerTstampNs(): number {
    return this.#readNumber(PCM_STATUS.triggerSec) * 1e9 + this.#readNumber(PCM_STATUS.triggerNsec);
  }

  /** Time of the pointer update; the current time if the stream is not running. */
  get tstampNs(): number {
    return this.#readNumber(PCM_STATUS.tstampSec) * 1e9 + this.#readNumber(PCM_STATUS.tstampNsec);
  }

  get applPtr(): number {
    return this.#readNumber(PCM_STATUS.applPtr);
  }

  get hwPtr(): number {
    return this.#readNumber(PCM_STATUS.hwPtr);
  }

  /** Frames between appl_ptr and the converter; 0 if the stream is not running. */
  get delay(): number {
    return this.#readNumber(PCM_STATUS.delay);
  }

  get avail(): number {
    return this.#readNumber(PCM_STATUS.avail);
  }

  /** Rounds above 2^53 instead of throwing, so that a wrong value of a driver can be reported. */
  #readNumber(byteOffset: number): number {
    return Number(this.#words[byteOffset / 8]!);
  }
}
