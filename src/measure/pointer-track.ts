import type { MmapIO } from '../core/mmap-io.js';
import { signedStep } from '../core/pointer.js';
import type { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState, stateName } from '../device/pcm-state.js';
import { disconnectedError, hwsyncUnlessStopped } from '../stream/recovery.js';
import { failed } from './errors.js';

export { signedStep };

const READ_ATTEMPTS = 16;

/** Follows the hw_ptr of a running stream over its wraps. */
export class PointerTrack<IO extends MmapIO = MmapIO> {
  /** Last hw_ptr, in frames since `begin`, without wraps. */
  position = 0;
  /** Kernel timestamp of the last hw_ptr; 0 before the first update. */
  stampNs = 0;
  readonly device: PcmDevice;
  readonly io: IO;
  #hwPtr = 0;

  constructor(device: PcmDevice, io: IO) {
    this.device = device;
    this.io = io;
  }

  /** Starts the count of frames here. */
  begin(): void {
    this.position = 0;
    this.stampNs = 0;
    this.#hwPtr = this.io.hwPtr();
  }

  /**
   * Reads hw_ptr and its timestamp as a consistent pair.
   * @returns true if hw_ptr has moved since the last read
   * @throws DISCONNECTED, FAILED if the stream has stopped
   */
  read(): boolean {
    const { status } = this.io;
    let hwPtr = status.hwPtr();
    for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
      this.stampNs = status.peekHtstampSec() * 1e9 + status.peekHtstampNsec();
      const again = status.peekHwPtr();
      const stable = this.stampNs === status.peekHtstampSec() * 1e9 + status.peekHtstampNsec();
      if (again === hwPtr && stable) break;
      hwPtr = again;
    }
    const state = status.peekState();
    if (state !== PcmState.RUNNING) throw this.#stopped(state);
    if (hwPtr === this.#hwPtr) return false;
    this.position += signedStep(this.#hwPtr, hwPtr, this.io.boundary);
    this.#hwPtr = hwPtr;
    return true;
  }

  /** Requests a pointer update (HWSYNC), then reads it. */
  query(): boolean {
    hwsyncUnlessStopped(this.io);
    return this.read();
  }

  #stopped(state: number): AlsaMmapError {
    if (state === PcmState.DISCONNECTED) return disconnectedError(this.device.identity.name);
    const reason = `the stream stopped during the measurement, in state ${stateName(state)}`;
    return failed(this.device, reason);
  }
}
