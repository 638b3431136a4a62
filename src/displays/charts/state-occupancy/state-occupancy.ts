import {
  type DisplayDefinition,
  defineDisplay,
  type Figure,
  type VegaLiteSpec,
} from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import { timeTicks } from '../../layout/axis-ticks.js';
import { categoryLegend } from '../../layout/category-legend.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { categoryColours } from '../../style/category-ramp.js';
import type { Variant } from '../../style/theme.js';
import { type Occupancy, occupancyOf } from './occupancy-arms.js';
import { areaLayers, frameLayers } from './occupancy-layers.js';
import { layOutArms } from './occupancy-layout.js';
import { occupancyFootnotes, occupancySummary, occupancyTable } from './occupancy-words.js';
import { type StateOccupancyOptions, stateOccupancyOptions } from './state-occupancy-options.js';

/**
 * Draws what share of subjects is in each state over time, as areas that add up to all subjects, one panel an arm and
 * the number under observation beneath it. States stand in order, in colours whose lightness falls along it, so that
 * the figure reads in greyscale and with any form of colour blindness.
 *
 * @throws PlanError `display/no-states` when the result has no shares of states, `display/unknown-state` when the
 * states asked for are not those of the result.
 */
export const stateOccupancyDisplay: DisplayDefinition<typeof stateOccupancyOptions> = defineDisplay({
  id: 'state-occupancy',
  label: 'Shares of states over time',
  summary: 'Stacked areas of the share of subjects in each state over time, one panel an arm.',
  needs: ['curves'],
  results: 'one',
  options: stateOccupancyOptions,
  build: buildStateOccupancy,
});

function buildStateOccupancy(
  results: readonly Result[],
  options: StateOccupancyOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const occupancy = occupancyOf(result, options.states);
  const title = options.title ?? result.context.title;
  const last = Math.max(...occupancy.arms.map((arm) => arm.last));
  const ticks = (variant: Variant): readonly number[] =>
    options.times ?? timeTicks(last, occupancy.part.timeUnit, variant === 'wide' ? 7 : 5).ticks;
  const summary = occupancySummary(occupancy, ticks('wide'));
  const spec = (variant: Variant) =>
    occupancySpec(occupancy, options, ticks(variant), last, variant, `${title}. ${summary}`);
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: occupancyTable(occupancy, ticks('wide'), title),
    summary,
    footnotes: occupancyFootnotes(result, occupancy, options.riskTable),
  };
}

function occupancySpec(
  occupancy: Occupancy,
  { palette, riskTable }: StateOccupancyOptions,
  ticks: readonly number[],
  last: number,
  variant: Variant,
  description: string,
): VegaLiteSpec {
  const end = Math.max(last, ticks.at(-1)!);
  const layout = layOutArms(occupancy, ticks, end, riskTable, variant);
  const { fontSize, lineHeight, width } = layout;
  const ramp = categoryColours(occupancy.states.length, palette);
  const legend = categoryLegend(occupancy.labels, ramp, {
    width,
    top: layout.height + 6,
    fontSize,
    lineHeight,
  });
  const timeTitle = `Time (${occupancy.part.timeUnit})`;
  return figureSpec(
    {
      variant,
      width,
      height: Math.ceil(layout.height + 6 + legend.height + 4),
      padding: { left: 0, right: 0, top: 0, bottom: 0 },
    },
    description,
    [
      ...layout.panels.flatMap((placed) => areaLayers(occupancy, placed, ramp, end)),
      ...frameLayers(layout, timeTitle, 'Share of subjects', riskTable),
      ...legend.layers,
    ],
  );
}
