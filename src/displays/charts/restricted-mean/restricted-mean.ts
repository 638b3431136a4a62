import { type DisplayDefinition, defineDisplay, type Figure, type Table } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import type { CurvesPart, EstimateRow, Result, SummaryRow } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { curveFigure } from '../../curves/curve-figure.js';
import { curveLayers } from '../../curves/curve-layers.js';
import { drawnCurve } from '../../curves/drawn-curve.js';
import { hoverSlices } from '../../curves/hover-slices.js';
import { riskTableFootnote } from '../../curves/risk-table.js';
import { sayEventFree } from '../../curves/say-event-free.js';
import { capitalise, formatLevel, formatP, formatTime } from '../../format-number.js';
import { formatSummaryInterval, formatSummaryValue } from '../../format-summary-value.js';
import { timeTicks } from '../../layout/axis-ticks.js';
import { formatEffect } from '../../natural-effect.js';
import { estimateRows, partsOf } from '../../result-parts.js';
import type { Variant } from '../../style/theme.js';
import { areaLayers, horizonLayers } from './area-layers.js';
import { meanBlock } from './mean-block.js';
import { type RestrictedMeanOptions, restrictedMeanOptions } from './restricted-mean-options.js';
import {
  contrastLabel,
  contrastRows,
  horizonOf,
  meanHeading,
  meanLines,
  meanRows,
  sayContrast,
  sayMean,
  windowNote,
} from './restricted-mean-rows.js';

/**
 * Draws the area under each arm's event-free curve up to the horizon tau: the restricted mean event-free time. The means
 * and how they differ stand beneath the axis; the area between two curves is the difference.
 *
 * @throws PlanError `display/no-restricted-mean` when the result has no curve with a restricted mean.
 */
export const restrictedMeanDisplay: DisplayDefinition<typeof restrictedMeanOptions> = defineDisplay({
  id: 'restricted-mean',
  label: 'Restricted mean event-free times',
  summary: 'The area under each event-free curve up to a chosen time, with the means and how they differ.',
  needs: ['curves', 'summary'],
  results: 'one',
  options: restrictedMeanOptions,
  build: buildRestrictedMean,
});

function buildRestrictedMean(
  results: readonly Result[],
  options: RestrictedMeanOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const { part, horizon } = partAndHorizon(result);
  const title = options.title ?? result.context.title;
  const curves = part.curves.map((curve) => drawnCurve(curve, false));
  const means = meanRows(result);
  const hasMean = (group: string | null): boolean =>
    means.some((row) => row.group === group && isEstimable(row.value));
  const last = Math.max(horizon, ...curves.map(({ points }) => points.at(-1)?.time ?? 0));
  const summary = saySummary(result, options, horizon, part.timeUnit);
  const lines = meanLines(
    result,
    part.curves.map(({ group }) => group),
    options,
  );
  const spec = (variant: Variant) => {
    const ticks = options.times ?? timeTicks(last, part.timeUnit, variant === 'wide' ? 9 : 5).ticks;
    const end = Math.max(last, ticks.at(-1)!);
    const words = `τ = ${formatTime(horizon, part.timeUnit)}`;
    return curveFigure({
      variant,
      description: `${title}. ${summary}`,
      curves,
      time: { type: 'linear', domain: [0, end], ticks, title: `Time (${part.timeUnit})` },
      value: { title: options.eventFreeLabel, domain: [0, 1], ticks: 'percent' },
      riskTable: options.riskTable,
      marks: (scales, height) => [
        ...areaLayers(curves, ({ curve }) => hasMean(curve.group), horizon, scales),
        ...curveLayers(curves, scales, { bands: false, censorMarks: 'hide' }),
        ...horizonLayers(curves, horizon, end, words, scales, height),
      ],
      hover: hoverSlices(curves, [0, end], part.timeUnit, (curve, time) => sayEventFree(curve, time, false)),
      below: (place) => meanBlock(meanHeading(result, horizon, part.timeUnit), lines, place),
    });
  };
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: meansTable(result, title, horizon, part.timeUnit),
    summary,
    footnotes: footnotes(result, part, options),
  };
}

function partAndHorizon(result: Result): { readonly part: CurvesPart; readonly horizon: number } {
  const part = partsOf(result, 'curves').find(({ quantity }) => quantity === 'survival');
  const horizon = horizonOf(result);
  if (part !== undefined && horizon !== null) return { part, horizon };
  throw new PlanError({
    code: 'display/no-restricted-mean',
    where: 'restricted-mean',
    what: `analysis "${result.analysis}" has no curve with a restricted mean`,
    expected: 'the result of method restricted-mean-survival-time',
  });
}

function saySummary(
  result: Result,
  options: RestrictedMeanOptions,
  horizon: number,
  timeUnit: string,
): string {
  const means = meanRows(result).map((row) => `${row.group ?? 'all'} ${sayMean(row)}`);
  const contrasts = contrastRows(result, options).map(
    (row) => `${statisticLabel(row.statistic).label}, ${contrastLabel(row)}: ${sayContrast(row)}.`,
  );
  return [`${meanHeading(result, horizon, timeUnit)}: ${means.join('; ')}.`, ...contrasts].join(' ');
}

function footnotes(result: Result, part: CurvesPart, options: RestrictedMeanOptions): readonly string[] {
  const { variable } = result.context;
  const meanMethods = new Set(meanRows(result).flatMap(({ interval }) => interval?.method ?? []));
  const contrastMethods = new Set(contrastRows(result, options).map(({ intervalMethod }) => intervalMethod));
  return [
    variable === null ? null : `Variable: ${variable}.`,
    'Shaded: the area under each Kaplan-Meier curve up to τ, which is the mean event-free time up to τ.',
    windowNote(result),
    meanMethods.size > 0 ? `Intervals of means: ${[...meanMethods].join('; ')}.` : null,
    contrastMethods.size > 0 ? `Interval between arms: ${[...contrastMethods].join('; ')}.` : null,
    options.riskTable ? riskTableFootnote(part.curves) : null,
  ].filter((note) => note !== null);
}

/** Means of the arms, and every contrast that the method gave. */
function meansTable(result: Result, title: string, horizon: number, timeUnit: string): Table {
  const level = meanRows(result)[0]?.interval?.level;
  const meanRow = (row: SummaryRow) => ({
    row: capitalise(row.group ?? 'all'),
    value: formatSummaryValue(row.value, row),
    interval: formatSummaryInterval(row),
    p: '',
  });
  const contrastRow = (row: EstimateRow) => {
    const { estimate, interval } = formatEffect(row);
    return {
      row: `${statisticLabel(row.statistic).label}, ${contrastLabel(row)}`,
      value: row.unit === undefined ? estimate : `${estimate} ${row.unit}`,
      interval: interval ?? '',
      p: row.p === null ? '' : formatP(row.p, { smallest: 0.0001 }),
    };
  };
  return {
    title,
    columns: [
      { id: 'row', label: 'Arm or contrast', align: 'left' },
      { id: 'value', label: `Up to ${formatTime(horizon, timeUnit)}`, align: 'right' },
      {
        id: 'interval',
        label: level === undefined ? 'Interval' : `${formatLevel(level)} CI`,
        align: 'right',
      },
      { id: 'p', label: 'p', align: 'right' },
    ],
    rows: [...meanRows(result).map(meanRow), ...estimateRows(result).map(contrastRow)],
    footnotes: [],
  };
}
