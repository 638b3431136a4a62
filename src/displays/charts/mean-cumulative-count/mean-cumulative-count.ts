import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { CurvesPart, Result } from '../../../core/result.js';
import { curveFigure } from '../../curves/curve-figure.js';
import { curveLayers } from '../../curves/curve-layers.js';
import { type DrawnCurve, drawnCurve } from '../../curves/drawn-curve.js';
import { hoverSlices } from '../../curves/hover-slices.js';
import type { RiskRow } from '../../curves/risk-table.js';
import { linearTicks, timeTicks } from '../../layout/axis-ticks.js';
import { partsOf } from '../../result-parts.js';
import type { Variant } from '../../style/theme.js';
import {
  betterSide,
  meanCountFootnotes,
  meanCountSummary,
  meanCountTable,
  sayMeanCount,
} from './mean-count-words.js';
import {
  type MeanCumulativeCountOptions,
  meanCumulativeCountOptions,
} from './mean-cumulative-count-options.js';

/**
 * Draws how many events a subject has had on average by each time, one step curve an arm with its band, and beneath
 * the axis the numbers at risk with the events so far. The axis title says which side is better for patients.
 *
 * @throws PlanError `display/no-mean-counts` when the result has no curve of mean numbers of events.
 */
export const meanCumulativeCountDisplay: DisplayDefinition<typeof meanCumulativeCountOptions> = defineDisplay(
  {
    id: 'mean-cumulative-count',
    label: 'Mean numbers of recurrent events',
    summary:
      'Step curves of the mean number of events per subject with bands, and the numbers at risk under the axis.',
    needs: ['curves'],
    results: 'one',
    options: meanCumulativeCountOptions,
    build: buildMeanCounts,
  },
);

const riskRows: readonly RiskRow[] = [
  { label: 'At risk', key: 'atRisk' },
  { label: 'Events', key: 'events' },
];

function buildMeanCounts(
  results: readonly Result[],
  options: MeanCumulativeCountOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const part = meanCounts(result);
  const title = options.title ?? result.context.title;
  const label = options.valueLabel ?? 'Mean number of events per subject';
  const better = betterSide(result);
  const drawn = part.curves.map((curve) => drawnCurve(curve, false));
  const bands = options.bands && part.curves.some(({ upper }) => upper.some((limit) => limit !== null));
  const highest = largestValue(drawn, bands);
  const ticks = linearTicks(0, options.maximum ?? highest, 5);
  const top = options.maximum ?? ticks.domain[1];
  const cut = highest > top * (1 + 1e-9) ? top : null;
  const curves = cut === null ? drawn : drawn.map((curve) => cutCurve(curve, top));
  const last = Math.max(...drawn.map(({ points }) => points.at(-1)?.time ?? 0));
  const times = (variant: Variant): readonly number[] =>
    options.times ?? timeTicks(last, part.timeUnit, variant === 'wide' ? 9 : 5).ticks;
  const summary = meanCountSummary(part, times('wide'), label);
  const spec = (variant: Variant) => {
    const own = times(variant);
    const domain = [0, Math.max(last, own.at(-1)!)] as const;
    return curveFigure({
      variant,
      description: `${title}. ${summary}`,
      curves,
      time: { type: 'linear', domain, ticks: own, title: `Time (${part.timeUnit})` },
      value: {
        title: better === null ? label : `${label} (${better} is better)`,
        domain: [0, top],
        ticks: ticks.ticks.filter((tick) => tick <= top * (1 + 1e-9)),
      },
      riskTable: options.riskTable,
      riskRows,
      marks: (scales) => curveLayers(curves, scales, { bands, censorMarks: 'hide' }),
      hover: hoverSlices(drawn, domain, part.timeUnit, sayMeanCount),
    });
  };
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: meanCountTable(part, times('wide'), title, label),
    summary,
    footnotes: meanCountFootnotes(result, part, { bands, riskTable: options.riskTable, cut }),
  };
}

function meanCounts(result: Result): CurvesPart {
  const part = partsOf(result, 'curves').find(({ quantity }) => quantity === 'mean-cumulative-count');
  const last = Math.max(0, ...(part?.curves.map(({ time }) => time.at(-1) ?? 0) ?? []));
  if (part !== undefined && last > 0) return part;
  throw new PlanError({
    code: 'display/no-mean-counts',
    where: 'mean-cumulative-count',
    what: `analysis "${result.analysis}" has no curve of mean numbers of events`,
    expected: 'the result of method mean-cumulative-function',
    fix: 'Shares of subjects are drawn by the displays kaplan-meier and state-occupancy.',
  });
}

function largestValue(curves: readonly DrawnCurve[], bands: boolean): number {
  let largest = 0;
  for (const { points } of curves) {
    for (const { estimate, upper } of points) {
      largest = Math.max(largest, estimate, bands ? (upper ?? 0) : 0);
    }
  }
  return largest > 0 ? largest : 1;
}

/** The curve up to where it leaves the axis, and its band cut there. */
function cutCurve(curve: DrawnCurve, top: number): DrawnCurve {
  const cut = (value: number | null): number | null => (value === null ? null : Math.min(value, top));
  const leaves = curve.points.findIndex(({ estimate }) => estimate > top);
  return {
    ...curve,
    points: curve.points.slice(0, leaves < 0 ? curve.points.length : leaves + 1).map((point) => ({
      ...point,
      estimate: Math.min(point.estimate, top),
      lower: cut(point.lower),
      upper: cut(point.upper),
    })),
  };
}
