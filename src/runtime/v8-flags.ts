import { setFlagsFromString } from 'node:v8';
import { startPeriodicGc } from './collect-garbage.js';

/** Bytecodes that a function runs before V8 considers optimizing it; V8's default is 67584. */
const EARLY_FLAGS = ['--interrupt-budget=4000'];
/** Still optimizes loops over many samples, but no longer small functions for being small. */
const LATE_FLAGS = ['--interrupt-budget=1000000', '--max-bytecode-size-for-early-opt=0'];

/**
 * Stops the background work of V8: returning memory, marking in steps, dropping rarely used
 * bytecode. `--no-memory-reducer` alone has no effect on an existing heap.
 */
const QUIET_FLAGS = ['--no-memory-reducer', '--no-incremental-marking', '--no-flush-bytecode'];

/** Time to optimize everything that a cycle of a stream calls, also on a slow machine. */
const WARMUP_MS = 4000;

/** The budget flags exist in Node 20's V8 only; compilation costs little in later versions. */
const SUPPORTS_BUDGET_FLAGS = process.versions.v8.startsWith('11.');

/** Makes V8 optimize functions soon after their first run, in the whole process. */
export function optimizeEarly(): void {
  if (SUPPORTS_BUDGET_FLAGS) setFlags(EARLY_FLAGS);
}

/** Makes V8 optimize only functions that are still hot, in the whole process. */
function optimizeLate(): void {
  if (SUPPORTS_BUDGET_FLAGS) setFlags(LATE_FLAGS);
}

/**
 * Keeps V8 from disturbing a thread that streams. The loop is optimized while it warms up
 * (`optimizeEarly` of its job) instead of during its first minutes, and V8 does no background work
 * on the heap; the calling thread collects its garbage periodically instead.
 */
export class V8Tuning {
  readonly #stopPeriodicGc = startPeriodicGc();
  #warmupTimer: NodeJS.Timeout | undefined;

  constructor() {
    setFlags(QUIET_FLAGS);
  }

  /** Ends early optimization 4 s from now. */
  streamOpened(): void {
    this.#warmupTimer = setTimeout(optimizeLate, WARMUP_MS);
  }

  stop(): void {
    this.#stopPeriodicGc();
    clearTimeout(this.#warmupTimer);
  }
}

function setFlags(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}
