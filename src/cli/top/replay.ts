import type { OutputValues } from '../options/common.js';
import { printable } from '../text/printable.js';
import { type Reading, type ReadingSource, showLive } from './live.js';
import { type RecordedStreams, readTopRecording } from './recording.js';
import type { TopView } from './view.js';

/** Left and right arrow, as CSI or SS3. */
const BACK = new Set(['\x1b[D', '\x1bOD']);
const FORWARD = new Set(['\x1b[C', '\x1bOC']);

/** `top --replay`: the readings of a recording, one per interval. */
export function showReplay(
  path: string,
  view: TopView,
  values: OutputValues & { readonly interval: number },
): Promise<number> {
  return showLive(new Replay(readTopRecording(path)), view, values);
}

/** Steps through a recording: by itself, or by the arrow keys while it is paused. */
class Replay implements ReadingSource {
  readonly keys = 'space: pause  left/right: step';
  readonly #recorded: readonly RecordedStreams[];
  #index = -1;
  #isPaused = false;

  constructor(recorded: readonly RecordedStreams[]) {
    this.#recorded = recorded;
  }

  next(): Reading | undefined {
    return this.#isPaused ? undefined : this.#step(1);
  }

  press(key: string): Reading | undefined {
    if (key === ' ') this.#isPaused = !this.#isPaused;
    const step = FORWARD.has(key) ? 1 : BACK.has(key) ? -1 : 0;
    if (step === 0) return undefined;
    this.#isPaused = true;
    return this.#step(step);
  }

  /** Undefined before the first and after the last reading. */
  #step(step: number): Reading | undefined {
    const recorded = this.#recorded[this.#index + step];
    if (recorded === undefined) return undefined;
    this.#index += step;
    const { date, streams } = recorded;
    const position = `${this.#index + 1} of ${this.#recorded.length}`;
    return { streams, time: `${printable(date)}  ${position}` };
  }
}
