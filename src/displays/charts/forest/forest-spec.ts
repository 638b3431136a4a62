import type { VegaLiteSpec } from '../../../core/display.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { type Layer, lineLayer } from '../../layout/layers.js';
import { colours } from '../../style/palette.js';
import { figureWidths } from '../../style/theme.js';
import { forestScale } from './forest-axis.js';
import { forestHover } from './forest-hover.js';
import { forestMarks, referenceLines } from './forest-marks.js';
import { placeRows } from './forest-placing.js';
import type { ForestPlan } from './forest-plan.js';
import { forestTexts, underAxis } from './forest-texts.js';

/** The forest plot as one layered view: columns of text at measured places, marks on the axis they share. */
export function forestSpec(plan: ForestPlan): VegaLiteSpec {
  const { columns, axis, variant } = plan;
  const width = figureWidths[variant];
  const { rows, height, notesBelow } = placeRows(plan.rows, columns, plan.direction, width);
  const scale = forestScale(axis, columns.plot, columns.fontSize);
  const under = underAxis(plan, notesBelow, height);
  const layers: readonly Layer[] = [
    lineLayer([{ x: 0, y: 0, x2: width, y2: 0 }], { colour: colours.axis }),
    ...referenceLines(rows, scale, axis, height),
    ...forestMarks(rows, scale, axis),
    ...forestTexts(rows, columns),
    ...under.layers,
    forestHover(rows, plan.options, width),
  ];
  const padding = { left: 0, right: 0, top: columns.headerHeight, bottom: under.depth };
  return figureSpec({ variant, width, height, padding }, plan.description, layers);
}
