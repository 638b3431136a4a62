/** A pivot or a gain smaller than this is rounding. */
const tolerance = 1e-11;

/**
 * Maximises gain · x over x ≥ 0 with every row · x at most its limit. Limits are 0 or more, so that x = 0 is allowed.
 *
 * The simplex method on a dense dictionary with Bland's rule, which cannot cycle where many limits are 0: for small
 * problems, some dozens of unknowns and some hundreds of rows. Null where the maximum is infinite or the steps run out.
 * The inputs are not changed.
 * Source: Bland RG. Math Oper Res 1977;2:103-107; Chvátal V. Linear Programming. Freeman 1983, chapters 2 and 3.
 */
export function maximiseLinear(
  gain: ArrayLike<number>,
  rows: readonly ArrayLike<number>[],
  limits: ArrayLike<number>,
  maximumSteps = 20_000,
): { readonly x: Float64Array; readonly value: number } | null {
  const n = gain.length;
  const m = rows.length;
  // Row i: basic[i] = constant[i] - sum over the nonbasic of table[i][j] * variable. The last row is the objective.
  const table = rows.map((row) => Float64Array.from({ length: n }, (_, column) => row[column]!));
  const constant = Float64Array.from({ length: m }, (_, row) => limits[row]!);
  const objective = Float64Array.from({ length: n }, (_, column) => gain[column]!);
  const nonbasic = Int32Array.from({ length: n }, (_, column) => column);
  const basic = Int32Array.from({ length: m }, (_, row) => n + row);
  let value = 0;
  for (let step = 0; step < maximumSteps; step += 1) {
    let entering = -1;
    for (let column = 0; column < n; column += 1) {
      if (objective[column]! <= tolerance) continue;
      if (entering < 0 || nonbasic[column]! < nonbasic[entering]!) entering = column;
    }
    if (entering < 0) {
      const x = new Float64Array(n);
      basic.forEach((variable, row) => {
        if (variable < n) x[variable] = constant[row]!;
      });
      return { x, value };
    }
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < m; row += 1) {
      const rate = table[row]![entering]!;
      if (rate <= tolerance) continue;
      const ratio = constant[row]! / rate;
      const nearer = ratio < least - tolerance;
      if (nearer || (ratio <= least + tolerance && basic[row]! < basic[leaving]!)) {
        leaving = row;
        least = Math.min(least, ratio);
      }
    }
    if (leaving < 0) return null;
    value += pivot(table, constant, objective, leaving, entering);
    const out = basic[leaving]!;
    basic[leaving] = nonbasic[entering]!;
    nonbasic[entering] = out;
  }
  return null;
}

/** Exchanges a basic and a nonbasic variable; returns what the objective gains. */
function pivot(
  table: readonly Float64Array[],
  constant: Float64Array,
  objective: Float64Array,
  leaving: number,
  entering: number,
): number {
  const row = table[leaving]!;
  const rate = row[entering]!;
  for (let column = 0; column < row.length; column += 1) row[column]! /= rate;
  row[entering] = 1 / rate;
  constant[leaving] = Math.max(0, constant[leaving]! / rate);
  for (let other = 0; other < table.length; other += 1) {
    if (other === leaving) continue;
    const own = table[other]!;
    const share = own[entering]!;
    if (share === 0) continue;
    for (let column = 0; column < row.length; column += 1) own[column]! -= share * row[column]!;
    own[entering] = -share / rate;
    constant[other] = Math.max(0, constant[other]! - share * constant[leaving]!);
  }
  const share = objective[entering]!;
  for (let column = 0; column < row.length; column += 1) objective[column]! -= share * row[column]!;
  objective[entering] = -share / rate;
  return share * constant[leaving]!;
}
