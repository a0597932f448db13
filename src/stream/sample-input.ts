import { type AlsaMmapError, deviceError } from '../device/errors.js';
import { FrameJoiner } from './frame-joiner.js';

/** Checks of the samples that a program passes to a playback. */
export class SampleInput {
  readonly #name: string;
  readonly #type: typeof Uint8Array | typeof Float32Array;
  /** Elements of a frame. */
  readonly frameLength: number;

  /**
   * @param name device, for errors
   * @param raw true for bytes, false for floats
   */
  constructor(name: string, raw: boolean, frameLength: number) {
    this.#name = name;
    this.#type = raw ? Uint8Array : Float32Array;
    this.frameLength = frameLength;
  }

  /** Returns memory for a number of frames. */
  allocate(frames: number): Uint8Array | Float32Array {
    return new this.#type(frames * this.frameLength);
  }

  createJoiner(): FrameJoiner {
    return new FrameJoiner(this.allocate(1));
  }

  /** @throws RANGE unless the samples have the type that was requested with `raw` */
  checkType(samples: unknown, call: string): Uint8Array | Float32Array {
    if (samples instanceof this.#type) return samples;
    throw this.#error(call, `expected a ${this.#type.name} (see the option raw)`);
  }

  /** @throws RANGE for another type or a partial frame */
  countFrames(samples: unknown, call: string): number {
    const { length } = this.checkType(samples, call);
    if (length % this.frameLength === 0) return length / this.frameLength;
    throw this.#error(
      call,
      `expected whole frames of ${this.frameLength} elements, got ${length} elements`,
    );
  }

  /** @throws RANGE if the buffer of the samples was resized, or transferred to another thread */
  checkLength(samples: Uint8Array | Float32Array, length: number, call: string): void {
    if (samples.length === length) return;
    throw this.#error(
      call,
      `the samples changed while they were in use: ${length} elements, now ${samples.length}`,
    );
  }

  /** @throws RANGE unless `frames` is an integer from 1 to `room` */
  checkFilled(frames: number, room: number): void {
    if (Number.isInteger(frames) && frames > 0 && frames <= room) return;
    throw this.#error('fill', `expected a result from 0 to ${room} (frames), got ${frames}`);
  }

  #error(call: string, problem: string): AlsaMmapError {
    return deviceError('RANGE', this.#name, `${call}: ${problem}`);
  }
}
