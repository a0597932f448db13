import { setFlagsFromString } from 'node:v8';

/**
 * Stops the background work of V8: returning memory, marking in steps, dropping rarely used
 * bytecode. `--no-memory-reducer` alone has no effect on an existing heap. Threads that start later
 * have `gc`, so that they can collect the garbage of their set-up before they stream.
 */
const STREAM_FLAGS = [
  '--no-memory-reducer',
  '--no-incremental-marking',
  '--no-flush-bytecode',
  '--expose-gc',
];

/**
 * Bytecodes that a function runs before V8 considers optimizing it; the default is 67584. With 4000
 * a stream's loop is optimized while it warms up instead of during its first minutes. The flag
 * exists in Node 20's V8 only; later versions have a compiler that costs little.
 */
const EARLY_OPTIMIZATION_FLAGS = process.versions.v8.startsWith('11.')
  ? ['--interrupt-budget=4000']
  : [];

/**
 * Sets V8's flags for a process that streams. They apply to all its threads, and V8 reads them
 * without a lock: call it on the main thread, before the first worker starts, and only in a program
 * that owns its process. The library never does.
 */
export function tuneV8(): void {
  for (const flag of [...STREAM_FLAGS, ...EARLY_OPTIMIZATION_FLAGS]) setFlagsFromString(flag);
}
