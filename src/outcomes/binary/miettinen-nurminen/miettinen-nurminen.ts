import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import {
  criticalZ,
  normalCdf,
  normalTwoSidedP,
  normalUpperTail,
} from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventCount, requireEventCount } from '../event-count.js';
import { observedDifference, scoreDifferenceLimits, scoreDifferenceZ } from '../score-difference.js';
import { type ScoreTerms, scoreLimitsOfRatio } from '../score-limits-of-ratio.js';
import { scoreOddsRatioTerms } from '../score-odds-ratio.js';
import { scoreRatioTerms } from '../score-ratio.js';

export const scoreMeasures = ['risk-difference', 'risk-ratio', 'odds-ratio'] as const;
export type ScoreMeasure = (typeof scoreMeasures)[number];
export const scoreVariances = ['miettinen-nurminen', 'farrington-manning'] as const;
export type ScoreVariance = (typeof scoreVariances)[number];

export interface MiettinenNurminenOptions {
  readonly measure?: ScoreMeasure;
  readonly variance?: ScoreVariance;
  /** The value that z and p test, on the natural scale; no difference unless given. A margin for non-inferiority. */
  readonly nullValue?: number;
  readonly level?: number;
}

export interface MiettinenNurminenEstimate {
  /** The observed contrast on its natural scale. */
  readonly estimate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Score statistic of the null value; positive where the observed contrast is above it. */
  readonly z: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  /** Small where the contrast is below the null value. */
  readonly pLess: Estimable;
  /** Small where the contrast is above the null value. */
  readonly pGreater: Estimable;
  readonly measure: ScoreMeasure;
  readonly variance: ScoreVariance;
  readonly nullValue: number;
  readonly level: number;
}

/**
 * Compares two proportions by the score test and the interval of all values that it does not reject: the pair that
 * agrees by construction and works at zero cells.
 *
 * `variance: 'miettinen-nurminen'` (default) multiplies the variance at the restricted maximum-likelihood proportions
 * by N/(N - 1); `'farrington-manning'` does not (the interval is then Mee's for a difference and Koopman's for a ratio,
 * as SAS FREQ `RISKDIFF(METHOD=FM)` tests it). `nullValue` moves the test to a margin: -0.1 for a difference of
 * proportions, 0.8 for a ratio.
 *
 * Zero cells: a difference has an estimate and two limits always. A ratio whose estimate is 0 or infinite is
 * `zero-cells` with lower limit 0, or upper limit `zero-cells` for infinity; where both arms are at zero nothing is
 * known of it. z and p are `no-variation` where the restricted variance is zero. An empty arm makes everything
 * `empty-group`.
 *
 * @throws MethodError when a count is not whole or negative, events exceed n, level is not in (0, 1), or the null value
 * lies outside (-1, 1) for a difference or is not positive for a ratio.
 *
 * Sources: Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Farrington CP, Manning G. Stat Med 1990;9:1447-1454. Mee
 * RW. Biometrics 1984;40:1175-1176. Koopman PAR. Biometrics 1984;40:513-517. Oracle: test/oracles/miettinen-nurminen.
 */
export function miettinenNurminen(
  of: EventCount,
  versus: EventCount,
  options: MiettinenNurminenOptions = {},
): MiettinenNurminenEstimate {
  requireOptions('miettinen-nurminen', options, {
    measure: scoreMeasures,
    variance: scoreVariances,
    nullValue: 'checked later',
    level: 'checked later',
  });
  const { measure = 'risk-difference', variance = 'miettinen-nurminen', level = 0.95 } = options;
  const { nullValue = measure === 'risk-difference' ? 0 : 1 } = options;
  requireEventCount('miettinen-nurminen', 'of', of);
  requireEventCount('miettinen-nurminen', 'versus', versus);
  requireLevel('miettinen-nurminen', 'level', level);
  requireNullValue(measure, nullValue);
  const settings = { measure, variance, nullValue, level };
  if (of.n === 0 || versus.n === 0) {
    const none = notEstimable('empty-group');
    return {
      estimate: none,
      lower: none,
      upper: none,
      z: none,
      p: none,
      pLess: none,
      pGreater: none,
      ...settings,
    };
  }
  const size = of.n + versus.n;
  const factor = variance === 'miettinen-nurminen' ? size / (size - 1) : 1;
  const { z, ...figures } = scoreFigures[measure](of, versus, nullValue, criticalZ(level), factor);
  const tail = (probability: (z: number) => number) => (typeof z === 'number' ? probability(z) : z);
  return {
    ...figures,
    z,
    p: tail(normalTwoSidedP),
    pLess: tail(normalCdf),
    pGreater: tail(normalUpperTail),
    ...settings,
  };
}

interface ScoreFigures {
  readonly estimate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
}

type Score = (
  of: EventCount,
  versus: EventCount,
  nullValue: number,
  z: number,
  factor: number,
) => ScoreFigures;

const scoreFigures: Record<ScoreMeasure, Score> = {
  'risk-difference': (of, versus, nullValue, z, factor) => ({
    estimate: observedDifference(of, versus),
    ...scoreDifferenceLimits(of, versus, z, factor),
    z: scoreDifferenceZ(of, versus, nullValue, factor),
  }),
  'risk-ratio': (of, versus, nullValue, z, factor) => {
    const terms: ScoreTerms = (ratio) => scoreRatioTerms(of, versus, ratio);
    return {
      estimate:
        of.events > 0 && versus.events > 0
          ? (of.events * versus.n) / (versus.events * of.n)
          : notEstimable('zero-cells'),
      ...scoreLimitsOfRatio(terms, z, factor, { zero: of.events === 0, infinite: versus.events === 0 }),
      z: standardised(terms(nullValue), factor),
    };
  },
  'odds-ratio': (of, versus, nullValue, z, factor) => {
    const terms: ScoreTerms = (ratio) => scoreOddsRatioTerms(of, versus, ratio);
    const zero = of.events === 0 || versus.events === versus.n;
    const infinite = versus.events === 0 || of.events === of.n;
    return {
      estimate:
        zero || infinite
          ? notEstimable('zero-cells')
          : (of.events * (versus.n - versus.events)) / ((of.n - of.events) * versus.events),
      ...scoreLimitsOfRatio(terms, z, factor, { zero, infinite }),
      z: standardised(terms(nullValue), factor),
    };
  },
};

function standardised(terms: ReturnType<ScoreTerms>, factor: number): Estimable {
  return terms.variance > 0
    ? terms.numerator / Math.sqrt(terms.variance * factor)
    : notEstimable('no-variation');
}

function requireNullValue(measure: ScoreMeasure, value: number): void {
  const inside =
    measure === 'risk-difference' ? value > -1 && value < 1 : value > 0 && Number.isFinite(value);
  if (typeof value !== 'number' || !inside) {
    throw argumentError(
      'miettinen-nurminen',
      'nullValue',
      `is no ${measure.replace('-', ' ')}`,
      String(value),
      measure === 'risk-difference' ? 'a number between -1 and 1' : 'a number above 0',
    );
  }
}
