import { argumentError } from '../../core/errors.js';
import { requireLevel, requireNumber } from '../argument-checks.js';
import { brentRoot } from '../optimise/brent-root.js';
import { normalDensity, normalUpperTail } from './normal.js';
import { logNormalTwoSided, logNormalUpperTail, meanOverScale } from './scale-mixture.js';
import { criticalT, studentTUpperQuantile } from './student-t.js';

/**
 * Probability that the largest |t| of several comparisons with one control is at least `t`: Dunnett's two-sided
 * p-value, adjusted for all comparisons.
 *
 * `loadings[i]` is √(nᵢ / (nᵢ + n₀)) for nᵢ subjects of arm i and n₀ of the control, so that comparisons i and j
 * correlate loadings[i] · loadings[j]; 0 makes a comparison independent. The one-factor correlation leaves two
 * integrals, over what the control has in common and over the estimated standard deviation; both by the trapezoidal
 * rule, whose error falls exponentially here. The tail itself is integrated, so that digits hold down to 1e-300.
 * O(500 · 100 · k) or so.
 *
 * Source: Dunnett CW. J Am Stat Assoc 1955;50:1096-1121. Oracle: test/oracles/dunnett.
 */
export function dunnettTwoSidedP(t: number, loadings: readonly number[], df: number): number {
  requireArguments(loadings, df);
  requireNumber('dunnett', 't', t);
  const size = Math.abs(t);
  if (size === 0) return 1;
  if (size === Number.POSITIVE_INFINITY) return 0;
  const arms = sharesOf(loadings);
  const step = stepFor(arms);
  const inner = (scale: number) => beyondSomewhere(size * scale, arms, step);
  const logBound = (scale: number) => logNormalTwoSided(size * scale);
  return Math.min(1, meanOverScale(df, inner, logBound));
}

/** The |t| that the largest of several comparisons with one control stays below with probability `level`. */
export function criticalDunnett(level: number, loadings: readonly number[], df: number): number {
  requireLevel('dunnett', 'level', level);
  requireArguments(loadings, df);
  const tail = 1 - level;
  // Between the value of a single comparison and that of Bonferroni.
  const low = criticalT(level, df);
  const high = criticalT(1 - tail / loadings.length, df);
  if (!(high > low)) return low;
  const miss = (t: number) => Math.log(dunnettTwoSidedP(t, loadings, df) / tail);
  return brentRoot(miss, low * (1 - 1e-9), high * (1 + 1e-9), { tolerance: 1e-13 * high });
}

/**
 * Probability that the largest t of several comparisons with one control is at least `t`: Dunnett's one-sided p-value,
 * adjusted for all comparisons. That of the smallest t being at most `t` is the same at -t. Arguments and method as
 * `dunnettTwoSidedP`.
 */
export function dunnettUpperP(t: number, loadings: readonly number[], df: number): number {
  requireArguments(loadings, df);
  requireNumber('dunnett', 't', t);
  if (!Number.isFinite(t)) return t > 0 ? 0 : 1;
  const arms = sharesOf(loadings);
  const step = stepFor(arms);
  const inner = (scale: number) => aboveSomewhere(t * scale, arms, step);
  return Math.min(
    1,
    meanOverScale(df, inner, (scale) => logNormalUpperTail(t * scale)),
  );
}

/** The t that the largest of several comparisons with one control stays below with probability `level`. */
export function criticalDunnettUpper(level: number, loadings: readonly number[], df: number): number {
  requireLevel('dunnett', 'level', level);
  requireArguments(loadings, df);
  const tail = 1 - level;
  const low = studentTUpperQuantile(tail, df);
  const high = studentTUpperQuantile(tail / loadings.length, df);
  if (!(high > low)) return low;
  const miss = (t: number) => Math.log(dunnettUpperP(t, loadings, df) / tail);
  const margin = 1e-9 * (Math.abs(low) + Math.abs(high));
  return brentRoot(miss, low - margin, high + margin, { tolerance: 1e-13 * (1 + Math.abs(high)) });
}

/** What each comparison shares with the others, and what it has of its own. */
interface Shares {
  readonly loading: number;
  readonly rest: number;
}

function sharesOf(loadings: readonly number[]): readonly Shares[] {
  return loadings.map((loading) => ({ loading, rest: Math.sqrt((1 - loading) * (1 + loading)) }));
}

/** Narrow where one comparison says almost all about the control. */
function stepFor(arms: readonly Shares[]): number {
  return 0.4 * Math.min(1, ...arms.map(({ rest }) => rest));
}

/** Probability that some Z is at least `limit`, for standard normals that share one factor. */
function aboveSomewhere(limit: number, arms: readonly Shares[], step: number): number {
  const at = (z: number) => {
    let logWithin = 0;
    for (const { loading, rest } of arms) {
      const outside = normalUpperTail((limit - loading * z) / rest);
      if (outside >= 1) return 1;
      logWithin += Math.log1p(-outside);
    }
    return -Math.expm1(logWithin);
  };
  const end = Math.min(38, Math.max(0, limit) + 9);
  let sum = 0;
  for (let index = Math.ceil(-9 / step); index * step <= end; index += 1) {
    sum += at(index * step) * normalDensity(index * step);
  }
  return sum * step;
}

/** Probability that some |Z| is at least `limit`, for standard normals that share one factor. */
function beyondSomewhere(limit: number, arms: readonly Shares[], step: number): number {
  const at = (z: number) => {
    let logWithin = 0;
    for (const { loading, rest } of arms) {
      const outside =
        normalUpperTail((limit - loading * z) / rest) + normalUpperTail((limit + loading * z) / rest);
      if (outside >= 1) return 1;
      logWithin += Math.log1p(-outside);
    }
    return -Math.expm1(logWithin);
  };
  // By symmetry twice the positive half; its mass lies up to `limit` out, with a normal spread beyond.
  let sum = at(0) * normalDensity(0);
  const end = Math.min(38, limit + 9);
  for (let z = step; z <= end; z += step) sum += 2 * at(z) * normalDensity(z);
  return sum * step;
}

function requireArguments(loadings: readonly number[], df: number): void {
  if (loadings.length === 0 || loadings.some((loading) => !(loading >= 0 && loading < 1))) {
    throw argumentError(
      'dunnett',
      'loadings',
      'are not correlations with the control',
      loadings.join(', '),
      'one or more numbers from 0 to below 1',
    );
  }
  if (!(df > 0 && Number.isFinite(df))) {
    throw argumentError('dunnett', 'df', 'is not positive', String(df), 'a finite number above 0');
  }
}
