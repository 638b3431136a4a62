import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import type { IncompleteRegression } from '../../../math/multivariate/incomplete-regression.js';
import { NormalDraws } from '../../../math/random/normal-draws.js';
import { Xoshiro256 } from '../../../math/random/xoshiro256.js';
import { adjustedDifferences } from '../adjusted-differences.js';
import { type DifferenceFigure, waldDifference } from '../difference-figure.js';
import { type PooledEstimate, poolRubin } from '../pool-rubin.js';
import { adjustmentColumns, type CheckedOutcomes, type VisitOutcomes } from '../visit-outcomes.js';
import type { IncompleteModel } from './incomplete-model.js';

/** One arm compared with the reference over all draws; `pooled` is null where a draw gave no estimate. */
export interface DrawnDifference extends DifferenceFigure {
  readonly pooled: PooledEstimate | null;
}

/**
 * Differences pooled over random imputations: each draw fits the model to a bootstrap sample (within arms), imputes about
 * its conditional means, and is analysed by analysis of covariance. `complete` draws the imputed values of a fit. A sample
 * that cannot be fitted is drawn again, up to twenty times.
 *
 * Source: Honaker J, King G. Am J Pol Sci 2010;54:561-581 (bootstrapped maximum likelihood as approximate posterior draws).
 */
export function drawnDifferences(
  data: VisitOutcomes,
  checked: CheckedOutcomes,
  model: IncompleteModel,
  fit: IncompleteRegression,
  {
    criterion,
    imputations,
    seed,
    level,
  }: {
    readonly criterion: 'reml' | 'ml';
    readonly imputations: number;
    readonly seed: number;
    readonly level: number;
  },
  complete: (fit: IncompleteRegression, draws: NormalDraws) => Float64Array,
): readonly DrawnDifference[] {
  const { arms, reference, others } = checked;
  const analysis = adjustedDifferences(data.group.codes, arms, reference, others, adjustmentColumns(data));
  const members = data.group.levels.map((_, arm) =>
    Array.from(data.group.codes.keys()).filter((subject) => data.group.codes[subject] === arm),
  );
  const accelerator = model.accelerator(criterion, fit);
  const analyses: (readonly { readonly estimate: number; readonly standardError: Estimable }[])[] = [];
  for (const random of new Xoshiro256(seed).streams(imputations)) {
    const draws = new NormalDraws(random);
    const refit = bootstrapFit(model, members, fit.covariance, accelerator, criterion, draws);
    if (refit === null) break;
    analyses.push(analysis.analyse(complete(refit, draws)));
  }
  return others.map((arm, index) => {
    const names = [data.group.levels[arm]!, data.reference!] as const;
    const list = analyses.map((one) => one[index]!);
    const bad = list.find(({ standardError }) => !isEstimable(standardError));
    if (bad !== undefined || list.length < imputations) {
      const reason = bad === undefined ? notEstimable('too-few-observations') : bad.standardError;
      return { ...waldDifference(...names, reason, reason, null, level), pooled: null };
    }
    const pooled = poolRubin(
      list.map(({ estimate }) => estimate),
      list.map(({ standardError }) => standardError as number),
      { completeDf: analysis.df },
    );
    return { ...waldDifference(...names, pooled.estimate, pooled.standardError, pooled.df, level), pooled };
  });
}

/** The model fitted to subjects drawn with replacement within arms; another sample where the first cannot be fitted. */
function bootstrapFit(
  model: IncompleteModel,
  members: readonly (readonly number[])[],
  start: Float64Array,
  accelerator: Float64Array | undefined,
  criterion: 'reml' | 'ml',
  draws: NormalDraws,
): IncompleteRegression | null {
  const weights = new Float64Array(members.reduce((sum, list) => sum + list.length, 0));
  for (let attempt = 0; attempt < 20; attempt += 1) {
    weights.fill(0);
    for (const list of members) {
      for (let count = 0; count < list.length; count += 1) {
        const subject = list[draws.integerBelow(list.length)]!;
        weights[subject] = weights[subject]! + 1;
      }
    }
    const fit = model.fit({ criterion, start, accelerator, weights, tolerance: 1e-8 });
    if (typeof fit !== 'string') return fit;
  }
  return null;
}
