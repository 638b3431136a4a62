import type { NotEstimableReason } from '../../core/estimable.js';
import { type Formed, formContrast, type MeanMeasure } from './mean-contrast.js';
import type { Area } from './restricted-mean-area.js';

/** How strata are weighted; see `stratifiedContrast`. */
export const stratumWeightings = ['size', 'inverse-variance', 'mantel-haenszel'] as const;
export type StratumWeighting = (typeof stratumWeightings)[number];

/** One arm of a stratum. */
export interface StratumArm {
  readonly n: number;
  readonly area: Area | NotEstimableReason;
}

/**
 * A contrast of two arms over strata, with the share of each stratum in it.
 *
 * `size`: strata count by their subjects in both arms, so means are those of the whole population; `mantel-haenszel`: by
 * n1 n0 / (n1 + n0). With both the arms' means are averaged over strata first, and ratios are those of averages.
 * `inverse-variance`: differences (or log ratios) of strata are averaged with the inverse of their variances. Weights
 * count as fixed. A stratum without one of the two arms has weight 0. A stratum in which an arm has no mean up to tau
 * leaves the contrast without an estimate, as leaving it out would change the population.
 *
 * Source of the weights: Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748; direct standardisation and the
 * inverse of variances: Cochran WG. Biometrics 1954;10:417-451.
 */
export function stratifiedContrast(
  measure: MeanMeasure,
  pairs: readonly (readonly [of: StratumArm, versus: StratumArm])[],
  weighting: StratumWeighting,
  tau: number,
): { readonly formed: Formed; readonly shares: readonly number[] } {
  const used = pairs.map(([of, versus]) => of.n > 0 && versus.n > 0);
  const none = pairs.map(() => 0);
  if (!used.includes(true)) return { formed: 'empty-group', shares: none };
  const formed: { readonly left: Area; readonly right: Area; readonly own: Formed }[] = [];
  const raw: number[] = [];
  for (const [index, [of, versus]] of pairs.entries()) {
    if (!used[index]) {
      raw.push(0);
      continue;
    }
    if (typeof of.area === 'string') return { formed: of.area, shares: none };
    if (typeof versus.area === 'string') return { formed: versus.area, shares: none };
    const own = formContrast(measure, of.area, versus.area, tau);
    formed.push({ left: of.area, right: versus.area, own });
    if (weighting === 'inverse-variance') {
      if (typeof own === 'string') return { formed: own, shares: none };
      if (!(own[1] > 0)) return { formed: 'no-variation', shares: none };
      raw.push(1 / own[1]);
    } else {
      const total = of.n + versus.n;
      raw.push(weighting === 'size' ? total : (of.n * versus.n) / total);
    }
  }
  const sum = raw.reduce((all, weight) => all + weight, 0);
  const shares = raw.map((weight) => weight / sum);
  const own = shares.filter((_, index) => used[index]);
  if (weighting === 'inverse-variance') {
    let estimate = 0;
    let variance = 0;
    formed.forEach((pair, index) => {
      const [value, spread] = pair.own as readonly [number, number];
      estimate += own[index]! * value;
      variance += own[index]! ** 2 * spread;
    });
    return { formed: [estimate, variance], shares };
  }
  const left = average(
    formed.map((pair) => pair.left),
    own,
  );
  const right = average(
    formed.map((pair) => pair.right),
    own,
  );
  return { formed: formContrast(measure, left, right, tau), shares };
}

function average(areas: readonly Area[], shares: readonly number[]): Area {
  let mean = 0;
  let variance = 0;
  areas.forEach((area, index) => {
    mean += shares[index]! * area.mean;
    variance += shares[index]! ** 2 * area.variance;
  });
  return { mean, variance };
}
