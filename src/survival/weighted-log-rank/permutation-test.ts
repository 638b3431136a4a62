import type { Factor } from '../../core/analysis-data.js';
import { generalisedQuadraticForm } from '../../math/linear-algebra/generalised-quadratic-form.js';
import { Xoshiro256 } from '../../math/random/xoshiro256.js';
import { rowsByLevel } from '../product-limit.js';
import { buildRiskTable } from '../risk-table.js';
import { type SurvivalColumns, singleLevel } from '../survival-columns.js';
import { type LogRankWeight, poolSurvivalAt } from '../weighted-log-rank-sums.js';

export interface PermutationTest {
  readonly permutations: number;
  readonly seed: number;
  /** Share of arrangements at least as extreme, the observed one among them: never 0. */
  readonly p: number;
  /** Monte Carlo standard error of p. */
  readonly standardError: number;
}

/** Statistics this close are equal: sums of the same scores in another order. */
const equalTolerance = 1e-10;

/**
 * Compares the weighted log-rank statistic with its values when arms are dealt out anew within strata, which needs no
 * large numbers but equal censoring in the arms.
 *
 * Each subject has a score, its weighted event less its weighted expected events, that does not depend on arms; the
 * statistic is the quadratic form of the arms' sums in their permutation covariance. O(n) a permutation. The same
 * seed gives the same p for ever.
 * Source: Lan KKG, Wittes JT. Biometrics 1985;41:1063-1069; Phipson B, Smyth GK. Stat Appl Genet Mol Biol 2010;9:39.
 */
export function permutationTest(
  columns: SurvivalColumns,
  group: Factor,
  strata: Factor,
  weightOf: LogRankWeight,
  permutations: number,
  seed: number,
  milestone?: number,
): PermutationTest {
  const size = group.levels.length;
  const scores = subjectScores(columns, strata, weightOf, milestone);
  const blocks = rowsByLevel(
    Int32Array.from(scores, (_, row) => row),
    strata,
  );
  const covariance = permutationCovariance(scores, group, blocks);
  const codes = Int32Array.from(group.codes);
  const statistic = () => {
    const sums = new Float64Array(size);
    for (let row = 0; row < scores.length; row += 1) sums[codes[row]!]! += scores[row]!;
    return generalisedQuadraticForm(sums, covariance).value;
  };
  const observed = statistic();
  const random = new Xoshiro256(seed);
  let extreme = 1;
  for (let round = 0; round < permutations; round += 1) {
    for (const rows of blocks) {
      for (let last = rows.length - 1; last > 0; last -= 1) {
        const other = rows[random.integerBelow(last + 1)]!;
        const code = codes[other]!;
        codes[other] = codes[rows[last]!]!;
        codes[rows[last]!] = code;
      }
    }
    if (statistic() >= observed * (1 - equalTolerance)) extreme += 1;
  }
  const p = extreme / (permutations + 1);
  return { permutations, seed, p, standardError: Math.sqrt((p * (1 - p)) / (permutations + 1)) };
}

/** Weighted event less weighted cumulative hazard of the stratum, for each subject; the sum over all is 0. */
export function subjectScores(
  columns: SurvivalColumns,
  strata: Factor,
  weightOf: LogRankWeight,
  milestone?: number,
): Float64Array {
  const table = buildRiskTable(columns, singleLevel('', columns.n), strata);
  const weight = new Float64Array(table.time.length);
  const hazard = new Float64Array(table.time.length);
  const milestoneSurvival = poolSurvivalAt(table, milestone);
  for (let stratum = 0; stratum + 1 < table.offsets.length; stratum += 1) {
    let survival = 1;
    let petoSurvival = 1;
    let total = 0;
    for (let step = table.offsets[stratum]!; step < table.offsets[stratum + 1]!; step += 1) {
      const risk = table.atRisk[step]!;
      const deaths = table.events[step]!;
      petoSurvival *= (risk + 1 - deaths) / (risk + 1);
      weight[step] = weightOf(survival, risk, petoSurvival, milestoneSurvival[stratum]!);
      survival *= (risk - deaths) / risk;
      total += (weight[step]! * deaths) / risk;
      hazard[step] = total;
    }
  }
  return Float64Array.from(columns.time, (time, row) => {
    const stratum = strata.codes[row]!;
    let low = table.offsets[stratum]!;
    let high = table.offsets[stratum + 1]!;
    const first = low;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (table.time[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    const expected = low === first ? 0 : hazard[low - 1]!;
    return (columns.event[row] === 1 ? weight[low - 1]! : 0) - expected;
  });
}

function permutationCovariance(
  scores: Float64Array,
  group: Factor,
  blocks: readonly Int32Array[],
): Float64Array {
  const size = group.levels.length;
  const covariance = new Float64Array(size * size);
  for (const rows of blocks) {
    const n = rows.length;
    if (n < 2) continue;
    const counts = new Float64Array(size);
    let mean = 0;
    for (const row of rows) {
      counts[group.codes[row]!]! += 1;
      mean += scores[row]! / n;
    }
    let squares = 0;
    for (const row of rows) squares += (scores[row]! - mean) ** 2;
    for (let left = 0; left < size; left += 1) {
      for (let right = 0; right < size; right += 1) {
        const share = (left === right ? counts[left]! / n : 0) - (counts[left]! * counts[right]!) / (n * n);
        covariance[left * size + right]! += (squares * n * share) / (n - 1);
      }
    }
  }
  return covariance;
}
