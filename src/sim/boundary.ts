const LONG_MAX = (1n << 63n) - 1n;

/**
 * Boundary of the pointers: `wrap` buffer sizes, or with 0 the kernel's choice, the largest
 * bufferSize * 2^k that leaves room for one more buffer (`snd_pcm_hw_params`).
 */
export function boundaryFrames(bufferSize: number, wrap: number): bigint {
  const size = BigInt(bufferSize);
  if (wrap > 0) return size * BigInt(wrap);
  let boundary = size;
  while (boundary * 2n <= LONG_MAX - size) boundary *= 2n;
  return boundary;
}
