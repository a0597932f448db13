/** What the 2024 edition of the language has, and the compiler's library here has not yet. */
interface AsyncAtomics {
  waitAsync(
    words: Int32Array,
    index: number,
    value: number,
    timeoutMs: number,
  ): { readonly async: boolean; readonly value: string | Promise<string> };
}

/**
 * Resolves when another thread changes a word of shared memory that was `value`, and notifies; or
 * after `timeoutMs`. It keeps no process alive: the other thread does.
 */
export async function waitForChange(
  words: Int32Array,
  index: number,
  value: number,
  timeoutMs: number,
): Promise<void> {
  await (Atomics as unknown as AsyncAtomics).waitAsync(words, index, value, timeoutMs).value;
}
