import { deviceError } from '../device/errors.js';
import { causeText, type LossCause } from './loss-cause.js';

const MAX_RESTARTS = 20;

/** Ends a stream that stops after each start without having moved frames in between. */
export class RestartLimit {
  readonly #device: string;
  #restarts = 0;

  constructor(device: string) {
    this.#device = device;
  }

  /** Call when the stream is RUNNING and frames were moved since its start. */
  reset(): void {
    this.#restarts = 0;
  }

  /**
   * @param cause of the last stop, if it is known
   * @throws XRUN at the 21st restart without a run
   */
  countRestart(cause?: LossCause): void {
    this.#restarts++;
    if (this.#restarts <= MAX_RESTARTS) return;
    const advice = cause === undefined ? 'try a larger period and buffer' : causeText(cause);
    const reason = `the stream stopped right after each of ${MAX_RESTARTS} starts: ${advice}`;
    throw deviceError('XRUN', this.#device, reason);
  }
}
