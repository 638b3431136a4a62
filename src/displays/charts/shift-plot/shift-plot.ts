import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import { capitaliseLabel, formatCount, formatPercent } from '../../format-number.js';
import { type ShiftBlock, shiftBlocks } from '../../shift-blocks.js';
import { shiftPlotSpec } from './shift-plot-spec.js';

const options = z.strictObject({
  parameters: z
    .array(z.string())
    .min(1)
    .max(6)
    .nullable()
    .default(null)
    .describe('Which parameters are drawn, in this order; null draws the first six.'),
  missing: z.boolean().default(false).describe('Whether subjects without a category are drawn too.'),
});

/**
 * Draws shifts as a grid of bubbles for each parameter and arm: category before across, category after upwards. Bubbles
 * above the diagonal moved up the scale.
 *
 * @throws PlanError `display/no-rows` when the result counts no shifts, `display/unknown-parameter` for another one.
 */
export const shiftPlotDisplay: DisplayDefinition<typeof options> = defineDisplay({
  id: 'shift-plot',
  label: 'Shift plot',
  summary: 'Subjects by category before and after as bubbles, a panel for each parameter and arm.',
  needs: ['summary'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => buildShiftPlot(result!, chosen, title ?? result!.context.title),
});

function buildShiftPlot(result: Result, chosen: z.output<typeof options>, title: string): Figure {
  const all = shiftBlocks('shift-plot', result, chosen.parameters, false);
  const parameters = [...new Set(all.map(({ parameter }) => parameter))].slice(0, 6);
  const blocks = all
    .filter(({ parameter }) => parameters.includes(parameter))
    .map((block) => (chosen.missing ? block : withoutMissing(block)));
  const summary = sayShifts(blocks);
  const spec = (variant: 'wide' | 'narrow') =>
    shiftPlotSpec(blocks, parameters, `${title}. ${summary}`, variant);
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: {
      title,
      columns: [
        { id: 'parameter', label: 'Parameter', align: 'left' },
        { id: 'arm', label: 'Arm', align: 'left' },
        { id: 'before', label: 'Before', align: 'left' },
        { id: 'after', label: 'After', align: 'left' },
        { id: 'subjects', label: 'Subjects', align: 'right' },
      ],
      rows: blocks.flatMap((block) =>
        block.before.flatMap((before) =>
          block.after
            .map((after) => ({ after, count: block.cell(before, after).count }))
            .filter(({ count }) => count > 0)
            .map(({ after, count }) => ({
              parameter: block.parameter,
              arm: capitaliseLabel(block.group ?? 'all'),
              before,
              after,
              subjects: formatCount(count),
            })),
        ),
      ),
      footnotes: [],
    },
    summary,
    footnotes: [
      'Area of a bubble: subjects; coloured where the category after is higher. Shaded cells: the same category.',
      ...(all.length > blocks.length
        ? [`The first ${parameters.length} parameters are drawn; a table of shifts has all.`]
        : []),
    ],
  };
}

/** The block without its last category where that stands for missing ones: the scale is the same before and after. */
function withoutMissing(block: ShiftBlock): ShiftBlock {
  const keep = (names: readonly string[]): readonly string[] => names.filter((name) => name !== 'Missing');
  return { ...block, before: keep(block.before), after: keep(block.after) };
}

/** Subjects who moved up the scale, of those with both categories. */
export function movedUp(block: ShiftBlock): number {
  let count = 0;
  block.before.forEach((before, from) => {
    block.after.forEach((after, to) => {
      if (to > from && after !== 'Missing' && before !== 'Missing') count += block.cell(before, after).count;
    });
  });
  return count;
}

function sayShifts(blocks: readonly ShiftBlock[]): string {
  return blocks
    .map((block) => {
      const up = movedUp(block);
      const share = block.n === 0 ? '' : ` (${formatPercent(up / block.n)})`;
      return `${block.parameter}, ${block.group ?? 'all'}: ${up} of ${block.n} to a higher category${share}`;
    })
    .join('; ')
    .concat('.');
}
