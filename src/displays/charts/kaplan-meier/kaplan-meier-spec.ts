import type { VegaLiteSpec } from '../../../core/display.js';
import { formatCount } from '../../format-number.js';
import { regularTicks } from '../../layout/axis-ticks.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { columnWidth, type Layer, textLayer } from '../../layout/layers.js';
import { colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import { endLabels, legendAbove } from './arm-labels.js';
import { numbersAt } from './curve-at-time.js';
import { curveLayers, hoverLayer } from './curve-layers.js';
import { type CurveScales, curveScales } from './curve-scales.js';
import type { DrawnCurve } from './drawn-curve.js';
import { hoverSlices } from './hover-slices.js';
import type { KaplanMeierDisplayOptions } from './kaplan-meier-options.js';
import { riskRowsOf, riskTable, riskTableHeight } from './risk-table.js';

export interface CurvePlan {
  readonly curves: readonly DrawnCurve[];
  readonly times: readonly number[];
  readonly end: number;
  readonly timeUnit: string;
  readonly verticalTitle: string;
  /** Whether one minus the curve is drawn. */
  readonly turned: boolean;
  readonly description: string;
  readonly variant: Variant;
  readonly options: KaplanMeierDisplayOptions;
}

const plotHeights: Record<Variant, number> = { wide: 300, narrow: 220 };

/** Curves above, the table of numbers below, one view and one x scale. */
export function kaplanMeierSpec(plan: CurvePlan): VegaLiteSpec {
  const { curves, end, options, timeUnit, variant, verticalTitle } = plan;
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const height = plotHeights[variant];
  const cell = columnWidth(
    curves.flatMap(({ curve }) => plan.times.map((time) => formatCount(numbersAt(curve, time).atRisk))),
    fontSize,
  );
  const rowLabels = columnWidth(
    riskRowsOf(curves).map(({ label }) => label),
    fontSize,
  );
  const left = Math.max(rowLabels + 8 + Math.ceil(cell / 2), 44);
  const ends = variant === 'wide' ? endLabels(curves, end, fontSize, lineHeight) : null;
  const right = Math.max(ends?.width ?? 0, Math.ceil(cell / 2) + 2, 12);
  const width = figureWidths[variant] - left - right;
  const place = (time: number): number => (time / end) * width;
  const widest = (time: number): number => Math.max(cell, textWidth(String(time), fontSize)) + 4;
  const times = regularTicks(plan.times, 0, { place, width: widest });
  const scales = curveScales(end, options.range);
  const legend =
    ends !== null || curves.length < 2
      ? { rise: 0, layers: [] }
      : legendAbove(curves, figureWidths[variant] - 4, -left, -lineHeight - 8, fontSize, lineHeight);
  const [low, high] = options.range;
  const yPlace = (estimate: number): number => height * (1 - (estimate - low) / (high - low));
  const axisDepth = 12 + fontSize;
  const tableTop = height + axisDepth + lineHeight + 12;
  const layers: readonly Layer[] = [
    axesLayer(scales, times, height),
    textLayer([{ x: -left, y: -lineHeight / 2 - 6, text: verticalTitle }]),
    textLayer([{ x: width / 2, y: height + axisDepth + lineHeight / 2, text: `Time (${timeUnit})` }], {
      align: 'center',
    }),
    ...legend.layers,
    ...curveLayers(curves, scales, options),
    ...(ends?.layers({ x: width, y: yPlace, height }) ?? []),
    ...riskTable(curves, times, scales, { left: -left, top: tableTop, fontSize, lineHeight }),
    hoverLayer(hoverSlices(curves, end, timeUnit, plan.turned), scales, height),
  ];
  const padding = {
    left,
    right,
    top: lineHeight + 10 + legend.rise,
    bottom: Math.ceil(tableTop - height + riskTableHeight(curves, lineHeight)),
  };
  return figureSpec({ variant, width, height, padding }, plan.description, layers);
}

/** Both axes hang on an invisible mark at the origin, so that they are there whatever the curves hold. */
function axesLayer({ x, y }: CurveScales, times: readonly number[], height: number): Layer {
  return {
    data: { values: [{ x: 0, y: (y['scale'] as { domain: [number, number] }).domain[0] }] },
    mark: { type: 'point', opacity: 0, size: 1, color: colours.axis },
    encoding: {
      x: { ...x, field: 'x', axis: { orient: 'bottom', values: times, labelExpr: 'toString(datum.value)' } },
      y: { ...y, field: 'y', axis: { orient: 'left', format: '~%', tickCount: height > 250 ? 6 : 5 } },
    },
  };
}
