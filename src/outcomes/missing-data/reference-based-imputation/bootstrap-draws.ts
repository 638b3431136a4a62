import type { Factor } from '../../../core/analysis-data.js';
import type { IncompleteRegression } from '../../../math/multivariate/incomplete-regression.js';
import { NormalDraws } from '../../../math/random/normal-draws.js';
import { Xoshiro256 } from '../../../math/random/xoshiro256.js';
import type { ParameterDraw } from './drawn-differences.js';
import type { IncompleteModel } from './incomplete-model.js';

/**
 * Parameters as fits of the model to bootstrap samples (within arms): each call draws a sample and fits it. A sample that
 * cannot be fitted is drawn again, up to twenty times; null after that. The first ones are the same however many follow.
 *
 * Source: Honaker J, King G. Am J Pol Sci 2010;54:561-581 (bootstrapped maximum likelihood as approximate posterior draws).
 */
export function bootstrapDraws(
  group: Factor,
  model: IncompleteModel,
  fit: IncompleteRegression,
  {
    criterion,
    imputations,
    seed,
  }: { readonly criterion: 'reml' | 'ml'; readonly imputations: number; readonly seed: number },
): () => ParameterDraw | null {
  const members = group.levels.map((_, arm) =>
    Array.from(group.codes.keys()).filter((subject) => group.codes[subject] === arm),
  );
  const accelerator = model.accelerator(criterion, fit);
  const streams = new Xoshiro256(seed).streams(imputations).values();
  const weights = new Float64Array(group.codes.length);
  return () => {
    const random = streams.next().value;
    if (random === undefined) return null;
    const draws = new NormalDraws(random);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      weights.fill(0);
      for (const list of members) {
        for (let count = 0; count < list.length; count += 1) {
          const subject = list[draws.integerBelow(list.length)]!;
          weights[subject] = weights[subject]! + 1;
        }
      }
      const refit = model.fit({ criterion, start: fit.covariance, accelerator, weights, tolerance: 1e-8 });
      if (typeof refit !== 'string') return { parameters: refit, draws };
    }
    return null;
  };
}
