import { argumentError } from '../../../core/errors.js';
import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { criticalZ, normalCdf, normalUpperTail } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { binomialVariance, type EventCount, requireEventCount } from '../event-count.js';
import { observedDifference, scoreDifferenceLimits, scoreDifferenceZ } from '../score-difference.js';
import { scoreLimitsOfRatio } from '../score-limits-of-ratio.js';
import { scoreOddsRatioTerms } from '../score-odds-ratio.js';
import { scoreRatioTerms } from '../score-ratio.js';

export const marginMeasures = ['risk-difference', 'risk-ratio', 'odds-ratio'] as const;
export type MarginMeasure = (typeof marginMeasures)[number];
export const marginDesigns = ['non-inferiority', 'equivalence'] as const;
export type MarginDesign = (typeof marginDesigns)[number];
export const marginTests = ['farrington-manning', 'miettinen-nurminen', 'wald'] as const;
export type MarginTest = (typeof marginTests)[number];

export interface NonInferiorityOptions {
  readonly measure?: MarginMeasure;
  readonly design?: MarginDesign;
  /** Which share of subjects with the event is good for them. */
  readonly better?: 'lower' | 'higher';
  /** A difference above 0 and below 1, or a ratio above 1: how much worse is still acceptable. */
  readonly margin: number;
  readonly test?: MarginTest;
  /** Coverage of the interval; each one-sided test is at half of 1 - level. */
  readonly level?: number;
}

/** One one-sided test against one margin. */
export interface MarginTestResult {
  readonly margin: number;
  readonly z: Estimable;
  /** Small where the data speak for an effect on the good side of the margin. */
  readonly p: Estimable;
}

export interface NonInferiorityTest {
  /** Difference or ratio of the proportions, `of` against `versus`. */
  readonly estimate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Against the lower margin: that the effect lies above it. Null where it is not asked. */
  readonly above: MarginTestResult | null;
  /** Against the upper margin: that the effect lies below it. Null where it is not asked. */
  readonly below: MarginTestResult | null;
  /** The one that decides: the larger of the two for equivalence. */
  readonly p: Estimable;
  /** Whether p is at most half of 1 - level; null where there is no p. */
  readonly shown: boolean | null;
  readonly measure: MarginMeasure;
  readonly design: MarginDesign;
  readonly test: MarginTest;
  readonly level: number;
}

/**
 * Tests whether one arm is not worse than the other by more than a margin, or (equivalence) neither worse nor better.
 *
 * With `better: 'lower'` (default: an event is harm) non-inferiority asks that the effect lies below the margin, with
 * `'higher'` that it lies above minus the margin, or above 1/margin for ratios. Equivalence asks both, by two one-sided
 * tests. `test`: `farrington-manning` (default) is the score test with variances at the proportions most likely under the
 * margin, as SAS FREQ `RISKDIFF(NONINF METHOD=FM)`; `miettinen-nurminen` multiplies that variance by N/(N - 1); `wald`
 * takes the observed proportions (ratios: on the log scale, Katz and Woolf). The interval is that of the same test, so
 * that p is at most (1 - level)/2 exactly where its limit lies within the margin.
 *
 * An empty arm: `empty-group`. Wald without variance: `no-variation`; Wald ratios with a zero cell: `zero-cells`. A score
 * limit of infinity is `zero-cells`.
 *
 * @throws MethodError when a count is impossible, the margin is outside its range, or level is not in (0, 1).
 *
 * Sources: Farrington CP, Manning G. Stat Med 1990;9:1447-1454. Miettinen O, Nurminen M. Stat Med 1985;4:213-226.
 * Schuirmann DJ. J Pharmacokinet Biopharm 1987;15:657-680. Oracle: test/oracles/non-inferiority.
 */
export function nonInferiority(
  of: EventCount,
  versus: EventCount,
  options: NonInferiorityOptions,
): NonInferiorityTest {
  requireOptions('non-inferiority', options, {
    measure: marginMeasures,
    design: marginDesigns,
    better: ['lower', 'higher'],
    margin: 'checked later',
    test: marginTests,
    level: 'checked later',
  });
  const {
    measure = 'risk-difference',
    design = 'non-inferiority',
    better = 'lower',
    test = 'farrington-manning',
    level = 0.95,
    margin,
  } = options;
  requireEventCount('non-inferiority', 'of', of);
  requireEventCount('non-inferiority', 'versus', versus);
  requireLevel('non-inferiority', 'level', level);
  requireMargin(measure, margin);
  const figures =
    of.n === 0 || versus.n === 0
      ? noFigures('empty-group')
      : test === 'wald'
        ? waldFigures(measure, of, versus, level)
        : scoreFigures(measure, of, versus, level, test);
  const low = measure === 'risk-difference' ? -margin : 1 / margin;
  const against = (value: number, tail: (z: number) => number): MarginTestResult => {
    const z = figures.zAt(value);
    return { margin: value, z, p: isEstimable(z) ? tail(z) : z };
  };
  const both = design === 'equivalence';
  const above = both || better === 'higher' ? against(low, normalUpperTail) : null;
  const below = both || better === 'lower' ? against(margin, normalCdf) : null;
  const p = larger(above?.p ?? 0, below?.p ?? 0);
  const { estimate, lower, upper } = figures;
  return {
    estimate,
    lower,
    upper,
    above,
    below,
    p,
    shown: isEstimable(p) ? p <= (1 - level) / 2 : null,
    measure,
    design,
    test,
    level,
  };
}

function larger(first: Estimable, second: Estimable): Estimable {
  if (!isEstimable(first)) return first;
  return isEstimable(second) ? Math.max(first, second) : second;
}

interface Figures {
  readonly estimate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Test statistic against a value of the effect; falls as the value rises. */
  readonly zAt: (value: number) => Estimable;
}

function noFigures(reason: 'empty-group' | 'zero-cells' | 'no-variation', estimate?: Estimable): Figures {
  const none = notEstimable(reason);
  return { estimate: estimate ?? none, lower: none, upper: none, zAt: () => none };
}

function scoreFigures(
  measure: MarginMeasure,
  of: EventCount,
  versus: EventCount,
  level: number,
  test: MarginTest,
): Figures {
  const size = of.n + versus.n;
  const factor = test === 'miettinen-nurminen' ? size / (size - 1) : 1;
  const z = criticalZ(level);
  if (measure === 'risk-difference') {
    return {
      estimate: observedDifference(of, versus),
      ...scoreDifferenceLimits(of, versus, z, factor),
      zAt: (difference) => scoreDifferenceZ(of, versus, difference, factor),
    };
  }
  const terms = measure === 'risk-ratio' ? scoreRatioTerms : scoreOddsRatioTerms;
  const ofAll = measure === 'odds-ratio' && of.events === of.n;
  const versusAll = measure === 'odds-ratio' && versus.events === versus.n;
  const allows = { zero: of.events === 0 || versusAll, infinite: versus.events === 0 || ofAll };
  return {
    estimate: allows.zero || allows.infinite ? notEstimable('zero-cells') : ratioOf(measure, of, versus),
    ...scoreLimitsOfRatio((ratio) => terms(of, versus, ratio), z, factor, allows),
    zAt: (ratio) => {
      const { numerator, variance } = terms(of, versus, ratio);
      return variance > 0 ? numerator / Math.sqrt(variance * factor) : notEstimable('no-variation');
    },
  };
}

function ratioOf(measure: MarginMeasure, of: EventCount, versus: EventCount): number {
  if (measure === 'risk-ratio') return (of.events * versus.n) / (versus.events * of.n);
  return (of.events * (versus.n - versus.events)) / ((of.n - of.events) * versus.events);
}

function waldFigures(measure: MarginMeasure, of: EventCount, versus: EventCount, level: number): Figures {
  const z = criticalZ(level);
  if (measure === 'risk-difference') {
    const estimate = observedDifference(of, versus);
    const error = Math.sqrt(binomialVariance(of) + binomialVariance(versus));
    if (error === 0) return noFigures('no-variation', estimate);
    return {
      estimate,
      lower: Math.max(-1, estimate - z * error),
      upper: Math.min(1, estimate + z * error),
      zAt: (difference) => (estimate - difference) / error,
    };
  }
  const cells = [of.events, of.n - of.events, versus.events, versus.n - versus.events];
  if (of.events === 0 || versus.events === 0) return noFigures('zero-cells');
  if (measure === 'odds-ratio' && cells.includes(0)) return noFigures('zero-cells');
  const variance =
    measure === 'odds-ratio'
      ? cells.reduce((sum, cell) => sum + 1 / cell, 0)
      : cells[1]! / (of.events * of.n) + cells[3]! / (versus.events * versus.n);
  const estimate = ratioOf(measure, of, versus);
  if (variance === 0) return noFigures('no-variation', estimate);
  const error = Math.sqrt(variance);
  return {
    estimate,
    lower: estimate * Math.exp(-z * error),
    upper: estimate * Math.exp(z * error),
    zAt: (ratio) => Math.log(estimate / ratio) / error,
  };
}

function requireMargin(measure: MarginMeasure, margin: number): void {
  const difference = measure === 'risk-difference';
  const inside = difference ? margin > 0 && margin < 1 : margin > 1 && Number.isFinite(margin);
  if (typeof margin === 'number' && inside) return;
  throw argumentError(
    'non-inferiority',
    'margin',
    `is no margin of a ${measure.replace('-', ' ')}`,
    String(margin),
    difference ? 'a number between 0 and 1' : 'a number above 1',
    'Give it as a distance: the side follows from `better`',
  );
}
