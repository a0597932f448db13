/**
 * Converts a linear amplitude (1 is full scale) to dBFS; 0 gives -Infinity.
 * @example
 * import { toDbfs } from 'alsa-mmap';
 *
 * console.log(toDbfs(0.5).toFixed(2)); // -6.02
 */
export function toDbfs(amplitude: number): number {
  return 20 * Math.log10(Math.abs(amplitude));
}

/**
 * Converts dBFS to a linear amplitude (0 dBFS is 1); -Infinity gives 0.
 * @example
 * import { fromDbfs } from 'alsa-mmap';
 *
 * console.log(fromDbfs(-20).toFixed(3)); // 0.100
 */
export function fromDbfs(levelDbfs: number): number {
  return 10 ** (levelDbfs / 20);
}
