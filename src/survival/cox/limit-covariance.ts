import { cholesky } from '../../math/linear-algebra/cholesky.js';

export interface LimitCovariance {
  /** Row-major, zero in the rows and columns of coefficients that have no finite estimate; null when nothing has one. */
  readonly covariance: Float64Array | null;
  /** Columns about which the limiting likelihood knows nothing: it is flat in them. */
  readonly flat: readonly number[];
}

/** A coefficient keeps at least this share of its information at no effect, or the limit is flat in it. */
const vanished = 1e-6;

/**
 * Covariance of the finite coefficients at the end of a monotone likelihood. Along the infinite directions the
 * information vanishes, and with it its cross terms, so that the covariance of the others is the inverse of their own
 * block. Where that block has lost its information too, as when the subjects it compares leave every risk set that
 * still counts, the coefficient has no estimate (Bryson and Johnson 1981).
 */
export function limitCovariance(
  information: Float64Array,
  startInformation: Float64Array,
  size: number,
  infinite: readonly number[],
): LimitCovariance {
  const columns = Array.from({ length: size }, (_, column) => column).filter(
    (column) => !infinite.includes(column),
  );
  const flat = columns.filter((column) => {
    const cell = column * size + column;
    return !(information[cell]! > vanished * startInformation[cell]!);
  });
  const finite = columns.filter((column) => !flat.includes(column));
  if (finite.length === 0) return { covariance: null, flat };
  const block = Float64Array.from({ length: finite.length ** 2 }, (_, cell) => {
    const row = finite[Math.floor(cell / finite.length)]!;
    return information[row * size + finite[cell % finite.length]!]!;
  });
  const inverse = cholesky(block, finite.length, 1e-12)?.inverse();
  if (inverse === undefined) return { covariance: null, flat: columns };
  const covariance = new Float64Array(size * size);
  finite.forEach((row, left) => {
    finite.forEach((column, right) => {
      covariance[row * size + column] = inverse[left * finite.length + right]!;
    });
  });
  return { covariance, flat };
}
