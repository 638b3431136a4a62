import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { Result } from '../../../core/result.js';
import { tippingGrid } from './tipping-grid.js';
import { tippingSpec } from './tipping-layers.js';
import { type TippingPointOptions, tippingPointOptions } from './tipping-point-options.js';
import { marksInWords, tippingFootnotes, tippingSummary, tippingTable } from './tipping-words.js';

/**
 * Draws an effect over a grid of two assumptions, such as shifts of imputed values in either arm: colour says whom the
 * effect favours and how small p is, a heavy line where significance is lost, a frame what the analysis starts from.
 *
 * @throws PlanError `display/no-grid` when the result has no grid with cells.
 */
export const tippingPointDisplay: DisplayDefinition<typeof tippingPointOptions> = defineDisplay({
  id: 'tipping-point',
  label: 'Tipping-point map',
  summary:
    'An effect over a grid of assumptions about missing values, with the line where significance is lost.',
  needs: ['grid'],
  results: 'one',
  options: tippingPointOptions,
  build: buildTippingPoint,
});

function buildTippingPoint(
  results: readonly Result[],
  options: TippingPointOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const grid = tippingGrid(result);
  if (grid === null) {
    throw new PlanError({
      code: 'display/no-grid',
      where: 'tipping-point',
      what: `analysis "${result.analysis}" has no grid of assumptions to draw`,
      expected: 'the result of method tipping-point',
    });
  }
  const title = options.title ?? result.context.title;
  const summary = tippingSummary(grid);
  const marks = marksInWords(grid);
  const description = `${title}. ${summary}`;
  return {
    title,
    wide: tippingSpec(grid, 'wide', options, marks, description),
    narrow: tippingSpec(grid, 'narrow', options, marks, description),
    table: tippingTable(title, grid),
    summary,
    footnotes: tippingFootnotes(grid),
  };
}
