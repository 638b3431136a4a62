import { type DisplayDefinition, defineDisplay, type Table } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import { baselineTable } from './baseline-table.js';
import { baselineTableOptions } from './baseline-table-options.js';

/**
 * The table of baseline characteristics of a study report: one column an arm and one for all, means with standard
 * deviations, medians with quartiles, counts with percentages.
 *
 * @throws PlanError `display/no-rows` when the result describes no characteristic.
 */
export const baselineTableDisplay: DisplayDefinition<typeof baselineTableOptions, Table> = defineDisplay({
  id: 'baseline-table',
  label: 'Table of baseline characteristics',
  summary: 'Characteristics of the subjects of each arm: means, medians, counts and percentages.',
  needs: ['summary'],
  results: 'one',
  options: baselineTableOptions,
  build: ([result], { title, ...options }) => {
    const table = baselineTable(title ?? result!.context.title, result!, options);
    if (table.rows.length > 0) return table;
    throw new PlanError({
      code: 'display/no-rows',
      where: 'baseline-table',
      what: `"${result!.analysis}" describes no characteristic`,
      fix: 'Use the method baseline-characteristics.',
    });
  },
});
