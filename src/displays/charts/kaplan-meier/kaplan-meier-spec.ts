import type { VegaLiteSpec } from '../../../core/display.js';
import { curveFigure } from '../../curves/curve-figure.js';
import { curveLayers } from '../../curves/curve-layers.js';
import type { DrawnCurve } from '../../curves/drawn-curve.js';
import { hoverSlices } from '../../curves/hover-slices.js';
import { sayEventFree } from '../../curves/say-event-free.js';
import type { Variant } from '../../style/theme.js';
import type { KaplanMeierDisplayOptions } from './kaplan-meier-options.js';

export interface CurvePlan {
  readonly curves: readonly DrawnCurve[];
  readonly times: readonly number[];
  readonly end: number;
  readonly timeUnit: string;
  readonly timeTitle: string;
  readonly verticalTitle: string;
  /** Whether one minus the curve is drawn. */
  readonly turned: boolean;
  readonly description: string;
  readonly variant: Variant;
  readonly options: KaplanMeierDisplayOptions;
}

/** Curves in percent from time 0, with the table of numbers under the axis. */
export function kaplanMeierSpec(plan: CurvePlan): VegaLiteSpec {
  const { curves, end, options, timeTitle, timeUnit } = plan;
  return curveFigure({
    variant: plan.variant,
    description: plan.description,
    curves,
    time: { type: 'linear', domain: [0, end], title: timeTitle, ticks: plan.times },
    value: { title: plan.verticalTitle, domain: options.range, ticks: 'percent' },
    riskTable: true,
    marks: (scales) => curveLayers(curves, scales, options),
    hover: hoverSlices(curves, [0, end], timeUnit, (curve, time) => sayEventFree(curve, time, plan.turned)),
  });
}
