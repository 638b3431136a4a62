import { z } from 'zod';
import type { LongitudinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { isEstimable, ratioFromLog } from '../../../core/estimable.js';
import { information, type Notice, warning } from '../../../core/notice.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import type { StatisticName } from '../../../core/statistic-names.js';
import { levelOption } from '../../level-option.js';
import { rowsWithBaseline, subjectVisitRows } from '../subject-visit-rows.js';
import {
  generalisedEstimatingEquations,
  type MarginalResult,
  marginalVariances,
} from './generalised-estimating-equations.js';
import { marginalLinks } from './marginal-family.js';
import { momentRules, workingCorrelations } from './working-correlation.js';

const options = z.strictObject({
  link: z
    .enum(marginalLinks)
    .optional()
    .describe(
      'Scale of the comparison. Default: identity for numbers; logit (odds ratios) for yes or no; log gives risk ratios.',
    ),
  model: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      'Terms: group, visit, baseline, covariates and products. Default: group*visit, baseline, covariates.',
    ),
  correlation: z
    .enum(workingCorrelations)
    .default('exchangeable')
    .describe(
      'Working correlation of the visits of a subject; the robust errors do not depend on its being right.',
    ),
  moments: z
    .enum(momentRules)
    .default('degrees-of-freedom')
    .describe(
      'Divisors of dispersion and correlation: degrees-of-freedom as SAS GENMOD, all-pairs as R geepack.',
    ),
  variance: z
    .enum(marginalVariances)
    .default('robust')
    .describe(
      'robust: sandwich; mancl-derouen: sandwich corrected for few subjects; model: if the correlation is right.',
    ),
  reference: z
    .enum(['normal', 't'])
    .default('normal')
    .describe('Distribution of the tests: normal, or t with subjects minus coefficients.'),
  level: levelOption,
});

export const generalisedEstimatingEquationsMethod = defineMethod({
  id: 'generalised-estimating-equations',
  label: 'Generalised estimating equations (GEE)',
  summary:
    'Compares the average responses of arms over visits, with errors that hold whatever the correlation is.',
  accepts: 'longitudinal',
  options,
  returns: ['estimates', 'summary', 'test'],
  statistics: [
    'mean-difference',
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'ratio-of-means',
    'least-squares-mean',
    'proportion',
    'n',
    'correlation',
    'dispersion',
    'wald',
  ],
  run: (data, chosen) => {
    const { link, model, ...others } = chosen;
    const yesNo = data.outcomeIs === 'yes-no';
    if (!yesNo && link === 'logit') {
      throw argumentError(
        'generalised-estimating-equations',
        'link',
        'does not fit a measured outcome',
        link,
        'identity or log',
      );
    }
    const all = subjectVisitRows('generalised-estimating-equations', data, { takesYesNo: true });
    const { rows, withoutBaseline } = rowsWithBaseline(all);
    const result = generalisedEstimatingEquations(
      { ...rows, reference: data.reference },
      {
        ...others,
        family: yesNo ? 'binomial' : 'normal',
        ...(link === undefined ? {} : { link }),
        ...(model === undefined ? {} : { model }),
      },
    );
    const several = data.group.levels.length > 2;
    return {
      parts: [
        {
          kind: 'estimates',
          rows: result.differences.map((row) => estimateRow(row, result, data, several, chosen.variance)),
        },
        { kind: 'summary', rows: summaryRows(result, data) },
        {
          kind: 'test',
          rows: result.tests.map(({ term, chiSquare, df, p }) => ({
            statistic: 'wald' as const,
            term,
            value: chiSquare,
            df,
            p,
            method: `Wald test of ${term}, ${chosen.variance} variance`,
          })),
        },
      ],
      notices: notices(result, withoutBaseline),
    };
  },
  sources: [
    'Liang KY, Zeger SL. Biometrika 1986;73:13-22',
    'Mancl LA, DeRouen TA. Biometrics 2001;57:126-134',
  ],
});

const varianceWords = {
  robust: 'sandwich',
  'mancl-derouen': 'sandwich, Mancl-DeRouen',
  model: 'model-based',
} as const;

function effectOf({ family, link }: MarginalResult): StatisticName {
  if (family === 'binomial') {
    return link === 'logit' ? 'odds-ratio' : link === 'log' ? 'risk-ratio' : 'risk-difference';
  }
  return link === 'log' ? 'ratio-of-means' : 'mean-difference';
}

function estimateRow(
  row: MarginalResult['differences'][number],
  result: MarginalResult,
  { unit }: LongitudinalData,
  several: boolean,
  variance: keyof typeof varianceWords,
): EstimateRow {
  const visit = row.visit ?? 'all visits';
  return {
    statistic: effectOf(result),
    term: several ? `${row.of}, ${visit}` : visit,
    role: 'comparison',
    of: row.of,
    versus: row.versus,
    scale: result.link === 'identity' ? 'linear' : 'log',
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level: result.level,
    p: row.p,
    reference: result.df === null ? { distribution: 'normal' } : { distribution: 't', df: result.df },
    intervalMethod: `Wald, ${varianceWords[variance]}`,
    ...(unit === null || effectOf(result) !== 'mean-difference' ? {} : { unit }),
  };
}

function summaryRows(result: MarginalResult, { unit, visits }: LongitudinalData): readonly SummaryRow[] {
  const back = (value: MarginalResult['dispersion']) => {
    if (!isEstimable(value) || result.link === 'identity') return value;
    return result.link === 'log' ? ratioFromLog(value) : 1 / (1 + Math.exp(-value));
  };
  const statistic = result.family === 'binomial' ? 'proportion' : 'least-squares-mean';
  const means = result.means.flatMap(({ group, visit, n, estimate, lower, upper }): SummaryRow[] => [
    {
      group,
      term: visit,
      statistic,
      value: back(estimate),
      interval: {
        lower: back(lower),
        upper: back(upper),
        level: result.level,
        method: 'Wald on the scale of the link',
      },
      unit: statistic === 'proportion' ? null : unit,
    },
    { group, term: visit, statistic: 'n', value: n, unit: null },
  ]);
  const seen = new Set(result.means.map(({ visit }) => visit));
  const names = visits.map(({ name }) => name).filter((name) => seen.has(name));
  const pairs = names.flatMap((first, a) =>
    names.slice(a + 1).map((second, offset): SummaryRow => {
      const value = result.correlation[a]![a + 1 + offset]!;
      return { group: null, term: `${first} and ${second}`, statistic: 'correlation', value, unit: null };
    }),
  );
  return [
    ...means,
    ...(result.status === 'converged' ? pairs : []),
    { group: null, term: null, statistic: 'dispersion', value: result.dispersion, unit: null },
  ];
}

function notices(result: MarginalResult, withoutBaseline: number): readonly Notice[] {
  const list: Notice[] = [];
  if (withoutBaseline > 0) {
    list.push(
      information(
        'generalised-estimating-equations/baseline',
        `${withoutBaseline} subjects without a baseline value were left out.`,
      ),
    );
  }
  if (result.rowsWithoutOutcome > 0) {
    list.push(
      information(
        'generalised-estimating-equations/missing',
        `${result.rowsWithoutOutcome} missing outcomes were left out, as if missing completely at random.`,
      ),
    );
  }
  if (result.status !== 'converged') {
    list.push(
      warning(
        'generalised-estimating-equations/no-solution',
        result.status === 'separated'
          ? 'The outcome is predicted perfectly somewhere (separation): there are no estimates.'
          : 'The equations have no solution with this working correlation; try a simpler one.',
      ),
    );
  } else if (result.subjects < 40) {
    list.push(
      information(
        'generalised-estimating-equations/few-subjects',
        `${result.subjects} subjects: sandwich errors are too small below some 40; see variance and reference.`,
      ),
    );
  }
  for (const name of result.collinear) {
    list.push(
      warning(
        'generalised-estimating-equations/collinear',
        `${name} repeats other columns and was left out.`,
      ),
    );
  }
  return list;
}
