/** The scale on which an interval for a probability is symmetric. */
export const intervalTransforms = ['plain', 'log', 'log-log', 'logit', 'arcsine'] as const;
export type IntervalTransform = (typeof intervalTransforms)[number];

/** Each transform in words, as a figure's footnote prints it. */
export const intervalTransformText: Record<IntervalTransform, string> = {
  plain: 'linear, cut at 0 and 1',
  log: 'log transform, cut at 1',
  'log-log': 'complementary log-log transform',
  logit: 'logit transform',
  arcsine: 'arcsine square-root transform',
};

export interface ProbabilityInterval {
  /** null where the transform has no limit: at 0, and for log-log, logit and arcsine also at 1. */
  readonly lower: number | null;
  readonly upper: number | null;
}

const none: ProbabilityInterval = { lower: null, upper: null };

/**
 * Interval for a probability from its standard error by the delta method on one of five scales.
 *
 * R's default is `log`, SAS's `log-log`. As in R, there is no interval at probability 0, nor on the log-log, logit
 * and arcsine scales at 1, where their standard error is undefined.
 *
 * @param probability estimate in [0, 1].
 * @param relativeError standard error of the estimate divided by the estimate (the standard error of its logarithm).
 * @param criticalValue normal quantile, 1.96 for 95% coverage.
 * Source: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd ed. 2002, section 1.4;
 * Borgan O, Liestol K. Scand J Stat 1990;17:35-41. Oracle: test/oracles/kaplan-meier.
 */
export function probabilityInterval(
  probability: number,
  relativeError: number,
  criticalValue: number,
  transform: IntervalTransform,
): ProbabilityInterval {
  if (probability <= 0) return none;
  const margin = criticalValue * relativeError;
  switch (transform) {
    case 'plain':
      return {
        lower: Math.max(0, probability - probability * margin),
        upper: Math.min(1, probability + probability * margin),
      };
    case 'log':
      return { lower: probability * Math.exp(-margin), upper: Math.min(1, probability * Math.exp(margin)) };
    case 'log-log': {
      if (probability >= 1) return none;
      const logarithm = Math.log(probability);
      const width = -margin / logarithm;
      return {
        lower: Math.exp(logarithm * Math.exp(width)),
        upper: Math.exp(logarithm * Math.exp(-width)),
      };
    }
    case 'logit': {
      if (probability >= 1) return none;
      const odds = probability / (1 - probability);
      const width = margin / (1 - probability);
      return { lower: 1 / (1 + Math.exp(width) / odds), upper: 1 / (1 + Math.exp(-width) / odds) };
    }
    case 'arcsine': {
      if (probability >= 1) return none;
      const angle = Math.asin(Math.sqrt(probability));
      const width = 0.5 * margin * Math.sqrt(probability / (1 - probability));
      return {
        lower: Math.sin(Math.max(0, angle - width)) ** 2,
        upper: Math.sin(Math.min(Math.PI / 2, angle + width)) ** 2,
      };
    }
  }
}
