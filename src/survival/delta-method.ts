/** change * covariance * change' for a square `change`, all size x size, row after row. */
export function transformCovariance(
  change: Float64Array,
  covariance: Float64Array,
  size: number,
): Float64Array {
  const half = new Float64Array(size * size);
  const full = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1)
        half[i * size + j]! += change[i * size + k]! * covariance[k * size + j]!;
    }
  }
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1) full[i * size + j]! += half[i * size + k]! * change[j * size + k]!;
    }
  }
  return full;
}

/** change * parameters, `change` row after row. */
export function transformParameters(change: Float64Array, parameters: Float64Array): Float64Array {
  const size = parameters.length;
  return Float64Array.from({ length: size }, (_, row) =>
    parameters.reduce((sum, value, column) => sum + change[row * size + column]! * value, 0),
  );
}

/** Standard error of a function of parameters, from its slopes by them: the delta method. */
export function deltaStandardError(slopes: ArrayLike<number>, covariance: Float64Array): number {
  const size = slopes.length;
  let variance = 0;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) variance += slopes[i]! * slopes[j]! * covariance[i * size + j]!;
  }
  return Math.sqrt(Math.max(0, variance));
}
