import { interruptNumbers } from '../../observe/card-interrupts.js';
import { attempt } from '../trace/process-notes.js';
import type { CounterSample } from './likely-cause.js';
import { sampleMachine } from './machine-sample.js';
import { sampleThread } from './thread-sample.js';

/** Time that the history covers: an xrun is reported within seconds. */
const HISTORY_NS = 15e9;

/** The latest samples of a thread and of the machine. */
export class ThreadHistory {
  readonly #pid: number | 'self';
  readonly #tid: number;
  readonly #interrupts: readonly number[];
  #samples: CounterSample[] = [];

  /** @param card the number of the card whose interrupts are counted; undefined for none */
  constructor(pid: number | 'self', tid: number, card: number | undefined) {
    this.#pid = pid;
    this.#tid = tid;
    this.#interrupts = card === undefined ? [] : (attempt(() => interruptNumbers(card)) ?? []);
  }

  get samples(): readonly CounterSample[] {
    return this.#samples;
  }

  /** Adds a sample, unless the thread has ended. */
  sample(): void {
    const sample = attempt(() => sampleThread(this.#pid, this.#tid));
    if (sample === undefined) return;
    const first = this.#samples.findIndex(({ ns }) => ns > sample.ns - HISTORY_NS);
    if (first > this.#samples.length / 2) this.#samples = this.#samples.slice(first);
    this.#samples.push({ ...sample, ...sampleMachine(this.#interrupts, sample.cpu) });
  }
}
