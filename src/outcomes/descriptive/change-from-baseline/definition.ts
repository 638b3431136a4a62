import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import type { SummaryRow } from '../../../core/result.js';
import { numberRows } from '../number-summary.js';
import { quartilesOption } from '../quartile-option.js';
import { changeFromBaseline } from './change-from-baseline.js';

export const changeFromBaselineMethod = defineMethod({
  id: 'change-from-baseline',
  label: 'Change from baseline',
  summary: 'A measurement at baseline and at each visit by arm: values, change and percent change.',
  accepts: 'longitudinal',
  options: z.strictObject({ quartiles: quartilesOption }),
  returns: ['summary'],
  statistics: [
    'n',
    'mean',
    'standard-deviation',
    'standard-error',
    'median',
    'first-quartile',
    'third-quartile',
    'minimum',
    'maximum',
    'decimal-places',
  ],
  run: (data, options) => {
    const { visits, decimalPlaces } = changeFromBaseline(data, options);
    const { outcomeLabel, unit } = data;
    return {
      parts: [
        {
          kind: 'summary',
          rows: [
            ...visits.flatMap(({ visit, quantities }) =>
              quantities.flatMap(({ quantity, groups }) =>
                groups.flatMap(({ group, standardError, ...summary }): readonly SummaryRow[] => {
                  const heading = visit ?? 'Baseline';
                  const row = { group, heading, term: visit === null ? heading : `${visit}: ${quantity}` };
                  const own = quantity === 'percent change' ? '%' : unit;
                  return [
                    ...numberRows(summary, row, own),
                    { ...row, statistic: 'standard-error', value: standardError, unit: own },
                  ];
                }),
              ),
            ),
            {
              group: null,
              heading: outcomeLabel,
              term: outcomeLabel,
              statistic: 'decimal-places',
              value: decimalPlaces,
              unit: null,
            },
          ],
        },
      ],
      notices:
        data.baseline === undefined
          ? [
              information(
                'change-from-baseline/no-baseline',
                'There is no baseline value, so that no change is described.',
              ),
            ]
          : [],
    };
  },
  sources: ['Hyndman RJ, Fan Y. Am Stat 1996;50:361-365'],
});
