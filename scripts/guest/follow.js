// Follows a growing file, as `tail -f` does.
import { closeSync, openSync, readSync } from 'node:fs';

const INTERVAL_MS = 40;

/** Hands every new piece to `onData`; `stop()` reads what is left, then ends. */
export function follow(path, onData) {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 16);
  const drain = () => {
    for (;;) {
      const length = readSync(file, buffer);
      if (length === 0) return;
      onData(Buffer.from(buffer.subarray(0, length)));
    }
  };
  const timer = setInterval(drain, INTERVAL_MS);
  return {
    stop() {
      clearInterval(timer);
      drain();
      closeSync(file);
    },
  };
}
