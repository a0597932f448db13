import { BROKEN_PIPE_EXIT } from './signals.js';

/**
 * Handles errors of the output. A reader that closes the pipe ends the program silently, a running
 * stream in order (see `watchSignals`). Any other write error is reported and ends it at once.
 */
export function handleOutputErrors(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') {
      if (process.listenerCount('SIGPIPE') === 0) process.exit(BROKEN_PIPE_EXIT);
      return;
    }
    process.stderr.write(`alsa-mmap: cannot write to stdout: ${code}\n`);
    process.exit(1);
  });
  // No output is left to report it on.
  process.stderr.on('error', () => {});
}
