/** B₂ₖ / (2k (2k - 1)): Stirling's series in odd powers of 1/x (Abramowitz and Stegun 1964, 6.1.41). */
const stirlingSeries = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
];

/** Values at 1 to 15, because counts are often small. From test/oracles/math/coefficients.py. */
const atSmallCounts = [
  Number.POSITIVE_INFINITY,
  0.08106146679532726,
  0.0413406959554093,
  0.02767792568499834,
  0.020790672103765093,
  0.016644691189821193,
  0.013876128823070748,
  0.01189670994589177,
  0.010411265261972096,
  0.009255462182712733,
  0.00833056343336287,
  0.007573675487951841,
  0.00694284010720953,
  0.006408994188004207,
  0.0059513701127588475,
  0.005554733551962801,
];

/**
 * What Stirling's formula leaves out: log Γ(x + 1) - [(x + ½) log x - x + ½ log 2π], for x above 0.
 *
 * Densities built from it keep their digits at large counts, because the large logarithms never appear (Loader 2000,
 * "Fast and accurate computation of binomial probabilities"). Below 10 the argument is raised by the recurrence
 * δ(x) = δ(x + 1) + (x + ½) log(1 + 1/x) - 1, whose last part is a sum of positive terms.
 * Oracle: test/oracles/math/log-gamma.json.
 */
export function stirlingError(x: number): number {
  if (x <= 15 && Number.isInteger(x)) return atSmallCounts[x]!;
  let raised = x;
  let sum = 0;
  while (raised < 10) {
    sum += recurrenceTerm(raised);
    raised += 1;
  }
  return sum + stirlingSum(raised);
}

/** Stirling's series for x of 10 and more; the first term left out is below 2e-17. */
export function stirlingSum(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  let sum = 0;
  for (let index = stirlingSeries.length - 1; index >= 0; index -= 1)
    sum = sum * square + stirlingSeries[index]!;
  return sum * inverse;
}

/** What Stirling's series gains when x of 10 and more grows by the factor exp(growth), term by term. */
export function stirlingSumIncrement(x: number, growth: number): number {
  const square = x * x;
  let power = x;
  let sum = 0;
  stirlingSeries.forEach((coefficient, index) => {
    sum += (coefficient / power) * Math.expm1(-(2 * index + 1) * growth);
    power *= square;
  });
  return sum;
}

/** (x + ½) log(1 + 1/x) - 1 = Σ y²ᵏ / (2k + 1) with y = 1 / (2x + 1). */
function recurrenceTerm(x: number): number {
  if (x < 0.5) return (x + 0.5) * (Math.log1p(x) - Math.log(x)) - 1;
  const square = 1 / ((2 * x + 1) * (2 * x + 1));
  let power = square;
  let sum = 0;
  for (let divisor = 3; power > 1e-18; divisor += 2) {
    sum += power / divisor;
    power *= square;
  }
  return sum;
}
