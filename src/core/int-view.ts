/**
 * Integer views that copy samples bit for bit; a copy through a float view may change the bits of
 * a NaN.
 */
export type IntView = Uint8Array | Int16Array | Int32Array;

/** Size of one element of an `IntView`, in bytes. */
export type IntBytes = 1 | 2 | 4;

/** Returns a view of the whole elements in `length` bytes of `buffer`, by default in all of it. */
export function intView(
  buffer: ArrayBufferLike,
  bytes: IntBytes,
  byteOffset = 0,
  length = buffer.byteLength,
): IntView {
  const array = bytes === 4 ? Int32Array : bytes === 2 ? Int16Array : Uint8Array;
  return new array(buffer as ArrayBuffer, byteOffset, Math.floor(length / bytes));
}
