import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireLevel, requireObject } from '../../../math/argument-checks.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import {
  type ProportionInterval,
  proportionIntervals,
  proportionLimits,
} from '../../binary/proportion-limits.js';

export interface TwoByTwo {
  readonly truePositive: number;
  readonly falseNegative: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
}

export interface AccuracyEstimate {
  readonly estimate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface DiagnosticAccuracyOptions {
  /** Interval of proportions, `wilson` by default; the words are those of `proportion`. */
  readonly interval?: ProportionInterval;
  /** Share with the condition where the test will be used; predictive values are then Bayes's, with logit intervals. */
  readonly prevalence?: number;
  readonly level?: number;
}

export interface DiagnosticAccuracy {
  /** Share of those with the condition who are called positive. */
  readonly sensitivity: AccuracyEstimate;
  /** Share of those without who are called negative. */
  readonly specificity: AccuracyEstimate;
  /** Share of positives who have the condition: at the prevalence of this sample unless one is given. */
  readonly positivePredictiveValue: AccuracyEstimate;
  readonly negativePredictiveValue: AccuracyEstimate;
  /** Share called rightly. */
  readonly accuracy: AccuracyEstimate;
  /** How many times as likely a positive call is with the condition as without. */
  readonly positiveLikelihoodRatio: AccuracyEstimate;
  readonly negativeLikelihoodRatio: AccuracyEstimate;
  readonly diagnosticOddsRatio: AccuracyEstimate;
  /** Sensitivity plus specificity minus 1. */
  readonly youden: Estimable;
  readonly prevalence: number | null;
  readonly level: number;
}

/**
 * How often a yes/no test is right: sensitivity, specificity, predictive values and likelihood ratios with intervals.
 *
 * Takes the four counts. Predictive values are those of the sample, which mean little where cases were sampled apart
 * from controls; with `prevalence` they follow from Bayes's rule. Nobody with (or without) the condition makes what
 * rests on them `empty-group`; ratios with a zero cell are `zero-cells`, or, where everybody is called alike, have an
 * estimate of 1 without limits (`no-variation`).
 *
 * @throws MethodError when a count is not a whole number from 0 up, or prevalence or level is not inside (0, 1).
 *
 * Sources: as `proportion` for the intervals of shares; Simel DL et al. J Clin Epidemiol 1991;44:763-770 (likelihood
 * ratios); Mercaldo ND et al. Stat Med 2007;26:2170-2183 (predictive values). Oracle: test/oracles/diagnostic-accuracy.
 */
export function diagnosticAccuracy(
  counts: TwoByTwo,
  options: DiagnosticAccuracyOptions = {},
): DiagnosticAccuracy {
  const method = 'diagnostic-accuracy';
  requireObject(method, 'counts', counts, 'four counts');
  requireOptions(method, options, {
    interval: proportionIntervals,
    prevalence: 'number',
    level: 'checked later',
  });
  const { interval = 'wilson', level = 0.95, prevalence } = options;
  requireLevel(method, 'level', level);
  if (prevalence !== undefined && !(prevalence > 0 && prevalence < 1)) {
    throw argumentError(
      method,
      'prevalence',
      'is not a share',
      String(prevalence),
      'a number between 0 and 1',
    );
  }
  const { truePositive: tp, falseNegative: fn, falsePositive: fp, trueNegative: tn } = counts;
  for (const [name, count] of Object.entries({
    truePositive: tp,
    falseNegative: fn,
    falsePositive: fp,
    trueNegative: tn,
  })) {
    requireCount(method, name, count);
  }
  const cases = tp + fn;
  const controls = fp + tn;
  const z = criticalZ(level);
  const share = (events: number, n: number): AccuracyEstimate => {
    if (n === 0) return nothing('empty-group');
    return { estimate: events / n, ...proportionLimits(interval, events, n, level) };
  };
  const sensitivity = share(tp, cases);
  const specificity = share(tn, controls);
  const empty = cases === 0 || controls === 0;
  const ratio = (log: number, variance: number): AccuracyEstimate => {
    if (empty) return nothing('empty-group');
    if (!Number.isFinite(log) || !Number.isFinite(variance)) return nothing('zero-cells');
    if (!(variance > 0)) return { ...nothing('no-variation'), estimate: Math.exp(log) };
    const half = z * Math.sqrt(variance);
    return { estimate: Math.exp(log), lower: Math.exp(log - half), upper: Math.exp(log + half) };
  };
  const predictive = (right: number, wrong: number, sign: 1 | -1): AccuracyEstimate => {
    if (prevalence === undefined) return share(right, right + wrong);
    if (empty) return nothing('empty-group');
    return atPrevalence({ tp, fn, fp, tn }, prevalence, z, sign);
  };
  return {
    sensitivity,
    specificity,
    positivePredictiveValue: predictive(tp, fp, 1),
    negativePredictiveValue: predictive(tn, fn, -1),
    accuracy: share(tp + tn, cases + controls),
    positiveLikelihoodRatio: ratio(
      Math.log(tp / cases) - Math.log(fp / controls),
      1 / tp - 1 / cases + 1 / fp - 1 / controls,
    ),
    negativeLikelihoodRatio: ratio(
      Math.log(fn / cases) - Math.log(tn / controls),
      1 / fn - 1 / cases + 1 / tn - 1 / controls,
    ),
    diagnosticOddsRatio: ratio(Math.log((tp * tn) / (fp * fn)), 1 / tp + 1 / fn + 1 / fp + 1 / tn),
    youden: empty ? notEstimable('empty-group') : tp / cases + tn / controls - 1,
    prevalence: prevalence ?? null,
    level,
  };
}

/** A predictive value by Bayes's rule with an interval on the logit scale; `sign` -1 for the negative one. */
function atPrevalence(
  { tp, fn, fp, tn }: { tp: number; fn: number; fp: number; tn: number },
  prevalence: number,
  z: number,
  sign: 1 | -1,
): AccuracyEstimate {
  const [n1, n0] = [tp + fn, fp + tn];
  const odds = sign === 1 ? prevalence / (1 - prevalence) : (1 - prevalence) / prevalence;
  const logit = Math.log(sign === 1 ? (tp * n0) / (fp * n1) : (tn * n1) / (fn * n0)) + Math.log(odds);
  const variance = sign === 1 ? fn / tp / n1 + tn / fp / n0 : tp / fn / n1 + fp / tn / n0;
  if (!Number.isFinite(logit) || !Number.isFinite(variance)) return nothing('zero-cells');
  const back = (value: number) => 1 / (1 + Math.exp(-value));
  if (!(variance > 0)) return { ...nothing('no-variation'), estimate: back(logit) };
  const half = z * Math.sqrt(variance);
  return { estimate: back(logit), lower: back(logit - half), upper: back(logit + half) };
}

function nothing(reason: 'empty-group' | 'zero-cells' | 'no-variation'): AccuracyEstimate {
  const none = notEstimable(reason);
  return { estimate: none, lower: none, upper: none };
}
