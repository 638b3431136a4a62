import type { StudiesData } from '../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import type { Notice } from '../../core/notice.js';
import { requireLevel, requireObject } from '../../math/argument-checks.js';
import { type EffectInterval, effectInterval } from '../effect-interval.js';
import { type Heterogeneity, heterogeneityFromQ } from '../heterogeneity.js';
import { observedMinusExpected } from '../observed-minus-expected.js';
import { requireStudies } from '../require-studies.js';
import { exclusionNotices, isEstimated, type StudyEffect } from '../study-effects.js';
import { measureOf, type StudyContribution, studyContributions } from '../synthesis-result.js';
import { twoByTwoTables } from '../two-by-two.js';
import { percentWeights } from '../weighted-mean.js';

const METHOD = 'peto';

export interface PetoResult {
  readonly measure: 'odds-ratio';
  readonly scale: 'log';
  readonly level: number;
  readonly pooled: EffectInterval;
  readonly studies: readonly StudyContribution[];
  readonly studyCount: number;
  readonly heterogeneity: Heterogeneity;
  /** Observed less expected events of the first arm, summed over the studies. */
  readonly observedMinusExpected: number;
  /** Its hypergeometric variance. */
  readonly variance: Estimable;
  readonly notices: readonly Notice[];
}

/**
 * Peto's one-step odds ratio: observed less expected events over their hypergeometric variance, summed over studies.
 * Good for rare events, arms of like size and small effects; biased towards 1 otherwise.
 *
 * No zero cell needs a correction; a study without events in either arm (or with events in everyone) adds nothing and
 * has no weight. As metafor::rma.peto with `add = 0, to = "none"`; its pool is the same under its defaults, which
 * correct only the effects shown for single studies.
 *
 * Not estimable: `too-few-observations` when no study says anything; `overflow` for a ratio beyond the largest number,
 * as from one subject with the event against a thousand without (its logarithm, 1001, stands). Throws
 * `peto/invalid-argument` for rows that are effects, impossible counts, and data whose measure is no odds ratio. O(k).
 * Source: Yusuf S, Peto R, et al. Prog Cardiovasc Dis 1985;27:335-371.
 * Oracle: test/oracles/peto/pools.json.
 */
export function peto(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: { readonly level?: number } = {},
): PetoResult {
  requireStudies(METHOD, studies);
  requireObject(METHOD, 'options', options, 'an object of options');
  const { level = 0.95 } = options;
  requireLevel(METHOD, 'level', level);
  const tables = twoByTwoTables(METHOD, studies.rows, { zeroCells: 'none', doubleZero: 'include' });
  measureOf(METHOD, studies, 'odds-ratio');
  let difference = 0;
  let variance = 0;
  const weights: number[] = [];
  const effects = studies.rows.map((study, index): StudyEffect => {
    const table = tables[index];
    const counts = study.type === 'counts' ? { of: { ...study.of }, versus: { ...study.versus } } : undefined;
    const label = {
      name: study.name,
      ...(study.subgroup === undefined ? {} : { subgroup: study.subgroup }),
      ...(counts === undefined ? {} : { counts }),
    };
    if (table === null || table === undefined) {
      return { ...label, estimate: notEstimable('empty-group'), standardError: notEstimable('empty-group') };
    }
    const part = observedMinusExpected(table);
    if (part.variance === 0) {
      const none = notEstimable(table.a + table.c === 0 ? 'no-events' : 'no-variation');
      return { ...label, estimate: none, standardError: none };
    }
    difference += part.difference;
    variance += part.variance;
    weights.push(part.variance);
    return {
      ...label,
      estimate: part.difference / part.variance,
      standardError: 1 / Math.sqrt(part.variance),
    };
  });
  const estimated = effects.filter(isEstimated);
  const none = notEstimable('too-few-observations');
  const center = difference / variance;
  const q = estimated.reduce(
    (sum, { estimate, standardError }) => sum + ((estimate - center) / standardError) ** 2,
    0,
  );
  return {
    measure: 'odds-ratio',
    scale: 'log',
    level,
    pooled:
      variance > 0
        ? effectInterval(center, 1 / Math.sqrt(variance), level, 'log')
        : effectInterval(none, none, level, 'log'),
    studies: studyContributions(effects, percentWeights(weights), level, 'log'),
    studyCount: estimated.length,
    heterogeneity: heterogeneityFromQ(q, estimated.length),
    observedMinusExpected: difference,
    variance: variance > 0 ? variance : none,
    notices: exclusionNotices(METHOD, effects),
  };
}
