import { setFlagsFromString } from 'node:v8';

/** Bytecodes that a function has run when V8 looks whether to compile it: by itself 67584. */
const SOON = ['--interrupt-budget=4000'];
/** Loops that move many samples are still compiled, soon enough by then; small functions not for being small. */
const SELDOM = ['--interrupt-budget=1000000', '--max-bytecode-size-for-early-opt=0'];

/** The words for it are those of Node 20's V8. Later ones have others, and a compiler that costs little. */
const KNOWS_WORDS = process.versions.v8.startsWith('11.');

/** From now on V8 compiles what runs soon after it began to run: for a loop that is rehearsed. For all threads. */
export function compileSoon(): void {
  set(SOON);
}

/** From now on V8 leaves code as it is that is not hot by then. For all threads. */
export function compileSeldom(): void {
  set(SELDOM);
}

function set(flags: readonly string[]): void {
  if (!KNOWS_WORDS) return;
  for (const flag of flags) setFlagsFromString(flag);
}
