import { MmapCapture } from '../core/mmap-capture.js';
import type { MmapIO, MmapOptions } from '../core/mmap-io.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/state.js';
import { waitLimitMs } from '../stream/pace.js';
import { askHardware, goneError } from '../stream/recovery.js';

const LOOK_ATTEMPTS = 16;

/** Frames from `from` to `to` by the shorter way round: below 0 where the pointer went back. */
export function signedStep(from: number, to: number, boundary: number): number {
  const step = to - from;
  if (step > boundary / 2) return step - boundary;
  return step < -boundary / 2 ? step + boundary : step;
}

/**
 * A stream that runs for its pointer's sake, and is never stopped by an xrun: playback plays a ring of
 * silence, capture is thrown away. appl_ptr keeps half a ring from hw_ptr, so that waiting is for the
 * next update of it, and a pointer that steps back by less has no consequences.
 *
 * The device is to be open with `stopThreshold: 'never'`.
 */
export class FreeStream {
  readonly device: PcmDevice;
  readonly io: MmapIO;
  /** hw_ptr as it was seen last, in frames since the start: without its wrap. */
  position = 0;
  /** When the kernel says that it looked at the hardware for it; 0 before the first time. */
  stampNs = 0;
  readonly #playback: boolean;
  readonly #half: number;
  readonly #limitMs: number;
  #hwPtr = 0;
  /** Frames committed since the start. */
  #applied = 0;
  #availMin = 0;

  constructor(device: PcmDevice, options: MmapOptions = {}) {
    this.device = device;
    this.#playback = device.params.direction === 'playback';
    this.io = this.#playback ? new MmapPlayback(device, options) : new MmapCapture(device, options);
    this.#half = this.io.bufferSize >> 1;
    this.#limitMs = waitLimitMs(device.params);
    if (this.#playback) for (const region of this.io.dataPtr()) region.fillSilence();
    this.follow();
  }

  start(): void {
    this.device.start();
    this.#hwPtr = this.io.hwPtr();
  }

  /**
   * Looks at hw_ptr and its timestamp, which belong together.
   * @returns whether hw_ptr has moved since the last look
   * @throws DISCONNECTED, FAILED where the stream has stopped
   */
  look(): boolean {
    const { status } = this.io;
    let hwPtr = status.hwPtr();
    for (let attempt = 0; attempt < LOOK_ATTEMPTS; attempt++) {
      this.stampNs = status.htstampSecNow() * 1e9 + status.htstampNsecNow();
      const again = status.hwPtrNow();
      const stable = this.stampNs === status.htstampSecNow() * 1e9 + status.htstampNsecNow();
      if (again === hwPtr && stable) break;
      hwPtr = again;
    }
    if (status.stateNow() !== PcmState.RUNNING) this.#stopped(status.stateNow());
    if (hwPtr === this.#hwPtr) return false;
    this.position += signedStep(this.#hwPtr, hwPtr, this.io.boundary);
    this.#hwPtr = hwPtr;
    return true;
  }

  /** Asks the hardware where it is (HWSYNC), then looks. */
  query(): boolean {
    askHardware(this.io);
    return this.look();
  }

  /** Brings appl_ptr after hw_ptr. A pointer that went back is waited for. */
  follow(): void {
    const frames = this.position + (this.#playback ? this.#half : -this.#half) - this.#applied;
    if (frames > 0) {
      this.io.commit(frames);
      this.#applied += frames;
    }
    const avail = this.position - this.#applied + (this.#playback ? this.io.bufferSize : 0);
    const availMin = Math.max(1, avail + 1);
    if (availMin === this.#availMin) return;
    this.#availMin = availMin;
    this.io.control.setAvailMin(availMin);
  }

  /** Waits for the next update of hw_ptr, at most for about two periods. */
  wait(): void {
    this.device.wait(this.#limitMs);
  }

  close(): void {
    this.io.close();
  }

  #stopped(state: number): never {
    const { name } = this.device.identity;
    if (state === PcmState.DISCONNECTED) throw goneError(name);
    throw new AlsaMmapError(
      'FAILED',
      `${name}: the stream stopped in the state ${stateName(state)} while it was measured`,
      { device: name },
    );
  }
}
