import type { StudiesData } from '../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import type { Notice } from '../../core/notice.js';
import { type EffectInterval, effectInterval } from '../effect-interval.js';
import { estimatedStudies } from '../estimated-studies.js';
import type { PoolingChoices } from '../pooling-options.js';
import { exclusionNotices, isEstimated } from '../study-effects.js';
import type { EffectMeasure } from '../synthesis-result.js';

const METHOD = 'egger';

export interface EggerResult {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  readonly studyCount: number;
  /** Bias in standard errors: 0 for a symmetric funnel. t with k - 2 degrees of freedom. */
  readonly intercept: EffectInterval;
  /** Effect of a study of endless precision. */
  readonly limit: EffectInterval;
  readonly notices: readonly Notice[];
}

/**
 * Do small studies show other effects than large ones? Egger's regression of the standardised effect (effect over its
 * standard error) on precision (one over standard error), by least squares; the intercept measures the asymmetry of
 * the funnel, tested by t with k - 2 degrees of freedom. As metafor::regtest(model = "lm").
 *
 * Low power below ten studies; for odds ratios effect and standard error are tied by construction, so that the test
 * finds asymmetry too often. Not estimable: `too-few-observations` with fewer than three studies; `no-variation` when
 * all have one standard error or lie on a line. Source: Egger M et al. BMJ 1997;315:629-634.
 * Oracle: test/oracles/egger/tests.json.
 */
export function egger(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: Pick<PoolingChoices, 'measure' | 'zeroCells' | 'doubleZero' | 'level'> = {},
): EggerResult {
  const { measure, scale, level, effects } = estimatedStudies(METHOD, studies, options);
  const points = effects.filter(isEstimated).map(({ estimate, standardError }) => ({
    x: 1 / standardError,
    y: estimate / standardError,
  }));
  const line = leastSquares(points);
  const df = points.length - 2;
  const interval = (estimate: Estimable, error: Estimable, kind: 'linear' | 'log') =>
    effectInterval(
      estimate,
      error,
      level,
      kind,
      df > 0 ? { distribution: 't', df } : { distribution: 'normal' },
    );
  return {
    measure,
    scale,
    level,
    studyCount: points.length,
    intercept: interval(line.intercept, line.interceptError, 'linear'),
    limit: interval(line.slope, line.slopeError, scale),
    notices: exclusionNotices(METHOD, effects),
  };
}

function leastSquares(points: readonly { readonly x: number; readonly y: number }[]) {
  const n = points.length;
  const mean = (value: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + value(point), 0) / n;
  const centreX = mean(({ x }) => x);
  const centreY = mean(({ y }) => y);
  const spread = points.reduce((sum, { x }) => sum + (x - centreX) ** 2, 0);
  // Standard errors that are the same but for rounding leave no line to fit.
  if (n < 3 || !(spread > n * (1e-10 * centreX) ** 2)) {
    const none = notEstimable(n < 3 ? 'too-few-observations' : 'no-variation');
    return { intercept: none, interceptError: none, slope: none, slopeError: none };
  }
  const slope = points.reduce((sum, { x, y }) => sum + (x - centreX) * (y - centreY), 0) / spread;
  const intercept = centreY - slope * centreX;
  const residual = points.reduce((sum, { x, y }) => sum + (y - intercept - slope * x) ** 2, 0) / (n - 2);
  return {
    intercept,
    interceptError: Math.sqrt(residual * (1 / n + centreX ** 2 / spread)),
    slope,
    slopeError: Math.sqrt(residual / spread),
  };
}
