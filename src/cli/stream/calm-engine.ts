import { setFlagsFromString } from 'node:v8';
import { cleanHeap } from '../../stream/clean-heap.js';
import { compileSeldom } from '../../stream/compile-budget.js';

/** In which little comes together where nothing is lost. */
const CLEAN_EVERY_MS = 300_000;
/** In which what a stream's turn calls is compiled, also on a slow machine. */
const SETTLES_MS = 4000;

/** Work that V8 does of its own accord. Without the second the first does nothing to a heap that is there. */
const OWN_ACCORD = ['--no-memory-reducer', '--no-incremental-marking', '--no-flush-bytecode'];

/**
 * V8, kept from a thread that streams. What runs there is compiled as the stream begins (`compileSoon`
 * of its job), not bit by bit over its first minutes. V8 does nothing of its own accord: it does not
 * look for memory to give back, again and again where there is none, nor drop what it has compiled of
 * code that runs seldom. In place of that this thread's heap is cleaned now and then.
 */
export class CalmEngine {
  readonly #cleaning = setInterval(cleanHeap, CLEAN_EVERY_MS);
  #settling: NodeJS.Timeout | undefined;

  constructor() {
    for (const flag of OWN_ACCORD) setFlagsFromString(flag);
  }

  /** The stream is about to begin. */
  streams(): void {
    this.#settling = setTimeout(compileSeldom, SETTLES_MS);
  }

  end(): void {
    clearInterval(this.#cleaning);
    clearTimeout(this.#settling);
  }
}
