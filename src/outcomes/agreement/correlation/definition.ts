import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information, type Notice } from '../../../core/notice.js';
import type { EstimateRow, PointsPart, SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { correlation, correlationKinds } from './correlation.js';

const words = {
  pearson: 'Fisher z',
  spearman: 'Fisher z, Bonett-Wright standard error',
  kendall: 'Fisher z, Fieller standard error',
} as const;

export const correlationMethod = defineMethod({
  id: 'correlation',
  label: 'Correlation of measurements',
  summary: 'How closely measurements of the same subjects go together, for every pair of them.',
  accepts: 'ratings',
  options: z.strictObject({
    kind: z
      .enum(correlationKinds)
      .default('pearson')
      .describe('pearson: of values; spearman: of ranks; kendall: tau-b, of the order of pairs.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary', 'points'],
  statistics: ['correlation', 'rank-correlation', 'n'],
  run: (data, options) => {
    const notices: Notice[] = [];
    const pairs = data.raters.flatMap((of, a) =>
      data.raters.slice(a + 1).map((versus, offset) => ({ of, versus, a, b: a + 1 + offset })),
    );
    const single = pairs.length === 1;
    const results = pairs.map((pair) => ({
      ...pair,
      result: correlation(data.values[pair.a]!, data.values[pair.b]!, options),
    }));
    for (const { of, versus, result } of results) {
      if (result.missing === 0) continue;
      notices.push(
        information(
          'correlation/missing',
          `${of} and ${versus}: ${result.missing} subjects without both left out.`,
        ),
      );
    }
    return {
      parts: [
        {
          kind: 'estimates',
          rows: results.map(
            ({ of, versus, result }): EstimateRow => ({
              statistic: options.kind === 'pearson' ? 'correlation' : 'rank-correlation',
              term: single ? null : `${of} and ${versus}`,
              role: 'comparison',
              of,
              versus,
              scale: 'linear',
              estimate: result.correlation,
              standardError: { notEstimable: 'not-applicable' },
              lower: result.lower,
              upper: result.upper,
              level: options.level,
              p: result.p,
              reference:
                result.test === 't'
                  ? { distribution: 't', df: Math.max(0, result.n - 2) }
                  : { distribution: result.test },
              intervalMethod: words[options.kind],
            }),
          ),
        },
        {
          kind: 'summary',
          rows: results.map(
            ({ of, versus, result }): SummaryRow => ({
              group: null,
              term: single ? null : `${of} and ${versus}`,
              statistic: 'n',
              value: result.n,
              unit: null,
            }),
          ),
        },
        scatter(data.values, results),
      ],
      notices,
    };
  },
  sources: [
    'Fisher RA. Metron 1921;1:3-32',
    'Bonett DG, Wright TA. Psychometrika 2000;65:23-28',
    'Kendall MG. Biometrika 1938;30:81-93',
    'Fieller EC, Hartley HO, Pearson ES. Biometrika 1957;44:470-481',
  ],
});

/** The measurements of each pair, in their own units. */
function scatter(
  values: readonly Float64Array[],
  pairs: readonly { readonly of: string; readonly versus: string; readonly a: number; readonly b: number }[],
): PointsPart {
  const [only] = pairs.length === 1 ? pairs : [];
  return {
    kind: 'points',
    xLabel: only?.of ?? 'First',
    yLabel: only?.versus ?? 'Second',
    series: pairs.map(({ of, versus, a, b }) => {
      const rows = [...values[a]!.keys()].filter(
        (row) => !Number.isNaN(values[a]![row]) && !Number.isNaN(values[b]![row]),
      );
      return {
        name: `${of} and ${versus}`,
        x: rows.map((row) => values[a]![row]!),
        y: rows.map((row) => values[b]![row]!),
        referenceLine: null,
        smooth: null,
        note: null,
      };
    }),
  };
}
