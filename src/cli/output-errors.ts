import { BROKEN_PIPE_EXIT } from './signals.js';

/**
 * Whoever reads the output may stop reading: that ends the program without a word, a running stream
 * in order (see `watchSignals`). Any other failure to write is told, and ends it at once.
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
  // Nobody is left to be told.
  process.stderr.on('error', () => {});
}
