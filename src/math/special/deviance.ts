/**
 * x log(x / m) + m - x for x >= 0 and m > 0: how unlikely a count x is when m was expected, on the log scale.
 *
 * The caller gives `difference` = x - m, because it often knows that better than a subtraction would; the result is
 * then right to a few units in the last place even where x and m are large and close. The quantity is the "deviance
 * part" of Loader 2000; the series is that of 2 artanh v with v = (x - m) / (x + m).
 */
export function deviance(x: number, m: number, difference: number): number {
  if (x === 0) return m;
  const v = difference / (x + m);
  if (Math.abs(v) > 0.4) return x * Math.log(x / m) - difference;
  const square = v * v;
  let power = v;
  let sum = 0;
  for (let divisor = 3; ; divisor += 2) {
    const term = power / divisor;
    sum += term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
    power *= square;
  }
  return difference * v * (1 + (1 + v) * sum);
}
