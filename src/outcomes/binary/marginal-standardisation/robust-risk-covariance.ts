import type { Factor } from '../../../core/analysis-data.js';

/** Subjects with their predicted risks, had they been in each arm. */
export interface PredictedRisks {
  readonly outcome: Float64Array;
  /** Arm of each subject. */
  readonly arm: Int32Array;
  /** For each arm the predicted risk of every subject, whatever arm they were in. */
  readonly predicted: readonly Float64Array[];
}

/**
 * Covariance matrix of the standardised risks that holds whether or not the model is right: for arms a and b, with p the
 * share of subjects in an arm, m the predicted risks and Y the outcome,
 *
 *   n · v(a, a) = var(Y - m_a | a) / p_a + 2 cov(Y, m_a | a) - var(m_a),
 *   n · v(a, b) = cov(Y, m_b | a) + cov(Y, m_a | b) - cov(m_a, m_b).
 *
 * "| a" is among the subjects of arm a; the others are over all subjects. With `strata` the part that balance within
 * strata takes away is subtracted: subjects randomised in blocks within strata (Bannick and others, with no imbalance
 * left in the limit).
 *
 * Sources: Ye T, Bannick M, Yi Y, Shao J. Stat Theory Relat Fields 2023;7:159-163. Bannick MS, Shao J, Liu J, Du Y, Yi
 * Y, Ye T. arXiv 2306.10213.
 */
export function robustRiskCovariance(
  { outcome, arm, predicted }: PredictedRisks,
  strata: Factor | undefined,
): readonly (readonly number[])[] {
  const n = outcome.length;
  const everyone = Array.from(outcome.keys());
  const members = predicted.map((_, index) => everyone.filter((row) => arm[row] === index));
  const share = members.map((rows) => rows.length / n);
  const residual = predicted.map((risk) => outcome.map((value, row) => value - risk[row]!));
  const balanced = strata === undefined ? null : balanceGain(residual, members, share, strata);
  return predicted.map((own, a) =>
    predicted.map((other, b) => {
      const spread =
        a === b
          ? covariance(residual[a]!, residual[a]!, members[a]!) / share[a]! +
            2 * covariance(outcome, own, members[a]!) -
            covariance(own, own, everyone)
          : covariance(outcome, other, members[a]!) +
            covariance(outcome, own, members[b]!) -
            covariance(own, other, everyone);
      return (spread - (balanced?.[a]?.[b] ?? 0)) / n;
    }),
  );
}

/**
 * Σ over strata of their share times r_a r_b (p_a [a = b] - p_a p_b), with r the mean residual of the arm there over
 * p.
 */
function balanceGain(
  residual: readonly Float64Array[],
  members: readonly (readonly number[])[],
  share: readonly number[],
  strata: Factor,
): readonly (readonly number[])[] {
  const n = strata.codes.length;
  const sizes = strata.levels.map((_, level) => strata.codes.filter((code) => code === level).length);
  const means = members.map((rows, arm) =>
    strata.levels.map((_, level) => {
      const there = rows.filter((row) => strata.codes[row] === level);
      const sum = there.reduce((total, row) => total + residual[arm]![row]!, 0);
      return there.length === 0 ? 0 : sum / there.length / share[arm]!;
    }),
  );
  return means.map((own, a) =>
    means.map((other, b) => {
      const mean = own.reduce((sum, value, level) => sum + (sizes[level]! / n) * value * other[level]!, 0);
      return mean * ((a === b ? share[a]! : 0) - share[a]! * share[b]!);
    }),
  );
}

/** Sample covariance (divisor n - 1) over the given rows. */
function covariance(left: Float64Array, right: Float64Array, rows: readonly number[]): number {
  const mean = (values: Float64Array) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
  const first = mean(left);
  const second = mean(right);
  return (
    rows.reduce((sum, row) => sum + (left[row]! - first) * (right[row]! - second), 0) / (rows.length - 1)
  );
}
