import type { MmapIO } from '../core/mmap-io.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/pcm-state.js';
import { disconnectedError, hwsyncUnlessStopped } from '../stream/recovery.js';

const LOOK_ATTEMPTS = 16;

/** Frames from `from` to `to` by the shorter way round: below 0 where the pointer went back. */
export function signedStep(from: number, to: number, boundary: number): number {
  const step = to - from;
  if (step > boundary / 2) return step - boundary;
  return step < -boundary / 2 ? step + boundary : step;
}

/** Follows the hw_ptr of a running stream, over its wraps. */
export class PointerTrack {
  /** hw_ptr as it was seen last, in frames since `begin`: without its wrap. */
  position = 0;
  /** When the kernel says that it looked at the hardware for it; 0 before the first time. */
  stampNs = 0;
  readonly #device: PcmDevice;
  readonly #io: MmapIO;
  #hwPtr = 0;

  constructor(device: PcmDevice, io: MmapIO) {
    this.#device = device;
    this.#io = io;
  }

  /** Counts from here on. */
  begin(): void {
    this.position = 0;
    this.stampNs = 0;
    this.#hwPtr = this.#io.hwPtr();
  }

  /**
   * Looks at hw_ptr and its timestamp, which belong together.
   * @returns whether hw_ptr has moved since the last look
   * @throws DISCONNECTED, FAILED where the stream has stopped
   */
  look(): boolean {
    const { status } = this.#io;
    let hwPtr = status.hwPtr();
    for (let attempt = 0; attempt < LOOK_ATTEMPTS; attempt++) {
      this.stampNs = status.peekHtstampSec() * 1e9 + status.peekHtstampNsec();
      const again = status.peekHwPtr();
      const stable = this.stampNs === status.peekHtstampSec() * 1e9 + status.peekHtstampNsec();
      if (again === hwPtr && stable) break;
      hwPtr = again;
    }
    if (status.peekState() !== PcmState.RUNNING) this.#stopped(status.peekState());
    if (hwPtr === this.#hwPtr) return false;
    this.position += signedStep(this.#hwPtr, hwPtr, this.#io.boundary);
    this.#hwPtr = hwPtr;
    return true;
  }

  /** Asks the hardware where it is (HWSYNC), then looks. */
  query(): boolean {
    hwsyncUnlessStopped(this.#io);
    return this.look();
  }

  #stopped(state: number): never {
    const { name } = this.#device.identity;
    if (state === PcmState.DISCONNECTED) throw disconnectedError(name);
    throw new AlsaMmapError(
      'FAILED',
      `${name}: the stream stopped in the state ${stateName(state)} while it was measured`,
      { device: name },
    );
  }
}
