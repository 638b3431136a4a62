import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import { logGamma } from '../../math/special/log-gamma.js';

/** Events and time of each subject. */
export interface CountRows {
  readonly events: Float64Array;
  readonly exposure: Float64Array;
}

/**
 * Log-likelihood of counts with mean exposure * exp(x'b), with score and observed information (`expected`: the
 * information that a Poisson or negative binomial count has on average, without the mixed terms).
 *
 * `parameters`: intercept, columns and, with `dispersed`, the logarithm of the dispersion a, where the variance is
 * mean + a mean^2. The form used is smooth down to a = 0, the Poisson distribution.
 * Source: Lawless JF. Can J Stat 1987;15:209-225.
 */
export function countLikelihood(
  { events, exposure }: CountRows,
  columns: readonly Float64Array[],
  dispersed: boolean,
  kind: 'observed' | 'expected' = 'observed',
): (parameters: Float64Array) => LikelihoodPoint {
  const slopes = 1 + columns.length;
  const size = slopes + (dispersed ? 1 : 0);
  const x = new Float64Array(slopes).fill(1);
  let constant = 0;
  events.forEach((count, row) => {
    constant += count * Math.log(exposure[row]!) - logGamma(count + 1);
  });
  return (parameters) => {
    const a = dispersed ? Math.exp(parameters[slopes]!) : 0;
    let logLikelihood = constant;
    const score = new Float64Array(size);
    const information = new Float64Array(size * size);
    for (let row = 0; row < events.length; row += 1) {
      let location = parameters[0]!;
      for (let k = 1; k < slopes; k += 1) {
        x[k] = columns[k - 1]![row]!;
        location += parameters[k]! * x[k]!;
      }
      const count = events[row]!;
      const mean = exposure[row]! * Math.exp(location);
      const inflation = 1 + a * mean;
      const [share, shareSlope, shareBow] = logShare(a * mean);
      logLikelihood += count * (location - Math.log1p(a * mean)) - mean * share;
      const slope = (count - mean) / inflation;
      const bow = kind === 'expected' ? mean / inflation : (mean * (1 + a * count)) / (inflation * inflation);
      for (let i = 0; i < slopes; i += 1) {
        score[i]! += slope * x[i]!;
        for (let j = 0; j <= i; j += 1) information[j * size + i]! += bow * x[i]! * x[j]!;
      }
      if (!dispersed) continue;
      let byDispersion = (-count * mean) / inflation - mean * mean * shareSlope;
      let byDispersions = count * (mean / inflation) ** 2 - mean ** 3 * shareBow;
      for (let earlier = 1; earlier < count; earlier += 1) {
        const part = earlier / (1 + a * earlier);
        logLikelihood += Math.log1p(a * earlier);
        byDispersion += part;
        byDispersions -= part * part;
      }
      score[slopes]! += a * byDispersion;
      information[slopes * size + slopes]! -= a * a * byDispersions + a * byDispersion;
      const mixed = kind === 'expected' ? 0 : (-a * mean * (count - mean)) / (inflation * inflation);
      for (let j = 0; j < slopes; j += 1) information[j * size + slopes]! -= mixed * x[j]!;
    }
    for (let column = 0; column < size; column += 1) {
      for (let row = column + 1; row < size; row += 1) {
        information[row * size + column] = information[column * size + row]!;
      }
    }
    return { logLikelihood, score, information };
  };
}

/** log(1 + x) / x with its first two derivatives, by their series near 0. */
function logShare(x: number): readonly [number, number, number] {
  if (x > 0.1) {
    const share = Math.log1p(x) / x;
    const slope = (1 / (1 + x) - share) / x;
    return [share, slope, (-1 / (1 + x) ** 2 - 2 * slope) / x];
  }
  let share = 0;
  let slope = 0;
  let bow = 0;
  for (let k = 17; k >= 0; k -= 1) {
    bow = bow * x + 2 * slope;
    slope = slope * x + share;
    share = share * x + (k % 2 === 0 ? 1 : -1) / (k + 1);
  }
  return [share, slope, bow];
}
