/**
 * Packs S24_LE samples (24 bits low in a 32-bit word, the fourth byte ignored) into the three bytes
 * a sample of S24_3LE, which is how a WAV file holds them (`wavLayout().pack`).
 *
 * `target` takes 3 bytes for each of the `samples` words that `source` gives from `first` on; the
 * two may lie over the same memory where `target` does not start after `source`. Does not allocate.
 */
export function packS24(
  source: Int32Array,
  first: number,
  samples: number,
  target: Uint8Array,
): void {
  let byte = 0;
  for (let index = first; index < first + samples; index++) {
    const word = source[index]!;
    target[byte] = word;
    target[byte + 1] = word >> 8;
    target[byte + 2] = word >> 16;
    byte += 3;
  }
}
