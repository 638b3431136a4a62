import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { requireLevel, requireList, requireObject, requireOneOf } from '../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { fUpperTail } from '../../math/distributions/f.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { betweenStudyVariance } from '../between-study-variance.js';
import {
  type EffectInterval,
  effectInterval,
  normalReference,
  type ReferenceDistribution,
} from '../effect-interval.js';
import { inverseVarianceWeights } from '../effect-model.js';
import type { PooledInterval } from '../pooled-effect.js';
import { type PoolingChoices, poolingModel } from '../pooling-options.js';
import { type EstimatedEffect, requireWithinReach } from '../study-effects.js';
import { type ModeratorFit, moderatorModel } from './moderator-model.js';

const METHOD = 'meta-regression';

/** A study effect on its analysis scale, with the moderators that may explain it. */
export interface MetaRegressionStudies {
  readonly estimate: ArrayLike<number>;
  readonly standardError: ArrayLike<number>;
  readonly moderators: readonly { readonly name: string; readonly values: ArrayLike<number> }[];
}

export interface MetaRegressionOptions
  extends Pick<PoolingChoices, 'model' | 'betweenStudyVariance' | 'interval' | 'level'> {
  /** Whether effects are logarithms of ratios, so that coefficients are too. */
  readonly scale?: 'linear' | 'log';
}

export interface MetaRegressionResult {
  readonly studyCount: number;
  readonly level: number;
  /** Effect of a study whose moderators are all 0. */
  readonly intercept: EffectInterval;
  /** Change of the effect per unit of each moderator: a ratio of ratios on the log scale. */
  readonly moderators: readonly (EffectInterval & { readonly name: string })[];
  /** Variance between studies that the moderators leave. */
  readonly tauSquared: Estimable;
  /** Cochran's Q around the line. */
  readonly residual: { readonly q: Estimable; readonly df: number; readonly p: Estimable };
  /** All moderators together: chi-square, or F when the interval is Hartung and Knapp's (then `residualDf` is given). */
  readonly moderatorTest: {
    readonly statistic: Estimable;
    readonly df: number;
    readonly residualDf: number | null;
    readonly p: Estimable;
  };
}

/**
 * Do features of studies, such as the share of patients on corticosteroids, explain why their effects differ? Weighted
 * regression of the effects on moderators, with a common effect (fixed) or a remaining variance between studies.
 *
 * Defaults as `randomEffects`: REML, Hartung and Knapp's standard errors with k - p degrees of freedom. Studies are
 * seldom many: about ten for each moderator. As metafor::rma.uni(mods = ...), except that (restricted) maximum
 * likelihood takes the highest of all maxima.
 *
 * Not estimable: `too-few-observations` unless there are more studies than coefficients; `collinear` when a moderator
 * is constant or a line of others; `no-variation` for intervals without residual spread. Throws
 * `meta-regression/invalid-argument` for columns of unequal length and values that are not numbers.
 *
 * Source: Viechtbauer W. J Stat Softw 2010;36(3):1-48, section 2. Oracle: test/oracles/meta-regression/fits.json.
 */
export function metaRegression(
  studies: MetaRegressionStudies,
  options: MetaRegressionOptions = {},
): MetaRegressionResult {
  requireObject(METHOD, 'options', options, 'an object of options');
  const { level = 0.95, scale = 'linear' } = options;
  requireLevel(METHOD, 'level', level);
  requireOneOf(METHOD, 'scale', scale, ['linear', 'log']);
  const effects = checkedEffects(studies);
  const pooling = poolingModel(METHOD, { ...options, model: options.model ?? 'random-effects' });
  const k = effects.length;
  const size = studies.moderators.length + 1;
  const df = k - size;
  if (df < 1) return withoutFit(studies, k, level, scale, 'too-few-observations');
  const model = moderatorModel(
    effects,
    studies.moderators.map(({ values }) => Float64Array.from(values)),
  );
  if (model === null) return withoutFit(studies, k, level, scale, 'collinear');
  const random = pooling.model === 'random-effects';
  const tauSquared = random ? betweenStudyVariance(model, pooling.betweenStudyVariance) : 0;
  const fit = model.fit(inverseVarianceWeights(effects, tauSquared));
  const q = model.fit(inverseVarianceWeights(effects, 0)).weightedSquares;
  const interval: PooledInterval = random ? pooling.interval : 'wald';
  const factor = varianceFactor(fit.weightedSquares / df, interval);
  const reference: ReferenceDistribution = interval === 'wald' ? normalReference : { distribution: 't', df };
  const coefficient = (position: number) =>
    effectInterval(
      fit.coefficients[position]!,
      Math.sqrt(factor * fit.inverse[position * size + position]!),
      level,
      scale,
      reference,
    );
  return {
    studyCount: k,
    level,
    intercept: coefficient(0),
    moderators: studies.moderators.map(({ name }, index) => ({ name, ...coefficient(index + 1) })),
    tauSquared,
    residual: { q, df, p: chiSquareUpperTail(q, df) },
    moderatorTest: testModerators(fit, size, factor, interval === 'wald' ? null : df),
  };
}

function varianceFactor(spread: number, interval: PooledInterval): number {
  if (interval === 'wald') return 1;
  return interval === 'hartung-knapp' ? spread : Math.max(1, spread);
}

/** Wald test of all coefficients but the intercept. */
function testModerators(fit: ModeratorFit, size: number, factor: number, residualDf: number | null) {
  const df = size - 1;
  const fail = (reason: NotEstimableReason) => ({
    statistic: notEstimable(reason),
    df,
    residualDf,
    p: notEstimable(reason),
  });
  if (df === 0) return fail('not-applicable');
  if (factor === 0) return fail('no-variation');
  const block = new Float64Array(df * df).map((_, cell) => {
    const row = (cell % df) + 1;
    const column = Math.floor(cell / df) + 1;
    // Correlations keep the factorisation free of units.
    const scale = Math.sqrt(fit.inverse[row * size + row]! * fit.inverse[column * size + column]!);
    return fit.inverse[column * size + row]! / scale;
  });
  const standardised = Float64Array.from(
    { length: df },
    (_, index) => fit.coefficients[index + 1]! / Math.sqrt(factor * fit.inverse[(index + 1) * (size + 1)]!),
  );
  const root = cholesky(block, df)?.solveLower(standardised);
  if (root === undefined) return fail('collinear');
  const chiSquare = root.reduce((sum, value) => sum + value * value, 0);
  if (residualDf === null)
    return { statistic: chiSquare, df, residualDf, p: chiSquareUpperTail(chiSquare, df) };
  return { statistic: chiSquare / df, df, residualDf, p: fUpperTail(chiSquare / df, df, residualDf) };
}

function checkedEffects(studies: MetaRegressionStudies): EstimatedEffect[] {
  requireObject(METHOD, 'studies', studies, 'estimate, standardError and moderators');
  requireList(METHOD, 'estimate', studies.estimate, 'a number for each study');
  requireList(METHOD, 'standardError', studies.standardError, 'a number for each study');
  requireList(METHOD, 'moderators', studies.moderators, 'a list of named columns');
  for (const [index, moderator] of studies.moderators.entries()) {
    requireObject(METHOD, `moderators[${index}]`, moderator, 'a name and values');
    requireList(METHOD, `moderators[${index}].values`, moderator.values, 'a number for each study');
  }
  const k = studies.estimate.length;
  const columns = [{ name: 'standardError', values: studies.standardError }, ...studies.moderators];
  for (const { name, values } of columns) {
    if (values.length !== k) {
      throw argumentError(METHOD, name, 'has another length than "estimate"', `${values.length}`, `${k}`);
    }
  }
  for (const { name, values } of [{ name: 'estimate', values: studies.estimate }, ...columns]) {
    for (let index = 0; index < k; index += 1) {
      const value = values[index]!;
      if (!Number.isFinite(value) || (name === 'standardError' && value <= 0)) {
        throw argumentError(
          METHOD,
          name,
          `is not usable in study ${index + 1}`,
          String(value),
          name === 'standardError' ? 'a number above 0' : 'a number',
        );
      }
    }
  }
  return Array.from(studies.estimate, (estimate, index) => {
    const effect = { name: `study ${index + 1}`, estimate, standardError: studies.standardError[index]! };
    requireWithinReach(METHOD, effect);
    return effect;
  });
}

function withoutFit(
  studies: MetaRegressionStudies,
  studyCount: number,
  level: number,
  scale: 'linear' | 'log',
  reason: NotEstimableReason,
): MetaRegressionResult {
  const none = notEstimable(reason);
  const effect = effectInterval(none, none, level, scale);
  const df = studies.moderators.length;
  return {
    studyCount,
    level,
    intercept: effect,
    moderators: studies.moderators.map(({ name }) => ({ name, ...effect })),
    tauSquared: none,
    residual: { q: none, df: Math.max(0, studyCount - df - 1), p: none },
    moderatorTest: { statistic: none, df, residualDf: null, p: none },
  };
}
