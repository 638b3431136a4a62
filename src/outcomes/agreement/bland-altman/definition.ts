import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import type { Estimable } from '../../../core/estimable.js';
import { information, type Notice } from '../../../core/notice.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { blandAltman } from './bland-altman.js';

export const blandAltmanMethod = defineMethod({
  id: 'bland-altman',
  label: 'Limits of agreement (Bland-Altman)',
  summary: 'How far two ways of measuring the same thing differ, and how far most differences reach.',
  accepts: 'ratings',
  options: z.strictObject({
    ratio: z
      .boolean()
      .default(false)
      .describe('Whether to compare by ratio, on the log scale, instead of by difference.'),
    level: levelOption,
  }),
  returns: ['summary', 'estimates', 'points'],
  statistics: [
    'mean-difference',
    'limit-of-agreement',
    'standard-deviation',
    'slope',
    'concordance-correlation',
    'n',
  ],
  run: (data, options) => {
    const [first, second] = data.values;
    if (first === undefined || second === undefined || data.values.length > 2) {
      throw argumentError(
        'bland-altman',
        'ratings',
        'are not of two raters',
        String(data.values.length),
        'two',
      );
    }
    const result = blandAltman(first, second, options);
    const [of, versus] = data.raters as [string, string];
    const unit = options.ratio ? null : data.unit;
    const limits = (lower: Estimable, upper: Estimable, method: string) => ({
      lower,
      upper,
      level: options.level,
      method,
    });
    const summary = (
      term: string | null,
      statistic: SummaryRow['statistic'],
      value: Estimable,
      interval?: SummaryRow['interval'],
    ): SummaryRow => ({
      group: null,
      term,
      statistic,
      value,
      ...(interval === undefined ? {} : { interval }),
      unit: statistic === 'n' || statistic === 'concordance-correlation' ? null : unit,
    });
    const what = options.ratio ? 'ratio' : 'difference';
    const slope: EstimateRow = {
      statistic: 'slope',
      term: options.ratio
        ? 'log ratio per unit of the log geometric mean'
        : 'difference per unit of the mean',
      role: 'covariate',
      of,
      versus,
      scale: 'linear',
      estimate: result.slope,
      standardError: result.slopeStandardError,
      lower: { notEstimable: 'not-applicable' },
      upper: { notEstimable: 'not-applicable' },
      level: options.level,
      p: result.slopeP,
      reference: { distribution: 't', df: Math.max(0, result.n - 2) },
      intervalMethod: 'none: read the test',
    };
    const notices: Notice[] = [];
    if (result.missing > 0) {
      notices.push(
        information(
          'bland-altman/missing',
          `${result.missing} subjects without both measurements were left out.`,
        ),
      );
    }
    if (typeof result.slopeP === 'number' && result.slopeP < 0.05) {
      notices.push(
        information(
          'bland-altman/trend',
          `The ${what} changes with the size of the measurement (p ${result.slopeP.toPrecision(2)}): one pair of limits does not hold over the range.`,
        ),
      );
    }
    const drawn = (value: Estimable) => (typeof value === 'number' ? value : null);
    const [x, y] = [[...result.mean], [...result.difference]];
    return {
      parts: [
        {
          kind: 'summary',
          rows: [
            summary(
              `mean ${what}, ${of} ${options.ratio ? '/' : '-'} ${versus}`,
              'mean-difference',
              result.bias,
              limits(result.biasLower, result.biasUpper, 't'),
            ),
            summary(
              'lower',
              'limit-of-agreement',
              result.lowerLimit,
              limits(result.lowerLimitLower, result.lowerLimitUpper, 't, Bland-Altman 1999'),
            ),
            summary(
              'upper',
              'limit-of-agreement',
              result.upperLimit,
              limits(result.upperLimitLower, result.upperLimitUpper, 't, Bland-Altman 1999'),
            ),
            summary(
              options.ratio ? 'log ratio' : 'difference',
              'standard-deviation',
              result.standardDeviation,
            ),
            summary(
              null,
              'concordance-correlation',
              result.concordance,
              limits(result.concordanceLower, result.concordanceUpper, 'Fisher z, Lin 2000'),
            ),
            summary(null, 'n', result.n),
          ],
        },
        { kind: 'estimates', rows: [slope] },
        {
          kind: 'points',
          xLabel: `Mean of ${of} and ${versus}${data.unit === null ? '' : ` (${data.unit})`}`,
          yLabel: options.ratio
            ? `${of} / ${versus}`
            : `${of} - ${versus}${data.unit === null ? '' : ` (${data.unit})`}`,
          series: [
            {
              name: `${of} and ${versus}`,
              x,
              y,
              referenceLine: drawn(result.bias),
              smooth: null,
              note: null,
            },
          ],
        },
      ],
      notices,
    };
  },
  sources: [
    'Bland JM, Altman DG. Lancet 1986;1:307-310',
    'Bland JM, Altman DG. Stat Methods Med Res 1999;8:135-160',
    'Lin LI. Biometrics 1989;45:255-268; corrected 2000;56:324-325',
  ],
});
