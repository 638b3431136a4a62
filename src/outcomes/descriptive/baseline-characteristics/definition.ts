import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { numberRows } from '../number-summary.js';
import { quartilesOption } from '../quartile-option.js';
import {
  type BaselineVariable,
  baselineCharacteristics,
  percentDenominators,
} from './baseline-characteristics.js';

export const baselineCharacteristicsMethod = defineMethod({
  id: 'baseline-characteristics',
  label: 'Baseline characteristics',
  summary:
    'Who took part: numbers and categories of each characteristic by arm and in all arms, with standardised differences and without p-values.',
  accepts: 'subject-variables',
  options: z.strictObject({
    quartiles: quartilesOption,
    percentOf: z
      .enum(percentDenominators)
      .default('non-missing')
      .describe('What percentages are of: subjects with a value, or all subjects of the arm.'),
    level: levelOption,
  }),
  returns: ['summary', 'estimates'],
  statistics: [
    'n',
    'missing',
    'mean',
    'standard-deviation',
    'median',
    'first-quartile',
    'third-quartile',
    'minimum',
    'maximum',
    'geometric-mean',
    'geometric-coefficient-of-variation',
    'count',
    'proportion',
    'decimal-places',
    'standardised-difference',
  ],
  run: (data, options) => {
    const described = baselineCharacteristics(data, options);
    return {
      parts: [
        { kind: 'summary', rows: described.flatMap(rowsOf) },
        { kind: 'estimates', rows: described.flatMap((variable) => differenceRows(variable, options.level)) },
      ],
      notices: [],
    };
  },
  sources: [
    'Austin PC. Stat Med 2009;28:3083-3107',
    'Yang D, Dalton JE. SAS Global Forum 2012, paper 335',
    'Hyndman RJ, Fan Y. Am Stat 1996;50:361-365',
    'Moher D et al. CONSORT 2010 explanation and elaboration. BMJ 2010;340:c869, item 15',
  ],
});

/** The term of a number is its label; of a category `label: category`, so that every term names one figure. */
function rowsOf(variable: BaselineVariable): readonly SummaryRow[] {
  const { label } = variable;
  if (variable.type === 'category') {
    return variable.groups.flatMap(({ group, n, missing, categories }): SummaryRow[] => {
      const row = { group, heading: label, term: label, unit: null };
      return [
        { ...row, statistic: 'n', value: n },
        ...categories.flatMap(({ category, count, proportion }): SummaryRow[] => [
          { ...row, term: `${label}: ${category}`, statistic: 'count', value: count },
          { ...row, term: `${label}: ${category}`, statistic: 'proportion', value: proportion },
        ]),
        { ...row, statistic: 'missing', value: missing },
      ];
    });
  }
  const { unit } = variable;
  return [
    ...variable.groups.flatMap((summary): readonly SummaryRow[] => {
      const row = { group: summary.group, heading: label, term: label };
      return [
        ...numberRows(summary, row, unit),
        { ...row, statistic: 'geometric-mean', value: summary.geometricMean, unit },
        {
          ...row,
          statistic: 'geometric-coefficient-of-variation',
          value: summary.geometricCoefficientOfVariation,
          unit: null,
        },
        { ...row, statistic: 'missing', value: summary.missing, unit: null },
      ];
    }),
    {
      group: null,
      heading: label,
      term: label,
      statistic: 'decimal-places',
      value: variable.decimalPlaces,
      unit: null,
    },
  ];
}

function differenceRows({ label, differences }: BaselineVariable, level: number): readonly EstimateRow[] {
  return differences.map(
    ({ of, versus, standardisedDifference, standardError, lower, upper }): EstimateRow => ({
      statistic: 'standardised-difference',
      term: label,
      role: 'covariate',
      of,
      versus,
      scale: 'linear',
      estimate: standardisedDifference,
      standardError,
      lower,
      upper,
      level,
      p: null,
      reference: { distribution: 'normal' },
      intervalMethod: 'normal, standard error of Hedges and Olkin',
    }),
  );
}
