import { setFlagsFromString } from 'node:v8';
import { cleanHeap } from '../../stream/clean-heap.js';

/** In which little comes together where nothing is lost. */
const CLEAN_EVERY_MS = 300_000;
/** In which what a stream's turn runs is compiled, also on a slow machine. */
const EAGER_MS = 4000;

/** Work that V8 does of its own accord. Without the second the first does nothing to a heap that is there. */
const OWN_ACCORD = ['--no-memory-reducer', '--no-incremental-marking', '--no-flush-bytecode'];
/** Bytecodes that a function has run when V8 looks whether to compile it: by itself 67584. */
const EAGER = ['--interrupt-budget=4000'];
/** Loops that move many samples are still compiled, soon enough by then; small functions not for being small. */
const CALM = ['--interrupt-budget=1000000', '--max-bytecode-size-for-early-opt=0'];

/** The words for it are those of Node 20's V8. Later ones have others, and a compiler that costs little. */
const KNOWS_BUDGET = process.versions.v8.startsWith('11.');

/**
 * V8, kept from a thread that streams. What runs there is compiled as the stream begins, not bit by
 * bit over its first minutes. Later V8 does nothing of its own accord: it does not look for memory to
 * give back, again and again where there is none, nor drop what it has compiled of code that runs
 * seldom. In place of that this thread's heap is cleaned now and then.
 */
export class CalmEngine {
  readonly #cleaning = setInterval(cleanHeap, CLEAN_EVERY_MS);
  #settling: NodeJS.Timeout | undefined;

  constructor() {
    set(OWN_ACCORD);
    if (KNOWS_BUDGET) set(EAGER);
  }

  /** The stream is about to begin. */
  streams(): void {
    if (KNOWS_BUDGET) this.#settling = setTimeout(() => set(CALM), EAGER_MS);
  }

  end(): void {
    clearInterval(this.#cleaning);
    clearTimeout(this.#settling);
  }
}

function set(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}
