import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import type { SummaryRow } from '../../../core/result.js';
import { givenWeights, type Hypothesis } from '../hypotheses.js';
import { alphaOption, hypothesisRows } from '../hypothesis-rows.js';
import { type GraphPreset, graphPresets, presetGraph } from '../preset-graph.js';
import { graphicalProcedure, type HypothesisGraph } from './graphical-procedure.js';

const graphicalOptions = z.strictObject({
  graph: z
    .enum([...graphPresets, 'custom'])
    .default('holm')
    .describe(
      '`holm`; `fixed-sequence` in the order of the rows; `fallback`; `parallel-gatekeeping` with `primary`; or ' +
        '`custom` with `transitions`.',
    ),
  primary: z
    .int()
    .min(1)
    .optional()
    .describe('How many of the hypotheses, from the first on, are primary (parallel gatekeeping).'),
  weights: z
    .array(z.number().min(0).max(1))
    .optional()
    .describe(
      'Shares of the significance level in the order of the rows; those of the data, or equal ones, unless given. Not for a fixed sequence.',
    ),
  transitions: z
    .array(z.array(z.number().min(0).max(1)))
    .optional()
    .describe(
      'One row a hypothesis: which part of its share each hypothesis gets once it is rejected (custom graph).',
    ),
  alpha: alphaOption,
});

const graphWords: Record<GraphPreset | 'custom', string> = {
  holm: 'Holm',
  'fixed-sequence': 'fixed sequence',
  fallback: 'fallback',
  'parallel-gatekeeping': 'parallel gatekeeping',
  custom: 'graph as given',
};

export const graphicalProcedureMethod = defineMethod({
  id: 'graphical-procedure',
  label: 'Graphical multiple test procedure',
  summary:
    'Tests hypotheses in a planned order, passing the significance level of each rejected one on to others.',
  accepts: 'hypotheses',
  options: graphicalOptions,
  returns: ['test', 'summary'],
  statistics: ['adjusted-p', 'p-value', 'local-level'],
  run: ({ rows }, options) => {
    const result = graphicalProcedure(rows, graphOf(rows, options), { alpha: options.alpha });
    const [tests, summary] = hypothesisRows(
      result.hypotheses,
      `Graphical procedure, ${graphWords[options.graph]}`,
      result.alpha,
    );
    const levels = (group: string, weights: readonly (number | null)[]): SummaryRow[] =>
      weights.flatMap((weight, index) =>
        weight === null
          ? []
          : [
              {
                group,
                term: rows[index]!.name,
                statistic: 'local-level' as const,
                value: weight * result.alpha,
                unit: null,
              },
            ],
      );
    const { steps } = result;
    return {
      parts: [
        tests,
        {
          kind: 'summary',
          rows: [
            ...summary.rows,
            ...steps.flatMap(({ rejected, weights }, index) =>
              levels(`step ${index + 1}: reject ${rejected}`, weights),
            ),
            ...levels(steps.length === 0 ? 'nothing rejected' : 'in the end', result.finalWeights),
          ],
        },
      ],
      notices: [],
    };
  },
  sources: ['Bretz F, Maurer W, Brannath W, Posch M. Stat Med 2009;28:586-604'],
});

function graphOf(
  rows: readonly Hypothesis[],
  { graph, primary, weights: given, transitions }: z.output<typeof graphicalOptions>,
): HypothesisGraph {
  const weights = given ?? givenWeights('graphical-procedure', rows) ?? undefined;
  if (graph === 'custom') {
    if (transitions === undefined) {
      throw argumentError(
        'graphical-procedure',
        'transitions',
        'are not given',
        'none',
        'one row of numbers a hypothesis',
        'Give `transitions`, or choose one of the known graphs',
      );
    }
    return { weights: weights ?? rows.map(() => 1 / rows.length), transitions };
  }
  if (transitions !== undefined) {
    throw argumentError(
      'graphical-procedure',
      'transitions',
      'do not belong to this graph',
      graph,
      'custom',
      'Set `graph: custom`, or leave them out',
    );
  }
  return presetGraph(graph, rows.length, {
    ...(weights === undefined ? {} : { weights }),
    ...(primary === undefined ? {} : { primary }),
  });
}
