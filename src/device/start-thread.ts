import type { Worker } from 'node:worker_threads';
import { AlsaMmapError } from './errors.js';

/** Reasons for which Node does not start a thread, by the code of its error. */
const REASONS: Record<string, string> = {
  ERR_WORKER_INIT_FAILED:
    'the system has no thread left; raise the limit of processes (ulimit -u) or end other programs',
  ERR_ACCESS_DENIED: "Node's permission model forbids it; run node with --allow-worker",
};

/**
 * Starts a thread of the package.
 * @param entry its compiled entry, such as `stream/worker`
 * @param name subject of error messages, such as `the stream's thread`
 * @throws FAILED if Node does not start it
 */
export function startThread(entry: string, name: string, workerData: unknown): Worker {
  try {
    // Loaded with the first thread: a program without one starts quicker.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    return new Worker(threadPath(entry), { workerData });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = REASONS[code ?? ''] ?? message;
    throw new AlsaMmapError('FAILED', `cannot start ${name}: ${reason}`, { cause });
  }
}

/**
 * Path of a compiled thread entry. It is resolved through the package's `imports`, independent of
 * the file the caller was bundled into.
 */
function threadPath(entry: string): string {
  const { createRequire } = process.getBuiltinModule('node:module');
  return createRequire(import.meta.url).resolve(`#dist/${entry}.js`);
}
