import { requirePositive } from '../argument-checks.js';

/** The zero of ψ, as a double and the rest. */
const root = 1.4616321449683622;
const rootRest = 9.549995429965697e-17;

/** Taylor coefficients of ψ at its zero, from the first power on; from test/oracles/math/coefficients.py. */
const aboutRoot = [
  0.9676722454476212, -0.4427631689835921, 0.258499760955651, -0.16394270544240652, 0.10782405069126237,
  -0.07219956125645471, 0.04880428816414311, -0.03316112647484736, 0.022597648232218104, -0.01542476590494896,
  0.010538791616612175, -0.007204534386356869, 0.004926781395729853, -0.003369801655439328,
  0.002305126326734928, -0.0015769367714301972, 0.0010788252019162967, -0.0007380709389960052,
  0.000504953265834602, -0.0003454680251063077, 0.00023635601564027053, -0.00016170622091974803,
  0.0001106337276874741, -7.569179582195066e-5, 5.178575795222081e-5,
];

/** B₂ₖ / 2k: the asymptotic series of ψ (Abramowitz and Stegun 1964, 6.3.18). */
const digammaSeries = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160];

/** B₂ₖ: the asymptotic series of ψ' (Abramowitz and Stegun 1964, 6.4.12). */
const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];

/**
 * ψ(x), the slope of log Γ, for x above 0. Relative error about 1e-15, also beside its zero at 1.4616.
 * Oracle: test/oracles/math/log-gamma.json.
 */
export function digamma(x: number): number {
  requirePositive('digamma', 'x', x);
  if (x > 1.2 && x < 1.75) return nearRoot(x - root - rootRest);
  let raised = x;
  let lowered = 0;
  while (raised < 11) {
    lowered += 1 / raised;
    raised += 1;
  }
  const square = 1 / (raised * raised);
  return Math.log(raised) - 0.5 / raised - square * polynomial(digammaSeries, square) - lowered;
}

/** ψ'(x), the curvature of log Γ, for x above 0. Oracle: test/oracles/math/log-gamma.json. */
export function trigamma(x: number): number {
  requirePositive('trigamma', 'x', x);
  let raised = x;
  let sum = 0;
  while (raised < 11) {
    sum += 1 / (raised * raised);
    raised += 1;
  }
  const square = 1 / (raised * raised);
  return sum + (1 + 0.5 / raised + square * polynomial(bernoulli, square)) / raised;
}

function nearRoot(distance: number): number {
  return distance * polynomial(aboutRoot, distance);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let index = coefficients.length - 1; index >= 0; index -= 1) sum = sum * x + coefficients[index]!;
  return sum;
}
