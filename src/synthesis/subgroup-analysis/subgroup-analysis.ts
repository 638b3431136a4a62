import type { StudiesData } from '../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import type { Notice } from '../../core/notice.js';
import { requireOneOf } from '../../math/argument-checks.js';
import { type EffectInterval, effectInterval } from '../effect-interval.js';
import { inverseVarianceWeights } from '../effect-model.js';
import { estimatedStudies } from '../estimated-studies.js';
import { type Heterogeneity, heterogeneityFromQ } from '../heterogeneity.js';
import { type PooledEffect, type PoolingModel, pooledEffect } from '../pooled-effect.js';
import { type PoolingChoices, poolingModel } from '../pooling-options.js';
import { type EstimatedEffect, exclusionNotices, isEstimated, type StudyEffect } from '../study-effects.js';
import { subgroupNames } from '../subgroup-names.js';
import { type EffectMeasure, type StudyContribution, studyContributions } from '../synthesis-result.js';
import { percentWeights, weightedMean } from '../weighted-mean.js';

const METHOD = 'subgroup-analysis';

const interactionKinds = ['across-studies', 'within-studies'] as const;

export interface SubgroupAnalysisOptions extends PoolingChoices {
  /**
   * `across-studies` compares the pools of the subgroups, whichever studies they come from. `within-studies` compares
   * subgroups inside each study first and pools these contrasts, so that differences between studies cannot pose as
   * an interaction; only studies with both subgroups take part.
   */
  readonly interaction?: (typeof interactionKinds)[number];
  /** The subgroup that the others are compared with; the first to appear when absent. */
  readonly reference?: string;
}

export interface Subgroup {
  readonly name: string;
  readonly pooled: EffectInterval;
  readonly studies: readonly StudyContribution[];
  readonly studyCount: number;
  readonly tauSquared: number;
  readonly heterogeneity: Heterogeneity;
}

/** The effect in one subgroup against that in another: a ratio of ratios, or a difference of differences. */
export interface SubgroupContrast extends EffectInterval {
  readonly of: string;
  readonly versus: string;
  /** Studies with both subgroups; null for a comparison across studies. */
  readonly studyCount: number | null;
}

export interface SubgroupAnalysisResult {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  readonly subgroups: readonly Subgroup[];
  readonly overall: EffectInterval;
  readonly contrasts: readonly SubgroupContrast[];
  /** Cochran's Q between the pools of the subgroups; not applicable to more than two compared within studies. */
  readonly interaction: { readonly q: Estimable; readonly df: number; readonly p: Estimable };
  readonly notices: readonly Notice[];
}

/**
 * Does the effect differ between subgroups, such as patients with and without corticosteroids? Pools the studies of
 * each subgroup, and compares the pools: ratio of ratios with its interval, and the test for interaction.
 *
 * With random effects each subgroup has its own between-study variance; contrasts are Wald with a normal distribution
 * whatever the interval of the pools, as metafor does when subgroup pools are compared with `rma(method = "FE")`.
 * Comparing within studies: Fisher DJ, Carpenter JR, Morris TP, Freeman SC, Tierney JF. BMJ 2017;356:j573 ("deft").
 *
 * Not estimable: what `inverseVariance` and `randomEffects` say; a contrast with a subgroup without studies. Throws
 * `subgroup-analysis/invalid-argument` for a row without a subgroup or an unknown reference.
 * Source: Borenstein M, Higgins JPT. Prev Sci 2013;14:134-143. Oracle: test/oracles/subgroup-analysis/pools.json.
 */
export function subgroupAnalysis(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: SubgroupAnalysisOptions = {},
): SubgroupAnalysisResult {
  const { measure, scale, level, effects } = estimatedStudies(METHOD, studies, options);
  const model = poolingModel(METHOD, options);
  const { interaction = 'across-studies' } = options;
  requireOneOf(METHOD, 'interaction', interaction, interactionKinds);
  const names = subgroupNames(METHOD, effects, options.reference);
  const pool = (list: readonly EstimatedEffect[]): PooledEffect => pooledEffect(list, model, level, scale);
  const subgroups = names.map((name): Subgroup => {
    const members = effects.filter((effect) => effect.subgroup === name);
    const estimated = members.filter(isEstimated);
    const { pooled, tauSquared, weights } = pool(estimated);
    return {
      name,
      pooled,
      studies: studyContributions(members, percentWeights(weights), level, scale),
      studyCount: estimated.length,
      tauSquared,
      heterogeneity: heterogeneityFromQ(
        weightedMean(estimated, inverseVarianceWeights(estimated, 0)).weightedSquares,
        estimated.length,
      ),
    };
  });
  const within = interaction === 'within-studies';
  const [reference, ...others] = subgroups;
  const contrasts = others.map((subgroup) =>
    within
      ? contrastWithin(effects, subgroup.name, reference!.name, model, level, scale)
      : contrastAcross(subgroup, reference!, level, scale),
  );
  return {
    measure,
    scale,
    level,
    subgroups,
    overall: pool(effects.filter(isEstimated)).pooled,
    contrasts,
    interaction: within ? interactionWithin(contrasts) : interactionAcross(subgroups),
    notices: exclusionNotices(
      METHOD,
      effects.map((effect) => ({ ...effect, name: `${effect.name} (${effect.subgroup})` })),
    ),
  };
}

function contrastAcross(
  of: Subgroup,
  versus: Subgroup,
  level: number,
  scale: 'linear' | 'log',
): SubgroupContrast {
  const label = { of: of.name, versus: versus.name, studyCount: null };
  const parts = [
    of.pooled.estimate,
    versus.pooled.estimate,
    of.pooled.standardError,
    versus.pooled.standardError,
  ];
  const missing = parts.find((part) => typeof part !== 'number');
  if (missing !== undefined) return { ...label, ...effectInterval(missing, missing, level, scale) };
  const [first, second, firstError, secondError] = parts as [number, number, number, number];
  return { ...label, ...effectInterval(first - second, Math.hypot(firstError, secondError), level, scale) };
}

function contrastWithin(
  effects: readonly StudyEffect[],
  of: string,
  versus: string,
  model: PoolingModel,
  level: number,
  scale: 'linear' | 'log',
): SubgroupContrast {
  const estimated = effects.filter(isEstimated);
  const partners = new Map<string, EstimatedEffect>();
  for (const effect of estimated) {
    if (effect.subgroup === versus && !partners.has(effect.name)) partners.set(effect.name, effect);
  }
  const pairs = estimated.flatMap((first): EstimatedEffect[] => {
    if (first.subgroup !== of) return [];
    const second = partners.get(first.name);
    if (second === undefined) return [];
    return [
      {
        name: first.name,
        estimate: first.estimate - second.estimate,
        standardError: Math.hypot(first.standardError, second.standardError),
      },
    ];
  });
  return { of, versus, studyCount: pairs.length, ...pooledEffect(pairs, model, level, scale).pooled };
}

function interactionAcross(subgroups: readonly Subgroup[]): SubgroupAnalysisResult['interaction'] {
  const pools = subgroups.flatMap(({ name, pooled: { estimate, standardError } }): EstimatedEffect[] =>
    typeof estimate === 'number' && typeof standardError === 'number' && standardError > 0
      ? [{ name, estimate, standardError }]
      : [],
  );
  const { q, df, p } = heterogeneityFromQ(
    weightedMean(pools, inverseVarianceWeights(pools, 0)).weightedSquares,
    pools.length,
  );
  return { q, df, p };
}

function interactionWithin(contrasts: readonly SubgroupContrast[]): SubgroupAnalysisResult['interaction'] {
  const [only] = contrasts;
  if (only === undefined || contrasts.length > 1) {
    const none = notEstimable(only === undefined ? 'too-few-observations' : 'not-applicable');
    return { q: none, df: contrasts.length, p: none };
  }
  const { statistic, p } = only;
  return { q: typeof statistic === 'number' ? statistic ** 2 : statistic, df: 1, p };
}
