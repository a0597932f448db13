import { attempt } from './process-notes.js';
import { sampleThread, type ThreadSample } from './thread-sample.js';

/** Time that the history covers: an xrun is reported within seconds. */
const HISTORY_NS = 15e9;

/** The latest samples of a thread. */
export class ThreadHistory {
  readonly #pid: number | 'self';
  readonly #tid: number;
  #samples: ThreadSample[] = [];

  constructor(pid: number | 'self', tid: number) {
    this.#pid = pid;
    this.#tid = tid;
  }

  get samples(): readonly ThreadSample[] {
    return this.#samples;
  }

  /** Adds a sample, unless the thread has ended. */
  sample(): void {
    const sample = attempt(() => sampleThread(this.#pid, this.#tid));
    if (sample === undefined) return;
    const first = this.#samples.findIndex(({ ns }) => ns > sample.ns - HISTORY_NS);
    if (first > this.#samples.length / 2) this.#samples = this.#samples.slice(first);
    this.#samples.push(sample);
  }
}
