import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import type { MethodOutput, SummaryRow, TestRow } from '../../../core/result.js';
import { categoryScores } from '../category-scores.js';
import { transitionTable } from './transition-table.js';

const transitionTableOptions = z.strictObject({
  from: z
    .string()
    .min(1)
    .describe(
      'The covariate with the category before: the number that names it, or its place on the scale from 1.',
    ),
});

/** Transition tables for the registry. */
export const transitionTableMethod = defineMethod({
  id: 'transition-table',
  label: 'Transition table',
  summary:
    'How many subjects went from which category of an ordered scale at baseline to which category later, and whether the scale moved.',
  accepts: 'ordinal',
  options: transitionTableOptions,
  returns: ['summary', 'test'],
  statistics: ['count', 'n', 'marginal-homogeneity'],
  run: runTransitionTable,
  sources: ['Stuart A. Biometrika 1955;42:412-416', 'Maxwell AE. Br J Psychiatry 1970;116:651-655'],
});

function runTransitionTable(
  data: OrdinalData,
  options: z.output<typeof transitionTableOptions>,
): MethodOutput {
  const covariate = data.covariates.find(({ name }) => name === options.from);
  if (covariate === undefined) {
    const known = data.covariates.map(({ name }) => name).join(', ') || 'none';
    throw argumentError(
      'transition-table',
      'from',
      'is not a covariate',
      options.from,
      known,
      'Give the endpoint this covariate',
    );
  }
  const names = categoryScores(data.categories) ?? data.categories.map((_, index) => index + 1);
  const tables = data.group.levels.map((group, index) => {
    const members = Array.from(data.outcome.keys()).filter((row) => data.group.codes[row] === index);
    const table = transitionTable(
      data.categories,
      members.map((row) => names.indexOf(covariate.values[row]!)),
      members.map((row) => data.outcome[row]!),
      members.map((row) => data.weight[row]!),
    );
    return { group, table };
  });
  const summary = tables.flatMap(({ group, table }): SummaryRow[] => {
    const count = (term: string, value: number): SummaryRow => ({
      group,
      term,
      statistic: 'count',
      value,
      unit: null,
    });
    return [
      { group, term: null, statistic: 'n', value: table.n, unit: null },
      count('higher', table.higher),
      count('same', table.same),
      count('lower', table.lower),
      ...table.counts.flatMap((list, from) =>
        list.map((value, to) => count(`${data.categories[from]} to ${data.categories[to]}`, value)),
      ),
    ];
  });
  const tests = tables.map(
    ({ group, table: { marginalHomogeneity } }): TestRow => ({
      statistic: 'marginal-homogeneity',
      term: group,
      value: marginalHomogeneity.chiSquare,
      df: marginalHomogeneity.df,
      p: marginalHomogeneity.p,
      method: "Stuart and Maxwell's test within the group",
    }),
  );
  return {
    parts: [
      { kind: 'summary', rows: summary },
      { kind: 'test', rows: tests },
    ],
    notices: [],
  };
}
