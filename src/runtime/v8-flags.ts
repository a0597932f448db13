import { setFlagsFromString } from 'node:v8';

/** Bytecodes that a function has run when V8 looks whether to compile it: by itself 67584. */
const EARLY_FLAGS = ['--interrupt-budget=4000'];
/** Loops that move many samples are still compiled, soon enough by then; small functions not for being small. */
const LATE_FLAGS = ['--interrupt-budget=1000000', '--max-bytecode-size-for-early-opt=0'];

/** The words for it are those of Node 20's V8. Later ones have others, and a compiler that costs little. */
const SUPPORTS_FLAGS = process.versions.v8.startsWith('11.');

/** From now on V8 compiles what runs soon after it began to run: for a loop that is rehearsed. For all threads. */
export function optimizeEarly(): void {
  setFlags(EARLY_FLAGS);
}

/** From now on V8 leaves code as it is that is not hot by then. For all threads. */
export function optimizeLate(): void {
  setFlags(LATE_FLAGS);
}

function setFlags(flags: readonly string[]): void {
  if (!SUPPORTS_FLAGS) return;
  for (const flag of flags) setFlagsFromString(flag);
}
