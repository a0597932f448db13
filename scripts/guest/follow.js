// Follows a growing file, as `tail -f` does.
import { closeSync, openSync, readSync } from 'node:fs';

const INTERVAL_MS = 40;

/**
 * Passes new bytes to `onData`; `stop()` reads the rest, then ends.
 * @param {string} path
 * @param {(bytes: Buffer) => void} onData
 */
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
