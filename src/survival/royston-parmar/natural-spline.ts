/** Columns of a natural cubic spline: straight beyond the outer knots. */
export interface NaturalSpline {
  /** All knots, ascending, the outer ones included. */
  readonly knots: readonly number[];
  /** 1, x, and one column for each inner knot. */
  readonly basis: (x: number) => readonly number[];
  /** Derivatives of the columns by x. */
  readonly slope: (x: number) => readonly number[];
}

const cubed = (x: number) => (x > 0 ? x * x * x : 0);
const squared = (x: number) => (x > 0 ? 3 * x * x : 0);

/**
 * The spline of Royston and Parmar: the column of inner knot k is (x - k)^3 above k, less shares of the same at the outer
 * knots that make it straight beyond them. Source: Royston P, Parmar MKB. Stat Med 2002;21:2175-2197, section 2.
 */
export function naturalSpline(knots: readonly number[]): NaturalSpline {
  const lowest = knots[0]!;
  const highest = knots[knots.length - 1]!;
  const inner = knots.slice(1, -1);
  const columns = (x: number, power: (distance: number) => number) =>
    inner.map((knot) => {
      const share = (highest - knot) / (highest - lowest);
      return power(x - knot) - share * power(x - lowest) - (1 - share) * power(x - highest);
    });
  return {
    knots,
    basis: (x) => [1, x, ...columns(x, cubed)],
    slope: (x) => [0, 1, ...columns(x, squared)],
  };
}
