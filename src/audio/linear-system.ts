/**
 * Solves `matrix * x = right` for a small dense system by elimination with partial pivoting.
 * `matrix` is n by n in row order, and `right` has n elements; both are overwritten.
 * Returns undefined if the matrix is singular.
 */
export function solveLinearSystem(
  matrix: Float64Array,
  right: Float64Array,
): Float64Array | undefined {
  const n = right.length;
  for (let column = 0; column < n; column++) {
    const pivot = largestBelow(matrix, n, column);
    if (matrix[pivot * n + column] === 0) return undefined;
    swapRows(matrix, right, pivot, column);
    eliminateBelow(matrix, right, column);
  }
  return substituteBack(matrix, right);
}

function largestBelow(matrix: Float64Array, n: number, column: number): number {
  let pivot = column;
  for (let row = column + 1; row < n; row++) {
    const candidate = Math.abs(matrix[row * n + column]!);
    if (candidate > Math.abs(matrix[pivot * n + column]!)) pivot = row;
  }
  return pivot;
}

function swapRows(matrix: Float64Array, right: Float64Array, a: number, b: number): void {
  const n = right.length;
  for (let column = 0; column < n; column++) {
    const held = matrix[a * n + column]!;
    matrix[a * n + column] = matrix[b * n + column]!;
    matrix[b * n + column] = held;
  }
  const held = right[a]!;
  right[a] = right[b]!;
  right[b] = held;
}

function eliminateBelow(matrix: Float64Array, right: Float64Array, column: number): void {
  const n = right.length;
  for (let row = column + 1; row < n; row++) {
    const factor = matrix[row * n + column]! / matrix[column * n + column]!;
    for (let k = column; k < n; k++) matrix[row * n + k]! -= factor * matrix[column * n + k]!;
    right[row]! -= factor * right[column]!;
  }
}

function substituteBack(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) right[row]! -= matrix[row * n + k]! * right[k]!;
    right[row]! /= matrix[row * n + row]!;
  }
  return right;
}
