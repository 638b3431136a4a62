import type { StudiesData } from '../../core/analysis-data.js';
import type { Notice } from '../../core/notice.js';
import { requireBoolean, requireLevel, requireObject, requireOneOf } from '../../math/argument-checks.js';
import { type EffectInterval, effectInterval } from '../effect-interval.js';
import { type Heterogeneity, heterogeneityFromQ } from '../heterogeneity.js';
import { requireStudies } from '../require-studies.js';
import {
  type CountMeasure,
  type DoubleZeroRule,
  doubleZeroRules,
  exclusionNotices,
  isEstimated,
  studyEffects,
  type ZeroCellRule,
  zeroCellRules,
} from '../study-effects.js';
import {
  effectScale,
  measureOf,
  type StudyContribution,
  weightedContributions,
} from '../synthesis-result.js';
import { twoByTwoTables } from '../two-by-two.js';
import { percentWeights } from '../weighted-mean.js';
import {
  mantelHaenszelPool,
  type RiskDifferenceVariance,
  riskDifferenceVariances,
} from './mantel-haenszel-estimators.js';
import { type ChiSquareTest, cochranMantelHaenszelTest, taroneTest } from './stratified-tests.js';

const METHOD = 'mantel-haenszel';

export interface MantelHaenszelOptions {
  /** What to pool; the measure of the data when they name one, odds ratios otherwise. */
  readonly measure?: CountMeasure;
  /** Correction of the counts that are pooled; the default, `none`, is why one chooses this method. */
  readonly zeroCells?: ZeroCellRule;
  readonly doubleZero?: DoubleZeroRule;
  readonly riskDifferenceVariance?: RiskDifferenceVariance;
  /** Yates' correction of the Cochran-Mantel-Haenszel test. */
  readonly continuityCorrection?: boolean;
  /** Coverage of the intervals. */
  readonly level?: number;
}

export interface MantelHaenszelResult {
  readonly measure: CountMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  readonly pooled: EffectInterval;
  readonly studies: readonly StudyContribution[];
  /** Studies whose counts are in the pool. */
  readonly studyCount: number;
  readonly heterogeneity: Heterogeneity;
  readonly cochranMantelHaenszel: ChiSquareTest;
  /** For odds ratios only. */
  readonly tarone: ChiSquareTest | null;
  readonly notices: readonly Notice[];
}

/**
 * The common effect of several two-arm studies by Mantel and Haenszel's weights, which need no correction for zero
 * cells: sound where events are rare and studies many.
 *
 * Variances: odds ratio Robins-Breslow-Greenland 1986; risk ratio Greenland-Robins 1985; risk difference
 * Sato-Greenland-Robins 1989 (metafor's choice) or Greenland-Robins 1985 (RevMan's). Counts are pooled uncorrected;
 * a study without events in either arm adds nothing to a ratio but does count for a risk difference. The effects
 * shown for single studies, and Cochran's Q around the pooled effect, use 0.5 in studies with a zero cell and leave
 * double-zero studies out. All as metafor::rma.mh by default (there `add = c(1/2, 0)`, `to = c("only0", "none")`).
 *
 * Not estimable: `zero-cells` (no events at all in one of the arms, so that the ratio is 0 or infinite),
 * `too-few-observations` (no study). Throws `mantel-haenszel/invalid-argument` for rows that are effects, impossible
 * counts, an option that is no choice, and a `measure` that contradicts that of the data. O(k). Oracle:
 * test/oracles/mantel-haenszel/pools.json.
 */
export function mantelHaenszel(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: MantelHaenszelOptions = {},
): MantelHaenszelResult {
  requireStudies(METHOD, studies);
  requireObject(METHOD, 'options', options, 'an object of options');
  const { zeroCells = 'none', doubleZero = 'include', level = 0.95, continuityCorrection = false } = options;
  const { riskDifferenceVariance = 'sato' } = options;
  requireOneOf(METHOD, 'zeroCells', zeroCells, zeroCellRules);
  requireOneOf(METHOD, 'doubleZero', doubleZero, doubleZeroRules);
  requireOneOf(METHOD, 'riskDifferenceVariance', riskDifferenceVariance, riskDifferenceVariances);
  requireBoolean(METHOD, 'continuityCorrection', continuityCorrection);
  requireLevel(METHOD, 'level', level);
  const tables = twoByTwoTables(METHOD, studies.rows, { zeroCells, doubleZero });
  const measure = measureOf(METHOD, studies, options.measure).counted;
  const scale = effectScale(measure);
  const used = tables.filter((table) => table !== null);
  const pool = mantelHaenszelPool(used, measure, riskDifferenceVariance);

  const shownRule = zeroCells === 'none' ? 'add-half-when-any-zero-in-study' : zeroCells;
  const effects = studyEffects(METHOD, studies.rows, {
    measure,
    zeroCells: shownRule,
    doubleZero: 'exclude',
  });
  const estimated = effects.filter(isEstimated);
  const center = pool.estimate;
  const q =
    typeof center === 'number'
      ? estimated.reduce(
          (sum, { estimate, standardError }) => sum + ((estimate - center) / standardError) ** 2,
          0,
        )
      : 0;
  const shares = percentWeights(pool.weights);
  let place = 0;
  // Shares stand in the order of the tables used.
  const weights = tables.map((table) => (table === null ? null : shares[place++]! || null));
  return {
    measure,
    scale,
    level,
    pooled: effectInterval(pool.estimate, pool.standardError, level, scale),
    studies: weightedContributions(effects, weights, level, scale),
    studyCount: used.length,
    heterogeneity: heterogeneityFromQ(q, typeof center === 'number' ? estimated.length : 0),
    cochranMantelHaenszel: cochranMantelHaenszelTest(used, continuityCorrection),
    tarone: measure === 'odds-ratio' ? taroneTest(used, pool.estimate) : null,
    notices: exclusionNotices(METHOD, effects),
  };
}
