import { digamma, trigamma } from '../../math/special/digamma.js';
import { stirlingError, stirlingSum } from '../../math/special/stirling-error.js';
import type { Jet, StandardDistribution } from './standard-distributions.js';

const logRootTwoPi = 0.9189385332046728;

/** How far the log density falls from the start of a tail to where the rest of the tail is left out. */
const depth = 42;
/** Ends of the panels as shares of the tail: narrow at the start, where a tail of large shape bends within little. */
const panelEnds = [0, 0.004, 0.016, 0.06, 0.2, 0.4, 0.6, 0.8, 1];
const [nodes, nodeWeights] = gaussLegendre(16);

/**
 * The generalised gamma distribution on the scale of standardised log time, in Prentice's form: shape `q` = 1 is the
 * extreme value distribution (Weibull times), 0 the normal (log-normal times), and `q` equal to the scale is gamma
 * times. All derivatives, those by the shape included, come by integrating the derivatives of the density over the
 * tail that lies away from the mode, by Gauss-Legendre panels; they pass smoothly through q = 0.
 *
 * Density exp(-D(q) - g(w, q)) / sqrt(2 pi), with g = (exp(qw) - 1 - qw) / q^2 and D what Stirling's formula leaves
 * out of log Gamma(1 / q^2). Relative error about 1e-14. Source: Prentice RL. Biometrika 1974;61:539-544.
 */
export const logGammaDistribution: StandardDistribution = {
  logDensity: (w, q) => {
    const shape = shapeTerm(q);
    const bend = bendTerm(w, q);
    return {
      value: -logRootTwoPi - shape.value - bend.value,
      w: -bend.w,
      ww: -bend.ww,
      q: -shape.q - bend.q,
      wq: -bend.wq,
      qq: -shape.qq - bend.qq,
    };
  },
  logUpper: (w, q) => (w >= 0 ? outerTail(w, q) : complement(mirror(outerTail(-w, -q)))),
  logLower: (w, q) => (w <= 0 ? mirror(outerTail(-w, -q)) : complement(outerTail(w, q))),
};

/** The same function of -w and -q. */
const mirror = (jet: Jet): Jet => ({ ...jet, w: -jet.w, q: -jet.q });

/** log(1 - exp(jet)). */
function complement({ value, w, ww, q, wq, qq }: Jet): Jet {
  const odds = 1 / Math.expm1(-value);
  const bow = odds * (1 + odds);
  return {
    value: Math.log1p(-Math.exp(value)),
    w: -odds * w,
    ww: -odds * ww - bow * w * w,
    q: -odds * q,
    wq: -odds * wq - bow * w * q,
    qq: -odds * qq - bow * q * q,
  };
}

interface ShapeTerm {
  readonly value: number;
  readonly q: number;
  readonly qq: number;
}

/** D(q) = Stirling's error of 1 / q^2, an even function of q that is 0 at 0. */
function shapeTerm(q: number): ShapeTerm {
  const square = q * q;
  if (square === 0) return { value: 0, q: 0, qq: 1 / 6 };
  if (square < 1e-5) {
    return {
      value: square / 12 - square ** 3 / 360,
      q: q * (1 / 6 - square ** 2 / 60),
      qq: 1 / 6 - square ** 2 / 12,
    };
  }
  const a = 1 / square;
  // d/da and d2/da2 of log Gamma(a) - (a - 1/2) log a + a; from 15 up by Stirling's series.
  const [first, second] =
    a > 15 ? stirlingSlopes(a) : [digamma(a) - Math.log(a) + 0.5 / a, trigamma(a) - 1 / a - 0.5 / (a * a)];
  const change = (-2 * a) / q;
  return {
    value: a > 15 ? stirlingSum(a) : stirlingError(a),
    q: first * change,
    qq: second * change * change + first * 6 * a * a,
  };
}

/** B(2k) / (2k (2k - 1)): Stirling's series. */
const stirlingSeries = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

function stirlingSlopes(a: number): readonly [first: number, second: number] {
  let first = 0;
  let second = 0;
  for (let k = stirlingSeries.length - 1; k >= 0; k -= 1) {
    const power = 2 * k + 1;
    const term = stirlingSeries[k]! * a ** -(power + 1);
    first -= power * term;
    second += (power * (power + 1) * term) / a;
  }
  return [first, second];
}

/** g(w, q) and its derivatives: w^2 psi(qw) with psi(x) = (exp(x) - 1 - x) / x^2. */
function bendTerm(w: number, q: number): Jet {
  const x = q * w;
  const square = w * w;
  const [psi, psiSlope, psiBow] = psiAt(x);
  const growth = Math.exp(x);
  return {
    value: square * psi,
    w: Math.abs(x) > 1e-8 ? Math.expm1(x) / q : w * (1 + x / 2),
    ww: growth,
    q: square * w * psiSlope,
    wq: square * (2 * psiSlope + x * psiBow + psiSlope),
    qq: square * square * psiBow,
  };
}

/** psi(x) = (exp(x) - 1 - x) / x^2 = sum x^k / (k + 2)!, with its first two derivatives. */
function psiAt(x: number): readonly [number, number, number] {
  if (Math.abs(x) > 1.5) {
    const less = Math.expm1(x);
    const psi = (less - x) / (x * x);
    const slope = less / (x * x) - (2 * psi) / x;
    const bow = (less + 1 - 2 * slope * x - 2 * psi) / (x * x) - (2 * slope) / x;
    return [psi, slope, bow];
  }
  let psi = 0;
  let slope = 0;
  let bow = 0;
  for (let k = inverseFactorial.length - 3; k >= 0; k -= 1) {
    bow = bow * x + 2 * slope;
    slope = slope * x + psi;
    psi = psi * x + inverseFactorial[k + 2]!;
  }
  // Horner's scheme for value and derivatives: `bow` above is kept as twice the half derivative.
  return [psi, slope, bow];
}

const inverseFactorial = Array.from({ length: 26 }, (_, k) => {
  let value = 1;
  for (let factor = 2; factor <= k; factor += 1) value /= factor;
  return value;
});

/**
 * log of the integral of the density from w >= 0 up, with derivatives. The density falls all the way there, so a
 * few panels hold all of it down to exp(-42) of where it starts.
 */
function outerTail(w: number, q: number): Jet {
  const shape = shapeTerm(q);
  const start = bendTerm(w, q);
  const tail = tailWidth(w, q, start);
  let mass = 0;
  let first = 0;
  let second = 0;
  for (let panel = 1; panel < panelEnds.length; panel += 1) {
    const from = w + tail * panelEnds[panel - 1]!;
    const width = tail * (panelEnds[panel]! - panelEnds[panel - 1]!);
    for (let node = 0; node < nodes.length; node += 1) {
      const bend = bendTerm(from + width * nodes[node]!, q);
      const share = width * nodeWeights[node]! * Math.exp(start.value - bend.value);
      const slope = -shape.q - bend.q;
      mass += share;
      first += share * slope;
      second += share * (slope * slope - shape.qq - bend.qq);
    }
  }
  const hazard = 1 / mass;
  const slope = -shape.q - start.q;
  const mean = first / mass;
  return {
    value: Math.log(mass) - logRootTwoPi - shape.value - start.value,
    w: -hazard,
    ww: -hazard * (hazard - start.w),
    q: mean,
    wq: -hazard * (slope - mean),
    qq: second / mass - mean * mean,
  };
}

/** Distance over which g rises by `depth`: Newton's method on a convex function, from beyond. */
function tailWidth(w: number, q: number, start: Jet): number {
  let width = 1;
  while (bendTerm(w + width, q).value - start.value < depth) width *= 2;
  for (let round = 0; round < 60; round += 1) {
    const bend = bendTerm(w + width, q);
    const excess = bend.value - start.value - depth;
    if (!Number.isFinite(excess)) {
      width /= 2;
      if (bendTerm(w + width, q).value - start.value < depth) return width * 2;
      continue;
    }
    if (excess < 1) break;
    width -= excess / bend.w;
  }
  return width;
}

/** Nodes and weights on (0, 1), by Newton's method on the Legendre polynomial (Abramowitz and Stegun 1964, 25.4.29). */
function gaussLegendre(count: number): readonly [Float64Array, Float64Array] {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 8; round += 1) {
      let before = 1;
      let value = x;
      for (let degree = 2; degree <= count; degree += 1) {
        [before, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree];
      }
      slope = (count * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    points[index] = (1 - x) / 2;
    weights[index] = 1 / ((1 - x * x) * slope * slope);
  }
  return [points, weights];
}
