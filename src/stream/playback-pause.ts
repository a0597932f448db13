import type { MmapPlayback } from '../core/mmap-playback.js';
import { InfoFlag } from '../device/abi.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { hwsyncUnlessStopped } from './recovery.js';

/**
 * Pause of a running playback, without the loss of a frame: by PAUSE if the driver has it, else by
 * DROP, with the unplayed frames kept for the next start.
 */
export class PlaybackPause {
  readonly #device: PcmDevice;
  readonly #io: MmapPlayback;
  /** Unplayed frames of a dropped ring, as bytes; undefined if the ring was not dropped. */
  #kept: Uint8Array | undefined;

  constructor(device: PcmDevice, io: MmapPlayback) {
    this.#device = device;
    this.#io = io;
  }

  /** Unplayed frames. */
  get unplayedFrames(): number {
    if (this.#kept !== undefined) return this.#kept.length / this.#io.frameBytes;
    return Math.max(0, this.#io.bufferSize - this.#io.avail());
  }

  /** Returns false if the stream has stopped by itself; the next cycle then finds out why. */
  begin(): boolean {
    if (this.#tryPause()) return true;
    hwsyncUnlessStopped(this.#io);
    if (this.#io.state() !== PcmState.RUNNING) return false;
    this.#drop();
    return true;
  }

  /** Returns false if the device was disconnected. Keeps the frames of a suspended stream. */
  check(): boolean {
    const state = this.#io.state();
    if (state === PcmState.DISCONNECTED) return false;
    if (this.#kept === undefined && state !== PcmState.PAUSED) this.#drop();
    return true;
  }

  /** Releases a paused stream: true if it runs, false if it is PREPARED and has to be started. */
  release(): boolean {
    if (this.#kept === undefined) {
      this.#device.pause(false);
      return true;
    }
    this.#device.prepare();
    this.#io.writeFrames(this.#kept);
    this.#kept = undefined;
    return false;
  }

  /** Stops a paused stream; the unplayed frames are discarded. */
  discard(): void {
    if (this.#kept === undefined) this.#device.drop();
    this.#kept = undefined;
  }

  #tryPause(): boolean {
    if ((this.#device.params.infoFlags & InfoFlag.PAUSE) === 0) return false;
    try {
      this.#device.pause(true);
      return true;
    } catch {
      // Some drivers set the flag and refuse; a stream that has stopped is detected by its state.
      return false;
    }
  }

  #drop(): void {
    this.#device.drop();
    this.#kept = this.#io.copyUnplayed();
  }
}
