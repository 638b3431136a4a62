import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { isEstimable } from '../../../core/estimable.js';
import { information, type Notice } from '../../../core/notice.js';
import { levelOption } from '../../level-option.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { differenceRows } from '../difference-figure.js';
import { imputationOptions } from '../imputation-option.js';
import { riskContrastIntervals } from '../risk-contrast.js';
import { missingBaselines } from '../visit-outcomes.js';
import { withYesNo, yesNoOption } from '../yes-no-option.js';
import { shiftRules, type TippingPoint, tippingPoint } from './tipping-point.js';

const shiftOption = (words: string) =>
  z.array(z.number()).min(1).max(101).nullable().default(null).describe(words);

export const tippingPointMethod = defineMethod({
  id: 'tipping-point',
  label: 'Tipping-point analysis',
  summary:
    'Finds how much worse the missing values would have to be before a result is no longer significant.',
  accepts: 'longitudinal',
  options: z.strictObject({
    arm: z
      .string()
      .nullable()
      .default(null)
      .describe('The arm compared with the reference; needed where there are several.'),
    visit: z.string().nullable().default(null).describe('The visit that is compared; null for the last.'),
    shifts: shiftOption(
      'Shifts added to imputed values of the arm, in the unit of the outcome; null for round steps about 0.',
    ),
    referenceShifts: shiftOption('The same for the reference arm.'),
    rule: z
      .enum(shiftRules)
      .default('once')
      .describe('Add a shift once, or once for each visit missed in a row up to the visit compared.'),
    report: z
      .array(z.number())
      .max(50)
      .default([])
      .describe('Shifts of the arm alone at which the comparison is reported besides.'),
    interval: z
      .enum(riskContrastIntervals)
      .default('wald')
      .describe('Interval of the risk difference of a yes-no outcome.'),
    significance: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.05)
      .describe('The p-value below which a difference counts as shown.'),
    ...imputationOptions,
    yesNo: yesNoOption,
    level: levelOption,
  }),
  returns: ['grid', 'estimates', 'summary'],
  statistics: ['mean-difference', 'risk-difference', 'tipping-point', 'missing', 'n'],
  run: (given, { yesNo, ...options }) => {
    const data = withYesNo(given, yesNo);
    const result = tippingPoint(data, options);
    const { of, versus, missing, assumption, base } = result;
    const shift = assumption === 'shift';
    const statistic = shift ? ('mean-difference' as const) : ('risk-difference' as const);
    const unit = options.rule === 'once' ? data.unit : `${data.unit ?? 'units'} a visit missed`;
    const label = (arm: string, count: number): string =>
      shift
        ? `Shift of imputed values, ${arm}${unit === null ? '' : ` (${unit})`}`
        : `Events among ${count} missing, ${arm}`;
    const about = {
      statistic,
      level: options.level,
      intervalMethod: shift
        ? `analysis of covariance, pooled over ${options.imputations} imputations by Rubin's rules with Barnard-Rubin df`
        : options.interval === 'wald'
          ? 'Wald'
          : 'Newcombe hybrid score; p of the pooled score test',
      unit: data.unit,
    };
    const baseName = shift
      ? 'missing at random, no shift'
      : `events among the missing as among the observed (${base.x} of ${missing.of}, ${base.y} of ${missing.versus})`;
    return {
      parts: [
        {
          kind: 'estimates',
          rows: [
            ...differenceRows([base], { ...about, term: baseName }),
            ...result.reported.flatMap(({ name, cell }) => differenceRows([cell], { ...about, term: name })),
          ],
        },
        {
          kind: 'grid',
          statistic,
          xLabel: label(of, missing.of),
          yLabel: label(versus, missing.versus),
          level: options.level,
          significance: options.significance,
          // The base first: cells may share its numbers, and a display marks the first that does.
          cells: baseFirst(result).map(({ x, y, estimate, lower, upper, p }) => ({
            x,
            y,
            estimate,
            lower,
            upper,
            p,
          })),
        },
        {
          kind: 'summary',
          rows: [
            ...(['down', 'up'] as const).map((direction) => ({
              group: of,
              term: shift
                ? `shift ${direction === 'down' ? 'below' : 'above'} 0`
                : `${direction === 'down' ? 'fewer' : 'more'} events than observed rates give`,
              statistic: 'tipping-point' as const,
              value: result[direction],
              unit: shift ? unit : 'events',
            })),
            {
              group: of,
              term: result.visit,
              statistic: 'missing' as const,
              value: missing.of,
              unit: null,
            },
            {
              group: versus,
              term: result.visit,
              statistic: 'missing' as const,
              value: missing.versus,
              unit: null,
            },
          ],
        },
      ],
      notices: [
        ...noticesOf(result, shift ? missingBaselines(data) : 0),
        ...unusedClusterNotices('tipping-point', data, 'the imputation or the comparison'),
      ],
    };
  },
  sources: [
    'Rubin DB. Multiple imputation for nonresponse in surveys 1987: section 6.2',
    'Yan X, Lee S, Li N. J Biopharm Stat 2009;19:1085-1098',
    'Liublinska V, Rubin DB. Stat Med 2014;33:4170-4185',
    'Cro S, Morris TP, Kenward MG, Carpenter JR. Stat Med 2020;39:2815-2842',
  ],
});

function baseFirst({ base, cells }: TippingPoint): TippingPoint['cells'] {
  const isBase = ({ x, y }: TippingPoint['base']): boolean => x === base.x && y === base.y;
  return [...cells.filter(isBase), ...cells.filter((cell) => !isBase(cell))];
}

function noticesOf({ base, significance }: TippingPoint, noBaseline: number): readonly Notice[] {
  const list: Notice[] = [];
  if (!isEstimable(base.p) || base.p >= significance) {
    list.push(
      information(
        'tipping-point/not-significant',
        'Under missing at random the difference is not significant: there is nothing to tip.',
      ),
    );
  }
  if (noBaseline > 0) {
    list.push(
      information(
        'tipping-point/mean-baseline',
        `${noBaseline} missing baseline values took the mean of the others.`,
      ),
    );
  }
  return list;
}
