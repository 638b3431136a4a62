import { argumentError } from '../../core/errors.js';
import { requireLevel, requireNumber } from '../argument-checks.js';
import { brentRoot } from '../optimise/brent-root.js';
import { normalCdf, normalDensity } from './normal.js';
import { logNormalTwoSided, meanOverScale } from './scale-mixture.js';
import { criticalT } from './student-t.js';

/**
 * Probability that the studentised range of `groups` means is above `q`: Tukey's p-value for the pair of means whose
 * difference is q standard errors of a mean apart.
 *
 * The tail itself is integrated, not one less the distribution function, so that digits hold down to 1e-300. Source:
 * Tukey JW. The Problem of Multiple Comparisons 1953; Copenhaver MD, Holland B. J Stat Comput Simul 1988;30:1-15.
 * Oracle: test/oracles/tukey-kramer.
 */
export function studentizedRangeUpperTail(q: number, groups: number, df: number): number {
  requireArguments(groups, df);
  requireNumber('studentized-range', 'q', q);
  if (q <= 0) return 1;
  if (q === Number.POSITIVE_INFINITY) return 0;
  const inner = (scale: number) => rangeBeyond(q * scale, groups);
  const logBound = (scale: number) => logNormalTwoSided(q * scale * Math.SQRT1_2);
  return Math.min(1, meanOverScale(df, inner, logBound));
}

/** The studentised range that is exceeded with probability 1 - `level`. */
export function criticalStudentizedRange(level: number, groups: number, df: number): number {
  requireLevel('studentized-range', 'level', level);
  requireArguments(groups, df);
  const tail = 1 - level;
  const pairs = (groups * (groups - 1)) / 2;
  const low = Math.SQRT2 * criticalT(level, df);
  const high = Math.SQRT2 * criticalT(1 - tail / pairs, df);
  if (!(high > low)) return low;
  const miss = (q: number) => Math.log(studentizedRangeUpperTail(q, groups, df) / tail);
  return brentRoot(miss, low * (1 - 1e-9), high * (1 + 1e-9), { tolerance: 1e-13 * high });
}

/**
 * Probability that the range of `groups` standard normals is above `width`: with z the largest, one of the others lies
 * below z - width.
 */
function rangeBeyond(width: number, groups: number): number {
  const step = 0.25;
  let sum = 0;
  for (let z = -9; z <= Math.min(38, width + 9); z += step) {
    const all = normalCdf(z);
    const below = normalCdf(z - width) / all;
    if (!(below > 0)) continue;
    const others = groups - 1;
    const some = below >= 1 ? 1 : -Math.expm1(others * Math.log1p(-below));
    sum += normalDensity(z) * all ** others * some;
  }
  return groups * sum * step;
}

function requireArguments(groups: number, df: number): void {
  if (!(Number.isInteger(groups) && groups >= 2)) {
    throw argumentError(
      'studentized-range',
      'groups',
      'are too few to compare',
      String(groups),
      'a whole number from 2 up',
    );
  }
  if (!(df > 0 && Number.isFinite(df))) {
    throw argumentError('studentized-range', 'df', 'is not positive', String(df), 'a finite number above 0');
  }
}
