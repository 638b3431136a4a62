import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { logRatioOfProducts } from '../../../math/special/log-ratio.js';
import { type LogWald, logWald, noLogWald } from '../../log-wald.js';
import { type ZeroCellRule, zeroCellRules } from '../../zero-cells-option.js';
import { type BinaryStratum, comparableStrata, requireStrata } from '../binary-stratum.js';
import { commonOddsRatio, commonRiskRatio } from '../common-contrasts.js';
import { hasZeroCell, withHalfAdded } from '../event-count.js';

export const ratioMeasures = ['risk-ratio', 'odds-ratio'] as const;
export type RatioMeasure = (typeof ratioMeasures)[number];
export const ratioWeights = ['mantel-haenszel', 'inverse-variance'] as const;
export type RatioWeights = (typeof ratioWeights)[number];

export interface StratifiedRatioOptions {
  readonly measure?: RatioMeasure;
  readonly weights?: RatioWeights;
  /** Only for `inverse-variance`. */
  readonly zeroCells?: ZeroCellRule;
  readonly level?: number;
}

export interface StratifiedRatioEstimate extends LogWald {
  readonly measure: RatioMeasure;
  readonly weights: RatioWeights;
  readonly level: number;
  /** Strata with subjects in both arms. */
  readonly strataUsed: number;
  /** Strata that got 1/2 in every cell. */
  readonly strataHalfAdded: readonly string[];
}

/**
 * One risk ratio or odds ratio for all strata, with its Wald interval and test on the log scale.
 *
 * `weights: 'mantel-haenszel'` (default) has the variance of Greenland and Robins (risk ratio) or of Robins, Breslow
 * and Greenland (odds ratio), and adds nothing to zero cells (a sum of 0 is `zero-cells`, never a ratio of 0);
 * `'inverse-variance'` is the mean of the strata's log ratios (SAS FREQ's "Logit" line; metafor `rma(method = "FE")`),
 * which needs a log ratio with a variance in every stratum: otherwise `zero-cells`, unless `zeroCells: 'add-half'` adds
 * 1/2 to every cell of each stratum with a zero cell, as SAS and metafor do by default. Strata with an empty arm are
 * left out; with none left everything is `empty-group`.
 *
 * @throws MethodError when there is no stratum, a count is not whole, negative or above n, or level is not in (0, 1).
 *
 * Sources: Woolf B. Ann Hum Genet 1955;19:251-253. Greenland S, Robins JM. Biometrics 1985;41:55-68. Robins J, Breslow
 * N, Greenland S. Biometrics 1986;42:311-323. Oracle: test/oracles/stratified-ratio.
 */
export function stratifiedRatio(
  strata: readonly BinaryStratum[],
  options: StratifiedRatioOptions = {},
): StratifiedRatioEstimate {
  requireOptions('stratified-ratio', options, {
    measure: ratioMeasures,
    weights: ratioWeights,
    zeroCells: zeroCellRules,
    level: 'checked later',
  });
  const { measure = 'risk-ratio', weights = 'mantel-haenszel', zeroCells = 'none', level = 0.95 } = options;
  requireStrata('stratified-ratio', strata);
  requireLevel('stratified-ratio', 'level', level);
  const adds = zeroCells === 'add-half' && weights === 'inverse-variance';
  const halfAdded: string[] = [];
  const used = comparableStrata(strata).map((stratum) => {
    if (!adds || !hasZeroCell(stratum.of, stratum.versus)) return stratum;
    halfAdded.push(stratum.name);
    return { ...stratum, of: withHalfAdded(stratum.of), versus: withHalfAdded(stratum.versus) };
  });
  const settings = { measure, weights, level, strataUsed: used.length, strataHalfAdded: halfAdded };
  if (weights === 'inverse-variance') return { ...meanLogRatio(used, measure, level), ...settings };
  const common = measure === 'risk-ratio' ? commonRiskRatio : commonOddsRatio;
  return { ...common(used, level), ...settings };
}

function meanLogRatio(strata: readonly BinaryStratum[], measure: RatioMeasure, level: number): LogWald {
  let precision = 0;
  let sum = 0;
  for (const { of, versus } of strata) {
    const ofOthers = of.n - of.events;
    const versusOthers = versus.n - versus.events;
    const variance =
      measure === 'risk-ratio'
        ? ofOthers / (of.events * of.n) + versusOthers / (versus.events * versus.n)
        : 1 / of.events + 1 / ofOthers + 1 / versus.events + 1 / versusOthers;
    if (!(variance > 0 && Number.isFinite(variance))) return noLogWald('zero-cells');
    const logRatio =
      measure === 'risk-ratio'
        ? logRatioOfProducts(of.events, versus.n, versus.events, of.n)
        : logRatioOfProducts(of.events, versusOthers, ofOthers, versus.events);
    precision += 1 / variance;
    sum += logRatio / variance;
  }
  if (strata.length === 0) return noLogWald('empty-group');
  return logWald(sum / precision, 1 / precision, level);
}
