import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { CurvesPart, Result } from '../../../core/result.js';
import { curveFigure } from '../../curves/curve-figure.js';
import { curveLayers } from '../../curves/curve-layers.js';
import type { TimeAxis } from '../../curves/curve-scales.js';
import type { DrawnCurve } from '../../curves/drawn-curve.js';
import { hoverSlices } from '../../curves/hover-slices.js';
import { type AxisTicks, linearTicks, logTimeTicks, timeTicks } from '../../layout/axis-ticks.js';
import { partsOf } from '../../result-parts.js';
import type { Variant } from '../../style/theme.js';
import { type SurvivalTransformOptions, survivalTransformOptions } from './survival-transform-options.js';
import {
  sayTransformed,
  scaleTitles,
  transformFootnotes,
  transformSummary,
  transformTable,
} from './survival-transform-words.js';
import { anyBandBeyond, cutBands, transformedCurve } from './transformed-curve.js';

/**
 * Draws survival curves as cumulative hazards, -log S(t), or as log(-log S(t)) against log time, the plot in which
 * arms with proportional hazards run parallel.
 *
 * The cumulative hazard is the transform of the curve that the method gave: for a Kaplan-Meier curve it lies a little
 * above the Nelson-Aalen estimate.
 *
 * @throws PlanError `display/no-survival` when the result has no curve of event-free probabilities,
 * `display/no-events` when no curve has a value on the chosen scale.
 */
export const survivalTransformDisplay: DisplayDefinition<typeof survivalTransformOptions> = defineDisplay({
  id: 'survival-transform',
  label: 'Cumulative hazards and log-log curves',
  summary:
    'Survival curves as cumulative hazards, or as log(-log S) against log time to check proportional hazards.',
  needs: ['curves'],
  results: 'one',
  options: survivalTransformOptions,
  build: buildSurvivalTransform,
});

function buildSurvivalTransform(
  results: readonly Result[],
  options: SurvivalTransformOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const { scale } = options;
  const part = survivalPart(result);
  const title = options.title ?? result.context.title;
  const drawn = part.curves.map((curve) => transformedCurve(curve, scale));
  const value = valueAxis(drawn, result);
  const hasLimits = part.curves.some(({ lower }) => lower.some((limit) => limit !== null));
  const bandsShown = hasLimits && (options.bands ?? scale === 'cumulative-hazard');
  const curves = drawn.map((curve) => cutBands(curve, value.domain));
  const bandsCut = anyBandBeyond(drawn, value.domain);
  const time = (variant: Variant): TimeAxis & { ticks: readonly number[] } =>
    timeAxis(drawn, part, options, variant);
  const summary = transformSummary(part, time('wide').ticks, scale);
  const spec = (variant: Variant) => {
    const { domain, type, ticks } = time(variant);
    const unit = type === 'log' ? `${part.timeUnit}, log scale` : part.timeUnit;
    return curveFigure({
      variant,
      description: `${title}. ${summary}`,
      curves,
      time: { type, domain, ticks, title: `Time (${unit})` },
      value: { title: scaleTitles[scale], ...value },
      riskTable: options.riskTable,
      marks: (scales) => curveLayers(curves, scales, { bands: bandsShown, censorMarks: 'hide' }),
      hover: hoverSlices(curves, domain, part.timeUnit, (curve, at) => sayTransformed(curve, at, scale)),
    });
  };
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: transformTable(part, time('wide').ticks, title, scale),
    summary,
    footnotes: transformFootnotes(result, part, { ...options, bandsShown, bandsCut }),
  };
}

function survivalPart(result: Result): CurvesPart {
  const part = partsOf(result, 'curves').find(({ quantity }) => quantity === 'survival');
  if (part !== undefined) return part;
  throw new PlanError({
    code: 'display/no-survival',
    where: 'survival-transform',
    what: `analysis "${result.analysis}" has no curve of event-free probabilities`,
    expected: 'the result of a method such as kaplan-meier',
    fix: 'Incidence with competing events and mean numbers of events have no such transform.',
  });
}

/** The axis holds every estimate; bands, which are wide where few have had the event, may be cut. */
function valueAxis(curves: readonly DrawnCurve[], result: Result): AxisTicks {
  const values = curves.flatMap(({ points }) => points.map(({ estimate }) => estimate));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.some((value) => value !== 0)) return linearTicks(low, high);
  throw new PlanError({
    code: 'display/no-events',
    where: 'survival-transform',
    what: `analysis "${result.analysis}" has no event to draw`,
    expected: 'a curve that falls below 1',
  });
}

function timeAxis(
  curves: readonly DrawnCurve[],
  { timeUnit }: CurvesPart,
  { scale, times }: SurvivalTransformOptions,
  variant: Variant,
): TimeAxis & { readonly ticks: readonly number[] } {
  const drawn = curves.flatMap(({ points }) => points.map(({ time }) => time));
  const [first, last] = [Math.min(...drawn), Math.max(...drawn)];
  if (scale === 'log-log') {
    const given = times?.filter((time) => time > 0) ?? [];
    const domain = [Math.min(first, ...given), Math.max(last, first * 1.1, ...given)] as const;
    return { type: 'log', domain, ticks: given.length > 0 ? given : logTimeTicks(...domain).ticks };
  }
  const ticks = times ?? timeTicks(last, timeUnit, variant === 'wide' ? 9 : 5).ticks;
  return { type: 'linear', domain: [0, Math.max(last, ticks.at(-1)!)], ticks };
}
