import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { mapEstimable } from '../../../core/estimable.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { requireOutcome } from '../../subject-outcome.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { summariseArms } from '../arm-summary.js';
import { covariatesWithStrata } from '../covariates-with-strata.js';
import { subjectArms } from '../subject-arms.js';
import { type AncovaFigure, type AncovaTest, ancova } from './ancova.js';
import { type AncovaVariance, ancovaVariances } from './ancova-covariance.js';
import { ancovaMargins } from './ancova-design.js';

const varianceWords: Record<AncovaVariance, string> = {
  model: 't of the linear model',
  HC0: 't with sandwich variance HC0',
  HC1: 't with sandwich variance HC1',
  HC2: 't with sandwich variance HC2',
  HC3: 't with sandwich variance HC3',
  anhecova: 'normal, ANHECOVA variance',
};

export const ancovaMethod = defineMethod({
  id: 'ancova',
  label: 'Analysis of covariance',
  summary: 'Compares the means of arms after levelling differences in covariates such as the baseline value.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    variance: z
      .enum(ancovaVariances)
      .default('model')
      .describe(
        '`model`: one variance for all subjects; `HC0` to `HC3`: sandwich variance; `anhecova`: with interaction, the ' +
          'variance of Ye and others that counts the chance of the covariates in.',
      ),
    interaction: z
      .boolean()
      .default(false)
      .describe('Whether every arm has slopes of its own: covariates by arm, centred (ANHECOVA).'),
    margins: z
      .enum(ancovaMargins)
      .default('observed')
      .describe(
        'Where least-squares means are taken: `observed` at the means of all covariates; `equal` with all levels of a ' +
          'factor or stratum alike, as SAS LSMEANS and emmeans do by default.',
      ),
    contrasts: z
      .array(z.strictObject({ name: z.string(), weights: z.record(z.string(), z.number()) }))
      .default([])
      .describe(
        'Sums of least-squares means, such as { name: doses, weights: { low: 0.5, high: 0.5, placebo: -1 } }.',
      ),
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['mean-difference', 'least-squares-mean', 'f-test', 'wald', 'n', 'mean', 'standard-deviation'],
  run: (data, options) => {
    requireOutcome('ancova', data, 'number');
    const { reference } = data;
    if (reference === null) {
      throw argumentError(
        'ancova',
        'reference',
        'names no arm',
        'none',
        `one of ${data.group.levels.join(', ')}`,
        'Name the comparator under compare.versus',
      );
    }
    const fit = ancova(
      { outcome: data.outcome, group: data.group, reference, covariates: covariatesWithStrata(data) },
      options,
    );
    const words = varianceWords[options.variance];
    const row = (figure: AncovaFigure) => ({
      statistic: 'mean-difference' as const,
      scale: 'linear' as const,
      estimate: figure.estimate,
      standardError: figure.standardError,
      lower: figure.lower,
      upper: figure.upper,
      level: fit.level,
      p: figure.p,
      reference:
        fit.referenceDf !== null && fit.referenceDf > 0
          ? { distribution: 't' as const, df: fit.referenceDf }
          : { distribution: 'normal' as const },
      intervalMethod: words,
    });
    const unit = data.unit === null ? {} : { unit: data.unit };
    return {
      parts: [
        {
          kind: 'estimates',
          rows: [
            ...fit.differences.map(
              (figure): EstimateRow => ({
                ...row(figure),
                ...unit,
                term: fit.differences.length === 1 ? null : figure.name,
                role: 'comparison',
                of: figure.name,
                versus: reference,
              }),
            ),
            ...fit.contrasts.map(
              (figure): EstimateRow => ({
                ...row(figure),
                ...unit,
                term: figure.name,
                role: 'comparison',
                of: figure.name,
                versus: null,
              }),
            ),
            ...[
              ...fit.slopes,
              ...fit.slopeDifferences.map((one) => ({ ...one, name: `${one.arm} × ${one.name}` })),
            ].map(
              (figure): EstimateRow => ({
                ...row(figure),
                term: figure.name,
                role: 'covariate',
                of: null,
                versus: null,
              }),
            ),
          ],
        },
        { kind: 'test', rows: fit.tests.map((test) => testRow(test, fit.referenceDf, words)) },
        {
          kind: 'summary',
          rows: [
            ...fit.leastSquaresMeans.map(({ name, estimate, lower, upper }) => ({
              group: name,
              term: null,
              statistic: 'least-squares-mean' as const,
              value: estimate,
              interval: { lower, upper, level: fit.level, method: words },
              unit: data.unit,
            })),
            ...summariseArms('ancova', subjectArms('ancova', data), data.unit).rows,
          ],
        },
      ],
      notices: unusedClusterNotices('ancova', data),
    };
  },
  sources: [
    'Fisher RA. Statistical Methods for Research Workers 1932: section 49.1',
    'Searle SR, Speed FM, Milliken GA. Am Stat 1980;34:216-221',
    'MacKinnon JG, White H. J Econom 1985;29:305-325',
    'Ye T, Shao J, Yi Y, Zhao Q. J Am Stat Assoc 2023;118:2370-2382',
  ],
});

function testRow({ term, f, numeratorDf, p }: AncovaTest, df: number | null, words: string): TestRow {
  if (df === null) {
    const value = mapEstimable(f, (ratio) => ratio * numeratorDf);
    return { statistic: 'wald', term, value, df: numeratorDf, p, method: `Wald test of ${term}, ${words}` };
  }
  return {
    statistic: 'f-test',
    term,
    value: f,
    df: numeratorDf,
    ...(df > 0 ? { denominatorDf: df } : {}),
    p,
    method: `F test of ${term}, ${words}`,
  };
}
