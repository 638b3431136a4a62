import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { DataError, PlanError } from '../../core/errors.js';
import { type Notice, warning } from '../../core/notice.js';
import { statisticLabels } from '../../core/statistic-names.js';
import { normalUpperQuantile } from '../../math/distributions/normal.js';
import { numberColumn, requiredNumber, requiredText, textColumn, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';

type Measure = NonNullable<StudiesData['measure']>;

/**
 * Published estimates with their intervals, one row a study or subgroup. The standard error is the width of the
 * printed interval, on the log scale for ratios, over twice the normal quantile of its level. An estimate that lies
 * more than a tenth of the interval's width off its centre raises a warning: the interval was not a Wald interval.
 */
export const publishedEffects = defineEndpoint({
  id: 'published-effects',
  label: 'Published effects with intervals',
  summary: 'Estimates with confidence limits, one row a study or subgroup, for pooling.',
  gives: 'studies',
  dictionaries: ['published-effects'],
  options: z.strictObject({
    rowsAre: z.enum(['studies', 'subgroups']).default('studies').describe('What a row is.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const measures = new Set(Array.from(rows, (row) => requiredText(dataset, 'MEASURE', row)));
    if (rows.length === 0 || measures.size !== 1) {
      throw new PlanError({
        code: rows.length === 0 ? 'plan/no-rows' : 'plan/mixed-measures',
        where: dataset.source.file,
        what:
          rows.length === 0 ? 'No row satisfies the where clause' : 'The selected rows mix several measures',
        ...(rows.length === 0 ? {} : { got: [...measures].join(', '), expected: 'one measure' }),
        fix: 'Narrow the where clause.',
      });
    }
    const measure = [...measures][0] as Measure;
    const isRatio = statisticLabels[measure].scale === 'log';
    const subgroups = dataset.columns.has('SUBGROUP') ? textColumn(dataset, 'SUBGROUP') : null;
    const levels = dataset.columns.has('LEVEL') ? numberColumn(dataset, 'LEVEL') : null;
    const notices: Notice[] = [];
    const studies = Array.from(rows, (row) => {
      const printed = ['ESTIMATE', 'LOWER', 'UPPER'].map((name) => requiredNumber(dataset, name, row));
      if (isRatio && printed.some((value) => value <= 0)) {
        throw new DataError({
          code: 'data/not-a-ratio',
          where: whereRow(dataset, row),
          what: `A ${statisticLabels[measure].label.toLowerCase()} and its limits must be above 0`,
          got: printed.join(', '),
        });
      }
      const [estimate, lower, upper] = (isRatio ? printed.map(Math.log) : printed) as [
        number,
        number,
        number,
      ];
      const level = levels === null || levels.missing[row] ? 0.95 : levels.values[row]!;
      if (Math.abs(estimate - (lower + upper) / 2) > 0.1 * (upper - lower)) {
        notices.push(
          warning(
            'asymmetric-interval',
            `${whereRow(dataset, row)}: the estimate is not central in its interval; its standard error is approximate.`,
          ),
        );
      }
      const subgroup = subgroups?.values[row];
      return {
        name: requiredText(dataset, options.rowsAre === 'subgroups' ? 'SUBGROUP' : 'STUDY', row),
        ...(subgroup === null || subgroup === undefined || subgroup === '' ? {} : { subgroup }),
        type: 'effect' as const,
        estimate,
        standardError: (upper - lower) / (2 * normalUpperQuantile((1 - level) / 2)),
      };
    });
    return {
      data: {
        kind: 'studies',
        rows: studies,
        rowsAre: options.rowsAre,
        of: compare?.of ?? 'treatment',
        versus: compare?.versus ?? 'control',
        measure,
      },
      population: { label: `${studies.length} ${options.rowsAre}`, groups: [], exclusions: [] },
      notices,
    };
  },
});
