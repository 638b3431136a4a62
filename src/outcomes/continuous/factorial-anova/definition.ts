import { z } from 'zod';
import type { Covariate, SubjectOutcomeData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { warning } from '../../../core/notice.js';
import type { SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { requireOutcome } from '../../subject-outcome.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { summariseArms } from '../arm-summary.js';
import { subjectArms } from '../subject-arms.js';
import { factorialAnova, sumOfSquaresTypes } from './factorial-anova.js';
import type { FactorialTerm } from './factorial-design.js';
import type { LeastSquaresMean } from './least-squares-means.js';

export const factorialAnovaMethod = defineMethod({
  id: 'factorial-anova',
  label: 'Factorial analysis of variance',
  summary:
    'Splits the variation of an outcome among arms, strata, covariates and their interactions, tests each and gives least-squares means.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    type: z
      .enum(sumOfSquaresTypes)
      .default('III')
      .describe(
        'Sums of squares: `I` in order (covariates, stratum, arm, interactions), `II` each after all that do not contain ' +
          'it, `III` each after all others (SAS).',
      ),
    interactions: z
      .union([z.enum(['two-way', 'none']), z.array(z.array(z.string()).min(2))])
      .default('two-way')
      .describe(
        'All pairs of factors (`two-way`), `none`, or lists of names, such as [[arm, SEX]]; the arms are `arm`, strata `stratum`.',
      ),
    level: levelOption,
  }),
  returns: ['test', 'summary'],
  statistics: ['f-test', 'sum-of-squares', 'least-squares-mean', 'n', 'mean', 'standard-deviation'],
  run: (data, options) => {
    requireOutcome('factorial-anova', data, 'number');
    const variables = variablesOf(data);
    const factors = variables.filter((one) => 'factor' in one).map(({ name }) => name);
    const interactions =
      options.interactions === 'none'
        ? []
        : options.interactions === 'two-way'
          ? factors.flatMap((first, index) => factors.slice(index + 1).map((second) => [first, second]))
          : options.interactions;
    const { type, level } = options;
    const result = factorialAnova({ outcome: data.outcome, variables, interactions }, { type, level });
    const lost = result.terms.filter(({ f }) => typeof f !== 'number' && f.notEstimable === 'collinear');
    return {
      parts: [
        {
          kind: 'test',
          rows: result.terms.map(({ term, f, df, p }) => ({
            statistic: 'f-test',
            term,
            value: f,
            df,
            ...(result.residualDf > 0 ? { denominatorDf: result.residualDf } : {}),
            p,
            method: `F test, type ${result.type} sums of squares`,
          })),
        },
        {
          kind: 'summary',
          rows: [
            ...result.terms.map(({ term, sumOfSquares }) => ({
              group: null,
              term,
              statistic: 'sum-of-squares' as const,
              value: sumOfSquares,
              unit: null,
            })),
            {
              group: null,
              term: 'residual',
              statistic: 'sum-of-squares',
              value: result.residualSumOfSquares,
              unit: null,
            },
            ...result.means.map((one) => meanRow(one, result.level, data.unit)),
            ...summariseArms('factorial-anova', subjectArms('factorial-anova', data), data.unit).rows,
          ],
        },
      ],
      notices: [
        ...(lost.length === 0
          ? []
          : [
              warning(
                'factorial-anova/collinear',
                `Not all terms can be told apart, as when a cell of an interaction is empty: ${lost.map(({ term }) => term).join(', ')}.`,
              ),
            ]),
        ...unusedClusterNotices('factorial-anova', data),
      ],
    };
  },
  sources: [
    'Yates F. J Am Stat Assoc 1934;29:51-66',
    'Searle SR. Linear Models for Unbalanced Data 1987',
    'Searle SR, Speed FM, Milliken GA. Am Stat 1980;34:216-221',
  ],
});

/** Means of arms stand under their arm; levels of other factors are the term. */
function meanRow(
  { levels, mean, lower, upper }: LeastSquaresMean,
  level: number,
  unit: string | null,
): SummaryRow {
  const words = levels.flatMap(({ variable, level: name }) =>
    variable === 'arm' ? [] : [name.startsWith(`${variable}: `) ? name : `${variable}: ${name}`],
  );
  return {
    group: levels.find(({ variable }) => variable === 'arm')?.level ?? null,
    term: words.length === 0 ? null : words.join(', '),
    statistic: 'least-squares-mean',
    value: mean,
    interval: { lower, upper, level, method: 't, residual mean square' },
    unit,
  };
}

/** Covariates, strata and arms, in this order; terms whose columns are indicators are factors. */
function variablesOf({ group, strata, covariates }: SubjectOutcomeData): readonly FactorialTerm[] {
  const terms = new Map<string, Covariate[]>();
  for (const covariate of covariates) {
    const term = covariate.term ?? indicatorTerm(covariate.name) ?? covariate.name;
    terms.set(term, [...(terms.get(term) ?? []), covariate]);
  }
  return [
    ...[...terms].map(([name, members]): FactorialTerm => {
      const codes = new Int32Array(group.codes.length);
      const isFactor = codes.every((_, row) => {
        const cells = members.map(({ values }) => values[row]!);
        codes[row] = cells.indexOf(1) + 1;
        return (
          cells.every((cell) => cell === 0 || cell === 1) && cells.filter((cell) => cell === 1).length <= 1
        );
      });
      if (!isFactor) return { name, columns: members.map(({ values }) => values) };
      return { name, factor: { levels: ['(first level)', ...members.map((member) => member.name)], codes } };
    }),
    ...(strata === undefined ? [] : [{ name: 'stratum', factor: strata }]),
    { name: 'arm', factor: group },
  ];
}

/** The column of an indicator named `COLUMN: level`; null for other names. */
function indicatorTerm(name: string): string | null {
  const at = name.indexOf(': ');
  return at > 0 ? name.slice(0, at) : null;
}
