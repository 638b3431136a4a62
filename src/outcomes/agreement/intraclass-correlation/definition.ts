import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import type { EstimateRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { type IntraclassCorrelation, intraclassCorrelation } from './intraclass-correlation.js';

const forms = {
  'agreement, single rating': 'agreementSingle',
  'agreement, mean of raters': 'agreementAverage',
  'consistency, single rating': 'consistencySingle',
  'consistency, mean of raters': 'consistencyAverage',
  'raters drawn anew, single rating': 'oneWaySingle',
  'raters drawn anew, mean of raters': 'oneWayAverage',
} as const satisfies Record<string, keyof IntraclassCorrelation>;

export const intraclassCorrelationMethod = defineMethod({
  id: 'intraclass-correlation',
  label: 'Intraclass correlation',
  summary: 'How much of the variation of measurements lies between subjects rather than between raters.',
  accepts: 'ratings',
  options: z.strictObject({ level: levelOption }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['intraclass-correlation', 'f-test', 'n'],
  run: (data, options) => {
    const result = intraclassCorrelation(data.values, options);
    return {
      parts: [
        {
          kind: 'estimates',
          rows: Object.entries(forms).map(([term, form]): EstimateRow => {
            const { estimate, lower, upper } = result[form];
            return {
              statistic: 'intraclass-correlation',
              term,
              role: 'covariate',
              of: null,
              versus: null,
              scale: 'linear',
              estimate,
              standardError: { notEstimable: 'not-applicable' },
              lower,
              upper,
              level: options.level,
              p: null,
              reference: { distribution: 'exact' },
              intervalMethod: 'F (McGraw and Wong 1996)',
            };
          }),
        },
        {
          kind: 'test',
          rows: [
            {
              statistic: 'f-test',
              term: null,
              value: result.f,
              df: result.df1,
              denominatorDf: result.df2,
              p: result.p,
              method: 'F test that subjects do not differ',
            },
          ],
        },
        {
          kind: 'summary',
          rows: [{ group: null, term: null, statistic: 'n', value: result.subjects, unit: null }],
        },
      ],
      notices:
        result.missing === 0
          ? []
          : [
              information(
                'intraclass-correlation/missing',
                `${result.missing} subjects without every rating were left out.`,
              ),
            ],
    };
  },
  sources: [
    'Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428',
    'McGraw KO, Wong SP. Psychol Methods 1996;1:30-46',
  ],
});
