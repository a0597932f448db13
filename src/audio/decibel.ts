/** Linear amplitude (1 is full scale) to dBFS; 0 gives -Infinity. */
export function toDbfs(amplitude: number): number {
  return 20 * Math.log10(Math.abs(amplitude));
}

/** dBFS to linear amplitude (0 dBFS is 1); -Infinity gives 0. */
export function fromDbfs(levelDbfs: number): number {
  return 10 ** (levelDbfs / 20);
}
