import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information, type Notice, warning } from '../../../core/notice.js';
import { levelOption } from '../../level-option.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { differenceRows } from '../difference-figure.js';
import { imputationOptions } from '../imputation-option.js';
import { cellCountRows } from '../imputed-count-rows.js';
import { missingBaselines } from '../visit-outcomes.js';
import { withYesNo, yesNoOption } from '../yes-no-option.js';
import { type MultipleImputation, multipleImputation, riskContrastKinds } from './multiple-imputation.js';

export const multipleImputationMethod = defineMethod({
  id: 'multiple-imputation',
  label: 'Multiple imputation',
  summary:
    'Fills missing values many times with draws from models of the observed ones, compares the arms in each, and pools.',
  accepts: 'longitudinal',
  options: z.strictObject({
    ...imputationOptions,
    visit: z.string().nullable().default(null).describe('The visit that is compared; null for the last.'),
    contrast: z
      .enum(riskContrastKinds)
      .default('unadjusted')
      .describe('Risk difference of a yes-no outcome: of the proportions, or standardised over covariates.'),
    yesNo: yesNoOption,
    level: levelOption,
  }),
  returns: ['estimates', 'summary', 'points'],
  statistics: [
    'mean-difference',
    'risk-difference',
    'mean',
    'proportion',
    'n',
    'imputed',
    'variance-increase',
    'missing-information',
  ],
  run: (given, { yesNo: coding, ...options }) => {
    const data = withYesNo(given, coding);
    const result = multipleImputation(data, options);
    const yesNo = data.outcomeIs === 'yes-no';
    const sizes = data.group.levels.map((_, arm) => data.group.codes.filter((code) => code === arm).length);
    return {
      parts: [
        {
          kind: 'estimates',
          rows: differenceRows(result.differences, {
            statistic: yesNo ? 'risk-difference' : 'mean-difference',
            level: options.level,
            intervalMethod: `${yesNo ? (options.contrast === 'standardised' ? 'standardised risks' : 'Wald') : 'analysis of covariance'}, pooled over ${options.imputations} imputations by Rubin's rules${yesNo ? '' : ' with Barnard-Rubin df'}`,
            unit: data.unit,
          }),
        },
        {
          kind: 'summary',
          rows: [
            ...data.group.levels.flatMap((group, arm) => [
              { group, term: result.visit, statistic: 'n' as const, value: sizes[arm]!, unit: null },
              {
                group,
                term: result.visit,
                statistic: yesNo ? ('proportion' as const) : ('mean' as const),
                value: result.armMeans[arm]!,
                unit: yesNo ? null : data.unit,
              },
            ]),
            ...result.differences.flatMap(({ of, versus, pooled }) =>
              pooled === null
                ? []
                : [
                    {
                      group: of,
                      term: `against ${versus}`,
                      statistic: 'variance-increase' as const,
                      value: pooled.relativeIncrease,
                      unit: null,
                    },
                    {
                      group: of,
                      term: `against ${versus}`,
                      statistic: 'missing-information' as const,
                      value: pooled.fractionMissing,
                      unit: null,
                    },
                  ],
            ),
            ...cellCountRows('imputed', data, result.imputed),
          ],
        },
        ...(result.trace.length === 0
          ? []
          : [
              {
                kind: 'points' as const,
                xLabel: 'Cycle',
                yLabel: 'Mean of the imputed values',
                series: result.trace.map(({ visit, means, standardDeviations }) => ({
                  name: visit,
                  x: means.map((_, cycle) => cycle + 1),
                  y: means,
                  referenceLine: null,
                  smooth: null,
                  note: `Standard deviation between imputations in the last cycle: ${standardDeviations.at(-1)!.toPrecision(3)}.`,
                })),
              },
            ]),
      ],
      notices: [
        ...noticesOf(result, missingBaselines(data)),
        ...unusedClusterNotices('multiple-imputation', data, 'the imputation or the comparison'),
      ],
    };
  },
  sources: [
    'Rubin DB. Multiple imputation for nonresponse in surveys 1987',
    'Barnard J, Rubin DB. Biometrika 1999;86:948-955',
    'van Buuren S. Flexible imputation of missing data, 2nd ed. 2018',
    'Schafer JL. Analysis of incomplete multivariate data 1997',
    'White IR, Daniel R, Royston P. Comput Stat Data Anal 2010;54:2267-2275',
  ],
});

function noticesOf({ intermittent, steadied }: MultipleImputation, noBaseline: number): readonly Notice[] {
  const list: Notice[] = [];
  if (noBaseline > 0) {
    list.push(
      information(
        'multiple-imputation/mean-baseline',
        `${noBaseline} missing baseline values took the mean of the others.`,
      ),
    );
  }
  if (intermittent > 0) {
    list.push(
      information(
        'multiple-imputation/gaps-filled',
        `${intermittent} missing values between observed visits were drawn first, by data augmentation of a multivariate normal.`,
      ),
    );
  }
  if (steadied > 0) {
    list.push(
      warning(
        'multiple-imputation/steadied',
        `${steadied} imputation regressions had predictors that determine one another and were steadied by a ridge.`,
      ),
    );
  }
  return list;
}
