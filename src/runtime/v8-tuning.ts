import { setFlagsFromString } from 'node:v8';
import { collectGarbage } from './collect-garbage.js';
import { optimizeLate } from './v8-flags.js';

/** In which little comes together where nothing is lost. */
const GC_INTERVAL_MS = 300_000;
/** In which what a stream's turn calls is compiled, also on a slow machine. */
const WARMUP_MS = 4000;

/** Work that V8 does of its own accord. Without the second the first does nothing to a heap that is there. */
const STREAMING_V8_FLAGS = [
  '--no-memory-reducer',
  '--no-incremental-marking',
  '--no-flush-bytecode',
];

/**
 * V8, kept from a thread that streams. What runs there is compiled as the stream begins (`compileSoon`
 * of its job), not bit by bit over its first minutes. V8 does nothing of its own accord: it does not
 * look for memory to give back, again and again where there is none, nor drop what it has compiled of
 * code that runs seldom. In place of that this thread's heap is cleaned now and then.
 */
export class V8Tuning {
  readonly #gcTimer = setInterval(collectGarbage, GC_INTERVAL_MS);
  #warmupTimer: NodeJS.Timeout | undefined;

  constructor() {
    for (const flag of STREAMING_V8_FLAGS) setFlagsFromString(flag);
  }

  /** The stream is about to begin. */
  streamOpened(): void {
    this.#warmupTimer = setTimeout(optimizeLate, WARMUP_MS);
  }

  stop(): void {
    clearInterval(this.#gcTimer);
    clearTimeout(this.#warmupTimer);
  }
}
