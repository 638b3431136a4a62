import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import type { Result } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import type { Variant } from '../../style/theme.js';
import { clipToAxis, forestAxis } from './forest-axis.js';
import { forestColumns } from './forest-columns.js';
import { type ForestOptions, forestOptions } from './forest-options.js';
import { type ForestEstimate, forestRows } from './forest-rows.js';
import { forestSpec } from './forest-spec.js';
import { forestTable } from './forest-table.js';
import { axisTitle, directionLabels, forestFootnotes, forestSummary } from './forest-words.js';

/**
 * Draws effects with their intervals: the outcomes of a trial, subgroups with the test for interaction, or the studies
 * of a meta-analysis with weights, pooled diamond and prediction interval. Ratios stand on a logarithmic axis. A row
 * without an estimate stays and says so.
 *
 * @throws PlanError `display/no-rows` when no result has the chosen statistic, `display/mixed-scales` when ratios and
 * differences would share one axis.
 */
export const forestDisplay: DisplayDefinition<typeof forestOptions> = defineDisplay({
  id: 'forest',
  label: 'Forest plot',
  summary: 'Effects with their intervals on one axis: outcomes, subgroups, or studies with their pool.',
  needs: ['estimates'],
  results: 'many',
  options: forestOptions,
  build: buildForest,
});

function buildForest(results: readonly Result[], options: ForestOptions & { title?: string }): Figure {
  const rows = forestRows(results, options);
  const estimates = rows.filter((row) => row.type === 'estimate');
  checkRows(estimates, options);
  const title = options.title ?? (results.length === 1 ? results[0]!.context.title : forestDisplay.label);
  const axis = forestAxis(estimates, options.domain);
  const direction = directionLabels(estimates);
  const summary = forestSummary(estimates, direction);
  const spec = (variant: Variant) =>
    forestSpec({
      rows,
      columns: forestColumns(rows, variant, options, direction),
      axis,
      direction,
      axisTitle: axisTitle(estimates),
      description: `${title}. ${summary}`,
      variant,
      options,
    });
  const anyArrow = estimates.some(({ effect }) => {
    if (!isEstimable(effect.lower) || !isEstimable(effect.upper)) return false;
    const clipped = clipToAxis(effect.lower, effect.upper, axis.domain);
    return clipped.arrowLeft || clipped.arrowRight;
  });
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: forestTable(rows, title, options),
    summary,
    footnotes: forestFootnotes(estimates, results, direction, anyArrow, options),
  };
}

function checkRows(estimates: readonly ForestEstimate[], options: ForestOptions): void {
  if (estimates.length === 0) {
    throw new PlanError({
      code: 'display/no-rows',
      where: 'forest',
      what: 'no result has an effect to draw',
      ...(options.statistic === null ? {} : { got: `statistic: ${options.statistic}` }),
      fix: 'Name a statistic that the analyses return.',
    });
  }
  const scales = new Set(estimates.map(({ row }) => statisticLabel(row.statistic).scale));
  if (scales.size > 1) {
    throw new PlanError({
      code: 'display/mixed-scales',
      where: 'forest',
      what: 'ratios and differences cannot share one axis',
      got: [...new Set(estimates.map(({ row }) => row.statistic))].join(', '),
      fix: 'Draw two forests, or set the option "statistic".',
    });
  }
}
