import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Table } from '../../../core/display.js';
import type { EstimateRow } from '../../../core/result.js';
import { estimateRows } from '../../result-parts.js';
import { shownP } from '../../shown-p.js';
import { chosenRows, rowsOfResults, statisticsOption } from '../chosen-rows.js';
import { estimatesTable } from './estimates-table.js';

const options = z.strictObject({
  statistics: statisticsOption,
  covariates: z.boolean().default(true).describe('Show the effects of covariates too.'),
  pValues: z
    .boolean()
    .default(true)
    .describe('Show p-values. Subgroups never have their own: their test is that for interaction.'),
});

/**
 * Prints effects with their intervals: a row a comparison, with the events of each arm where the method had counts.
 *
 * @throws PlanError `display/no-rows` when no result has an effect asked for.
 */
export const estimatesTableDisplay: DisplayDefinition<typeof options, Table> = defineDisplay({
  id: 'estimates-table',
  label: 'Table of effects',
  summary: 'Effects with their intervals, events of each arm and p-values, one row a comparison.',
  needs: ['estimates'],
  results: 'many',
  options,
  build: (results, { statistics, covariates, pValues, title }) => {
    const { rows, ...words } = rowsOfResults('estimates-table', results, (result) =>
      chosenRows(estimateRows(result), statistics).filter(({ role }) => covariates || role !== 'covariate'),
    );
    const pOf = (row: EstimateRow) => (pValues ? shownP(row) : null);
    return estimatesTable(title ?? results[0]!.context.title, rows, { ...words, pOf });
  },
});
