import type { VegaLiteSpec } from '../../core/display.js';
import { formatCount, minusSign } from '../format-number.js';
import { regularTicks, thinTicks } from '../layout/axis-ticks.js';
import { figureSpec } from '../layout/figure-spec.js';
import { columnWidth, type Layer, textLayer } from '../layout/layers.js';
import { colours } from '../style/palette.js';
import { textWidth } from '../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../style/theme.js';
import { endLabels, legendAbove } from './arm-labels.js';
import { numbersAt } from './curve-at-time.js';
import { hoverLayer } from './curve-layers.js';
import { type CurveScales, curveScales, placeOfTime, type TimeAxis } from './curve-scales.js';
import type { DrawnCurve } from './drawn-curve.js';
import type { HoverSlice } from './hover-slices.js';
import { type RiskRow, riskRowsOf, riskTable, riskTableHeight } from './risk-table.js';

/** Where a block beneath the axis stands: `left` is the edge of the figure, 0 the start of the axis. */
export interface BlockPlace {
  readonly left: number;
  readonly top: number;
  /** Of the whole figure, in pixels. */
  readonly width: number;
  readonly fontSize: number;
  readonly lineHeight: number;
}

export interface CurveFigurePlan {
  readonly variant: Variant;
  readonly description: string;
  readonly curves: readonly DrawnCurve[];
  readonly time: TimeAxis & { readonly title: string; readonly ticks: readonly number[] };
  readonly value: {
    readonly title: string;
    readonly domain: readonly [number, number];
    /** Percentages, or numbers at these ticks. */
    readonly ticks: 'percent' | readonly number[];
  };
  /** Whether the numbers at risk stand under the axis. */
  readonly riskTable: boolean;
  /** The rows of that table; the usual ones where absent. */
  readonly riskRows?: readonly RiskRow[];
  /** Bands, curves and marks, back to front. */
  readonly marks: (scales: CurveScales, height: number) => readonly Layer[];
  readonly hover: readonly HoverSlice[];
  /** What else stands beneath the axis. */
  readonly below?: (place: BlockPlace) => { readonly layers: readonly Layer[]; readonly height: number };
}

const plotHeights: Record<Variant, number> = { wide: 300, narrow: 220 };

/** Curves above, tables below, one view and one time scale: what stands under a tick belongs to it. */
export function curveFigure(plan: CurveFigurePlan): VegaLiteSpec {
  const { curves, time, value, variant } = plan;
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const height = plotHeights[variant];
  const cell = widestCell(plan, fontSize);
  const left = Math.max(rowLabelWidth(plan, fontSize) + 8 + Math.ceil(cell / 2), 44);
  const ends = variant === 'wide' ? endLabels(curves, time.domain[1], fontSize, lineHeight) : null;
  const right = Math.max(ends?.width ?? 0, Math.ceil(cell / 2) + 2, 12);
  const width = figureWidths[variant] - left - right;
  const times = timesWithRoom(plan, width, cell, fontSize);
  const scales = curveScales(time, value.domain);
  const legend =
    ends !== null || curves.length < 2
      ? { rise: 0, layers: [] }
      : legendAbove(curves, figureWidths[variant] - 4, -left, -lineHeight - 8, fontSize, lineHeight);
  const [low, high] = value.domain;
  const y = (estimate: number): number => height * (1 - (estimate - low) / (high - low));
  const axisDepth = 12 + fontSize;
  const tableTop = height + axisDepth + lineHeight + 12;
  const rows = plan.riskRows ?? riskRowsOf(curves);
  const tableHeight = plan.riskTable ? riskTableHeight(curves, rows, lineHeight) : 0;
  const place = { left: -left, width: figureWidths[variant], fontSize, lineHeight };
  const below = plan.below?.({ ...place, top: tableTop + tableHeight }) ?? { layers: [], height: 0 };
  const layers: readonly Layer[] = [
    axesLayer(plan, scales, times, height),
    textLayer([{ x: -left, y: -lineHeight / 2 - 6, text: value.title }]),
    textLayer([{ x: width / 2, y: height + axisDepth + lineHeight / 2, text: time.title }], {
      align: 'center',
    }),
    ...legend.layers,
    ...plan.marks(scales, height),
    ...(ends?.layers({ x: width, y, height }) ?? []),
    ...(plan.riskTable ? riskTable(curves, rows, times, scales, { ...place, top: tableTop }) : []),
    ...below.layers,
    hoverLayer(plan.hover, scales, height),
  ];
  const padding = {
    left,
    right,
    top: lineHeight + 10 + legend.rise,
    bottom: Math.ceil(tableTop - height + tableHeight + below.height),
  };
  return figureSpec({ variant, width, height, padding }, plan.description, layers);
}

function widestCell({ riskTable: shown, curves, time }: CurveFigurePlan, fontSize: number): number {
  if (!shown) return 0;
  const cells = curves.flatMap(({ curve }) =>
    time.ticks.flatMap((tick) => {
      const { atRisk, events } = numbersAt(curve, tick);
      return [formatCount(atRisk), formatCount(events)];
    }),
  );
  return columnWidth(cells, fontSize);
}

function rowLabelWidth({ riskTable: shown, riskRows, curves }: CurveFigurePlan, fontSize: number): number {
  if (!shown) return 0;
  return columnWidth(
    (riskRows ?? riskRowsOf(curves)).map(({ label }) => label),
    fontSize,
  );
}

/** The ticks whose labels, and the numbers under them, have room beside each other. */
function timesWithRoom(
  { time }: CurveFigurePlan,
  width: number,
  cell: number,
  fontSize: number,
): readonly number[] {
  const labels = {
    place: placeOfTime(time, width),
    width: (tick: number) => Math.max(cell, textWidth(String(tick), fontSize)) + 4,
  };
  return time.type === 'log' ? thinTicks(time.ticks, null, labels) : regularTicks(time.ticks, 0, labels);
}

/** Both axes hang on an invisible mark at the origin, so that they are there whatever the curves hold. */
function axesLayer(
  { time, value }: CurveFigurePlan,
  { x, y }: CurveScales,
  times: readonly number[],
  height: number,
): Layer {
  const ticks =
    value.ticks === 'percent'
      ? { format: '~%', tickCount: height > 250 ? 6 : 5 }
      : { values: value.ticks, labelExpr: `replace(toString(datum.value), '-', '${minusSign}')` };
  return {
    data: { values: [{ x: time.domain[0], y: value.domain[0] }] },
    mark: { type: 'point', opacity: 0, size: 1, color: colours.axis },
    encoding: {
      x: {
        ...x,
        field: 'x',
        axis: { orient: 'bottom', values: times, labelExpr: 'toString(datum.value)' },
      },
      y: { ...y, field: 'y', axis: { orient: 'left', ...ticks } },
    },
  };
}
