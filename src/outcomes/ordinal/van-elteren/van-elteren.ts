import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireList } from '../../../math/argument-checks.js';
import { normalTwoSidedP } from '../../../math/distributions/normal.js';
import { tiedCountsFromValues } from '../tied-counts.js';

const METHOD = 'van-elteren';

export interface VanElterenResult {
  /** Above 0 when the first group tends to be higher within strata. */
  readonly z: Estimable;
  /** z squared, the Cochran-Mantel-Haenszel statistic with modified ridit scores; 1 degree of freedom. */
  readonly chiSquare: Estimable;
  readonly p: Estimable;
  /** Strata that hold both groups and more than one value. */
  readonly informativeStrata: number;
  readonly strata: readonly {
    readonly stratum: string;
    readonly ofTotal: number;
    readonly versusTotal: number;
    /** Probability of a higher value in the first group, ties as one half. */
    readonly probabilityIndex: Estimable;
  }[];
}

/**
 * Are values in one group higher than in another, once subjects are compared within their stratum only? Van Elteren's
 * stratified Wilcoxon test: rank sums of the strata, each weighted by 1 / (stratum size + 1), the locally most powerful
 * choice when the effect is the same in all.
 *
 * Equals SAS PROC FREQ `CMH2 SCORES=MODRIDIT` (row mean scores) for two groups; no continuity correction. Variances are
 * those of permutation within strata, corrected for ties. A stratum with one group or one value says nothing.
 * O(N log N). Not estimable: `no-variation` when no stratum says anything. Throws `van-elteren/invalid-argument` for
 * a value that is not a number.
 *
 * Source: Van Elteren PH. Bull Int Stat Inst 1960;37:351-361. Oracle: test/oracles/van-elteren/tests.json.
 */
export function vanElteren(
  strata: readonly {
    readonly stratum: string;
    readonly of: ArrayLike<number>;
    readonly versus: ArrayLike<number>;
  }[],
): VanElterenResult {
  requireList(METHOD, 'strata', strata, 'one entry a stratum');
  if (strata.length === 0)
    throw argumentError(METHOD, 'strata', 'is empty', 'no stratum', 'one stratum or more');
  let distance = 0;
  let variance = 0;
  let informativeStrata = 0;
  const shown = strata.map(({ stratum, of, versus }) => {
    const counts = tiedCountsFromValues(METHOD, of, versus);
    const { ofTotal, versusTotal } = counts;
    const n = ofTotal + versusTotal;
    const pairs = ofTotal * versusTotal;
    let below = 0;
    let u = 0;
    let ties = 0;
    counts.of.forEach((count, index) => {
      const other = counts.versus[index]!;
      u += count * (below + other / 2);
      below += other;
      ties += (count + other) * (count + other - 1) * (count + other + 1);
    });
    if (pairs > 0) {
      const part = (pairs * (n * (n - 1) * (n + 1) - ties)) / (12 * n * (n - 1));
      if (part > 0) informativeStrata += 1;
      distance += (u - pairs / 2) / (n + 1);
      variance += part / (n + 1) ** 2;
    }
    const probabilityIndex = pairs > 0 ? u / pairs : notEstimable('empty-group');
    return { stratum, ofTotal, versusTotal, probabilityIndex };
  });
  if (!(variance > 0)) {
    const none = notEstimable('no-variation');
    return { z: none, chiSquare: none, p: none, informativeStrata, strata: shown };
  }
  const z = distance / Math.sqrt(variance);
  return { z, chiSquare: z * z, p: normalTwoSidedP(z), informativeStrata, strata: shown };
}
