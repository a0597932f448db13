/**
 * Replaces the lower triangle of a symmetric positive definite matrix, `size` by `size` in row
 * order, with its Cholesky factor. Returns half the logarithm of the determinant.
 */
export function cholesky(matrix: Float64Array, size: number): number {
  let logRoot = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) {
        sum -= matrix[row * size + k]! * matrix[column * size + k]!;
      }
      matrix[row * size + column] =
        column < row ? sum / matrix[column * size + column]! : Math.sqrt(sum);
    }
    logRoot += Math.log(matrix[row * size + row]!);
  }
  return logRoot;
}

/** Solves `factor * x = right` for a lower triangular factor. */
export function forwardSolve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = right[row]!;
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * solution[k]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}
