import type { NotEstimableReason } from '../../core/estimable.js';
import { type CoxInput, fitCoxModel, whyNoPrediction } from '../cox-influence.js';

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

/**
 * The risk of the event by each time that a Cox model, fitted to the subjects, predicts for each of them:
 * 1 - exp(-cumulative hazard), with the hazard of the subject's own stratum.
 *
 * Conventions are those of `predictCoxCurve`; a subject keeps its arm, covariates, stratum and offset. The hazard is 0
 * before the first event time. O(n p^2 iterations + n times).
 *
 * @returns one column a time, in the order of the input; or the reason why the model has no estimates: `no-events`,
 * `separated`, `collinear`, `empty-group`, `not-converged`. Errors are those of `fitCoxModel`.
 * Source: Breslow N. Biometrics 1974;30:89-99; Efron B. J Am Stat Assoc 1977;72:557-565.
 * Oracle: test/oracles/brier-score.
 */
export function coxRisks(
  input: CoxInput,
  options: { readonly times: readonly number[]; readonly ties?: 'efron' | 'breslow' },
): readonly Float64Array[] | { readonly notEstimable: NotEstimableReason } {
  const model = fitCoxModel(input, { ties: options.ties ?? 'efron' });
  const reason = whyNoPrediction(model);
  if (reason !== null || model.maximum === null) return { notEstimable: reason ?? 'not-converged' };
  const { rows, likelihood, maximum } = model;
  const { relativeRisk, hazard } = likelihood.sweep(maximum.beta);
  return options.times.map((time) => {
    const risks = new Float64Array(rows.n);
    for (let stratum = 0; stratum + 1 < rows.strataRows.length; stratum += 1) {
      let cumulative = 0;
      const end = rows.strataTimes[stratum + 1]!;
      for (let step = rows.strataTimes[stratum]!; step < end; step += 1) {
        if (rows.eventTime[step]! > time + timeTolerance) break;
        cumulative += hazard[step]!;
      }
      for (let place = rows.strataRows[stratum]!; place < rows.strataRows[stratum + 1]!; place += 1) {
        risks[rows.source[place]!] = -Math.expm1(-cumulative * relativeRisk[place]!);
      }
    }
    return risks;
  });
}
