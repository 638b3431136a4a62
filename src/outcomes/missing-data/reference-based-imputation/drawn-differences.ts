import { type Estimable, isEstimable, mapEstimable, notEstimable } from '../../../core/estimable.js';
import { effectiveDraws } from '../../../math/random/effective-draws.js';
import type { NormalDraws } from '../../../math/random/normal-draws.js';
import { adjustedDifferences } from '../adjusted-differences.js';
import { type DifferenceFigure, waldDifference } from '../difference-figure.js';
import { type PooledEstimate, poolRubin } from '../pool-rubin.js';
import { adjustmentColumns, type CheckedOutcomes, type VisitOutcomes } from '../visit-outcomes.js';
import type { ModelParameters } from './incomplete-model.js';

/** Parameters about which one imputation is drawn, and the random numbers that it takes. */
export interface ParameterDraw {
  readonly parameters: ModelParameters;
  readonly draws: NormalDraws;
}

/** How far a pooled estimate still depends on the seed. */
export interface SimulationError {
  /** Standard error of the pooled estimate over seeds: what more imputations would make smaller. */
  readonly standardError: Estimable;
  /** Independent draws that say as much as those taken; their number where they are independent. */
  readonly effectiveDraws: number;
}

/** One arm compared with the reference over all draws; the last two are null where a draw gave no estimate. */
export interface DrawnDifference extends DifferenceFigure {
  readonly pooled: PooledEstimate | null;
  readonly simulation: SimulationError | null;
}

/**
 * Differences pooled over random imputations: `next` draws the parameters of the model, `complete` draws the missing
 * values about what those give, and each completed visit is analysed by analysis of covariance. Where `next` has none to
 * give, there is no standard error. `independent` says that one draw does not depend on the one before.
 */
export function drawnDifferences(
  data: VisitOutcomes,
  { arms, reference, others }: CheckedOutcomes,
  {
    imputations,
    level,
    independent,
  }: { readonly imputations: number; readonly level: number; readonly independent: boolean },
  next: () => ParameterDraw | null,
  complete: (parameters: ModelParameters, draws: NormalDraws) => Float64Array,
): readonly DrawnDifference[] {
  const analysis = adjustedDifferences(data.group.codes, arms, reference, others, adjustmentColumns(data));
  const analyses: (readonly { readonly estimate: number; readonly standardError: Estimable }[])[] = [];
  for (let imputation = 0; imputation < imputations; imputation += 1) {
    const drawn = next();
    if (drawn === null) break;
    analyses.push(analysis.analyse(complete(drawn.parameters, drawn.draws)));
  }
  return others.map((arm, index) => {
    const names = [data.group.levels[arm]!, data.reference!] as const;
    const list = analyses.map((one) => one[index]!);
    const bad = list.find(({ standardError }) => !isEstimable(standardError));
    if (bad !== undefined || list.length < imputations) {
      const reason = bad === undefined ? notEstimable('too-few-observations') : bad.standardError;
      return { ...waldDifference(...names, reason, reason, null, level), pooled: null, simulation: null };
    }
    const estimates = list.map(({ estimate }) => estimate);
    const pooled = poolRubin(
      estimates,
      list.map(({ standardError }) => standardError as number),
      { completeDf: analysis.df },
    );
    const effective = independent ? imputations : effectiveDraws(estimates);
    return {
      ...waldDifference(...names, pooled.estimate, pooled.standardError, pooled.df, level),
      pooled,
      simulation: {
        standardError: mapEstimable(pooled.betweenVariance, (variance) => Math.sqrt(variance / effective)),
        effectiveDraws: effective,
      },
    };
  });
}
