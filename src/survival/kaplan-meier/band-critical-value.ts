import { normalQuantile, normalTwoSidedP } from '../../math/distributions/normal.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { symmetricEigen } from '../../math/linear-algebra/symmetric-eigen.js';
import { brentRoot } from '../../math/optimise/brent-root.js';
import { gaussLegendre } from '../gauss-legendre.js';

/** Simultaneous bands: widths that grow as Hall and Wellner's, or in proportion to the standard error (Nair). */
export const bandKinds = ['hall-wellner', 'equal-precision'] as const;
export type BandKind = (typeof bandKinds)[number];

/** Exact, or for equal precision Miller and Siegmund's approximation, which SAS and printed tables have. */
export const criticalValueRules = ['exact', 'miller-siegmund'] as const;
export type CriticalValueRule = (typeof criticalValueRules)[number];

const nodes = gaussLegendre(256);
/** More eigenfunctions than these change nothing in double precision, unless the range of times is tiny. */
const largestFrequency = 399;
const basisSize = 30;

/**
 * The number that takes the place of 1.96 in a simultaneous band of the wanted coverage.
 *
 * A band over times where n variance / (1 + n variance) goes from `from` to `to` holds as often as a Brownian bridge
 * stays within h (Hall-Wellner), or within c times its standard deviation (equal precision), over that range. Both
 * probabilities are sums over the eigenfunctions of diffusion between two absorbing walls, right to about 1e-10, where
 * printed tables have 3 digits and SAS takes Miller and Siegmund's approximation for equal precision.
 *
 * @param from at least 0 (above 0 for equal precision), @param to above `from`, at most 1 (below 1 for the latter).
 * Source: Hall WJ, Wellner JA. Biometrika 1980;67:133-143; Nair VN. Technometrics 1984;26:265-275; Miller R,
 * Siegmund D. Biometrics 1982;38:1011-1016.
 * Oracle: test/oracles/kaplan-meier/bands.json.
 */
export function bandCriticalValue(
  kind: BandKind,
  level: number,
  from: number,
  to: number,
  rule: CriticalValueRule = 'exact',
): number {
  if (kind === 'equal-precision' && rule === 'miller-siegmund' && to > from)
    return millerSiegmund(level, from, to);
  const coverage = kind === 'hall-wellner' ? bridgeWithin : ornsteinUhlenbeckWithin;
  // The probability falls short of the level at the narrowest single point, and passes it far out.
  const single = normalQuantile((1 + level) / 2);
  const spread = kind === 'hall-wellner' ? widest(from, to) : 1;
  if (!(to > from)) return single * spread;
  let outer = single * spread * 1.5;
  while (coverage(outer, from, to) < level) outer *= 1.3;
  return brentRoot((value) => coverage(value, from, to) - level, single * spread, outer, {
    tolerance: 1e-11,
  });
}

/** The c at which 4 f(c) / c + f(c) (c - 1 / c) log odds ratio of the range is 1 - level; f the normal density. */
function millerSiegmund(level: number, from: number, to: number): number {
  const logOdds = Math.log(to / from) + Math.log((1 - from) / (1 - to));
  const tail = (c: number) =>
    (Math.exp((-c * c) / 2) / Math.sqrt(2 * Math.PI)) * (4 / c + (c - 1 / c) * logOdds) - (1 - level);
  // Falls from c = 1.5 on.
  return brentRoot(tail, 1.5, 20, { tolerance: 1e-12 });
}

/** Largest standard deviation of a Brownian bridge between two points. */
function widest(from: number, to: number): number {
  const point = Math.min(Math.max(0.5, from), to);
  return Math.sqrt(point * (1 - point));
}

/** P(|Brownian bridge| <= height over [from, to]): both ends are integrated out over the waves between two walls. */
export function bridgeWithin(height: number, from: number, to: number): number {
  let sum = 0;
  for (let frequency = 1; frequency <= largestFrequency; frequency += 2) {
    const rate = (frequency * Math.PI) / (2 * height);
    const decay = Math.exp((-rate * rate * (to - from)) / 2);
    if (decay < 1e-18) break;
    sum += decay * wavePart(rate, height, from) * wavePart(rate, height, 1 - to);
  }
  return (Math.sqrt(2 * Math.PI) * sum) / height;
}

/** Integral over (-height, height) of cos(rate u) against the normal density of the given variance. */
function wavePart(rate: number, height: number, variance: number): number {
  if (variance === 0) return 1;
  const deviation = Math.sqrt(variance);
  const end = Math.min(height, 10 * deviation);
  let sum = 0;
  for (let index = 0; index < nodes.node.length; index += 1) {
    const u = end * nodes.node[index]!;
    sum += nodes.weight[index]! * Math.cos(rate * u) * Math.exp((-u * u) / (2 * variance));
  }
  return (2 * end * sum) / (deviation * Math.sqrt(2 * Math.PI));
}

/**
 * P(|B(x)| <= limit sqrt(x (1 - x)) over [from, to]) for a Brownian bridge B. In the clock 0.5 log(x / (1 - x)) the
 * ratio is a stationary Ornstein-Uhlenbeck process; its generator between walls is diagonalised in Legendre
 * polynomials that vanish at the walls.
 */
export function ornsteinUhlenbeckWithin(limit: number, from: number, to: number): number {
  const duration = 0.5 * (Math.log(to / from) + Math.log((1 - from) / (1 - to)));
  const { mass, stiffness, constant } = wallBasis(limit);
  const factor = cholesky(mass, basisSize)!;
  // L^-1 K L^-T, column after column, and L^-1 of the projections of 1.
  const half = new Float64Array(basisSize * basisSize);
  for (let column = 0; column < basisSize; column += 1) {
    half.set(
      factor.solveLower(stiffness.subarray(column * basisSize, (column + 1) * basisSize)),
      column * basisSize,
    );
  }
  const symmetric = new Float64Array(basisSize * basisSize);
  for (let row = 0; row < basisSize; row += 1) {
    const across = Float64Array.from({ length: basisSize }, (_, column) => half[column * basisSize + row]!);
    symmetric.set(factor.solveLower(across), row * basisSize);
  }
  const projected = factor.solveLower(constant);
  const { values, vectors } = symmetricEigen(symmetric, basisSize);
  let inside = 0;
  let resolved = 0;
  for (let index = 0; index < basisSize; index += 1) {
    let part = 0;
    for (let row = 0; row < basisSize; row += 1) part += vectors[index * basisSize + row]! * projected[row]!;
    inside += part * part * Math.exp(-values[index]! * duration);
    resolved += part * part;
  }
  // What the basis leaves out of 1 dies at least as fast as its fastest wave.
  return inside + (1 - normalTwoSidedP(limit) - resolved) * Math.exp(-values[0]! * duration);
}

/** Even polynomials P(k+2) - P(k) in x / limit: their products and products of slopes under the normal density. */
function wallBasis(limit: number) {
  const mass = new Float64Array(basisSize * basisSize);
  const stiffness = new Float64Array(basisSize * basisSize);
  const constant = new Float64Array(basisSize);
  const value = new Float64Array(basisSize);
  const slope = new Float64Array(basisSize);
  const legendre = new Float64Array(2 * basisSize + 1);
  for (let index = 0; index < nodes.node.length; index += 1) {
    const y = nodes.node[index]!;
    legendre[0] = 1;
    legendre[1] = y;
    for (let degree = 2; degree < legendre.length; degree += 1) {
      legendre[degree] =
        ((2 * degree - 1) * y * legendre[degree - 1]! - (degree - 1) * legendre[degree - 2]!) / degree;
    }
    for (let place = 0; place < basisSize; place += 1) {
      value[place] = legendre[2 * place + 2]! - legendre[2 * place]!;
      // P'(k+1) - P'(k-1) = (2k + 1) P(k).
      slope[place] = ((4 * place + 3) * legendre[2 * place + 1]!) / limit;
    }
    const x = limit * y;
    const density = (2 * limit * nodes.weight[index]! * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
    for (let row = 0; row < basisSize; row += 1) {
      constant[row]! += density * value[row]!;
      for (let column = 0; column < basisSize; column += 1) {
        mass[row * basisSize + column]! += density * value[row]! * value[column]!;
        stiffness[row * basisSize + column]! += density * slope[row]! * slope[column]!;
      }
    }
  }
  return { mass, stiffness, constant };
}
