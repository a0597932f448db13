import type { Unreadable } from './owner-access.js';
import { StopCounter, type TimedStops } from './stop-counter.js';

/** Values of a stream by which its xruns and restarts are counted. */
interface SeenStream {
  readonly state: string;
  readonly hwPtr: number;
  readonly boundary: number;
}

/** Counts how often a stream was seen in XRUN, and how often it was restarted without. */
export class XrunCounter {
  xruns = 0;
  restarts = 0;
  readonly #stops: StopCounter | undefined;
  /** Reason why restarts are found by hw_ptr, which misses some; null if by the PCM timer. */
  readonly timerRefusal: string | null;
  #previous: SeenStream | undefined;
  /** True from an XRUN until the stream starts again. */
  #isXrun = false;

  /** @param stops counter by the timer of the stream, or the reason why it was refused */
  constructor(stops: StopCounter | Unreadable) {
    this.#stops = stops instanceof StopCounter ? stops : undefined;
    this.timerRefusal = stops instanceof StopCounter ? null : stops.reason;
  }

  /** Adds what happened until a snapshot, which was taken just before. */
  add(seen: SeenStream): void {
    const previous = this.#previous;
    this.#previous = seen;
    const isXrun = seen.state === 'XRUN';
    const stops = this.#stops?.take();
    const isOther = previous?.state !== 'XRUN' || (stops?.isStopped && stops.starts > 0);
    if (isXrun && isOther) this.xruns++;
    if (stops !== undefined) this.#addTimed(stops, isXrun);
    else if (previous !== undefined && isRestart(previous, seen)) this.restarts++;
  }

  close(): void {
    this.#stops?.close();
  }

  /** A restart after an XRUN that was seen is not counted again. */
  #addTimed({ starts, restarts, isStopped }: TimedStops, isXrun: boolean): void {
    const ofXrun = starts > 0 && (this.#isXrun || (isXrun && !isStopped));
    this.restarts += Math.max(0, restarts - (ofXrun ? 1 : 0));
    this.#isXrun = starts === 0 ? this.#isXrun || isXrun : isXrun && isStopped;
  }
}

/** True if hw_ptr has stepped back; a wrap at the boundary is a large step back. */
function isRestart(previous: SeenStream, { state, hwPtr, boundary }: SeenStream): boolean {
  const isRunning = previous.state === 'RUNNING' && state === 'RUNNING';
  const back = previous.hwPtr - hwPtr;
  return isRunning && back > 0 && back < boundary / 2;
}
