import { z } from 'zod';
import type { RatingsData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { information } from '../../../core/notice.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { ratedSubjects } from '../rated-subjects.js';
import { cohenKappa, fleissKappa, type KappaResult, kappaWeights } from './kappa.js';

export const kappaMethod = defineMethod({
  id: 'kappa',
  label: 'Agreement on categories (kappa)',
  summary: 'How far raters agree on categories beyond chance.',
  accepts: 'ratings',
  options: z.strictObject({
    weights: z
      .enum(kappaWeights)
      .default('none')
      .describe('Credit for near misses, for two raters: none, linear in the distance, or quadratic.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['kappa', 'n', 'observed-agreement', 'expected-agreement'],
  run: (data, options) => {
    const { categories } = data;
    const { rows, raters, missing } = ratedSubjects('kappa', data.values);
    const size = sizeOf(data, rows);
    const tally = (place: (row: Float64Array) => readonly (readonly [number, number])[], height: number) => {
      const table = Array.from({ length: height }, () => new Array<number>(size).fill(0));
      for (const row of rows) for (const [first, second] of place(row)) table[first]![second]! += 1;
      return table;
    };
    const pairs =
      raters === 2
        ? [
            {
              term: null,
              result: cohenKappa(
                tally((row) => [[row[0]!, row[1]!]], size),
                options,
              ),
            },
          ]
        : [];
    const several =
      raters === 2
        ? []
        : [
            {
              term: null,
              result: fleissKappa(
                rows.map((row) => counted(row, size)),
                { level: options.level },
              ),
            },
          ];
    const results = [...pairs, ...several];
    const kind =
      raters > 2
        ? 'Fleiss kappa, null standard error'
        : options.weights === 'none'
          ? 'Cohen kappa, Fleiss-Cohen-Everitt standard error'
          : `${options.weights} weighted kappa, Fleiss-Cohen-Everitt standard error`;
    return {
      parts: [
        { kind: 'estimates', rows: results.map(({ result }) => estimateRow(result, data, kind)) },
        { kind: 'summary', rows: results.flatMap(({ result }) => summaryRows(result)) },
      ],
      notices: [
        ...(missing === 0
          ? []
          : [information('kappa/missing', `${missing} subjects without every rating were left out.`)]),
        ...(raters > 2 && options.weights !== 'none'
          ? [
              information(
                'kappa/weights',
                'With more than two raters kappa takes no weights; use intraclass-correlation.',
              ),
            ]
          : []),
        ...(categories === null
          ? [information('kappa/categories', `Ratings were taken as categories 0 to ${size - 1}.`)]
          : []),
      ],
    };
  },
  sources: [
    'Cohen J. Educ Psychol Meas 1960;20:37-46',
    'Cohen J. Psychol Bull 1968;70:213-220',
    'Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323-327',
    'Fleiss JL. Psychol Bull 1971;76:378-382',
    'Fleiss JL, Nee JCM, Landis JR. Psychol Bull 1979;86:974-977',
  ],
});

/** How many categories there are; ratings without names must be small whole numbers. */
function sizeOf({ categories }: RatingsData, rows: readonly Float64Array[]): number {
  let largest = 0;
  for (const row of rows) {
    for (const value of row) {
      if (
        !Number.isInteger(value) ||
        value < 0 ||
        value > 1000 ||
        (categories !== null && value >= categories.length)
      ) {
        throw argumentError(
          'kappa',
          'ratings',
          'are no categories',
          String(value),
          categories === null ? 'whole numbers from 0 to 1000' : `positions in ${categories.join(', ')}`,
          'Name the categories in the endpoint, or use intraclass-correlation for measurements',
        );
      }
      largest = Math.max(largest, value);
    }
  }
  return categories?.length ?? largest + 1;
}

function counted(row: Float64Array, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const value of row) counts[value]! += 1;
  return counts;
}

function estimateRow(result: KappaResult, { raters }: RatingsData, intervalMethod: string): EstimateRow {
  return {
    statistic: 'kappa',
    term: null,
    role: 'comparison',
    of: raters.length === 2 ? raters[0]! : null,
    versus: raters.length === 2 ? raters[1]! : null,
    scale: 'linear',
    estimate: result.kappa,
    standardError: result.standardError,
    lower: result.lower,
    upper: result.upper,
    level: result.level,
    p: result.p,
    reference: { distribution: 'normal' },
    intervalMethod,
  };
}

function summaryRows(result: KappaResult): readonly SummaryRow[] {
  const row = (statistic: SummaryRow['statistic'], value: SummaryRow['value']): SummaryRow => ({
    group: null,
    term: null,
    statistic,
    value,
    unit: null,
  });
  return [
    row('n', result.n),
    row('observed-agreement', result.observedAgreement),
    row('expected-agreement', result.expectedAgreement),
  ];
}
