import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { information } from '../../../core/notice.js';
import type { EstimateRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { requireOutcome } from '../../subject-outcome.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { summariseArms } from '../arm-summary.js';
import { differenceRow } from '../difference-row.js';
import { logRatioRow } from '../log-ratio-row.js';
import { subjectArms } from '../subject-arms.js';
import {
  marginalStandardisation,
  type RiskVariance,
  randomisations,
  riskVariances,
} from './marginal-standardisation.js';

const varianceWords: Record<RiskVariance, string> = {
  ye: "Wald with Ye's robust variance",
  ge: "Wald with Ge's delta-method variance",
};

export const marginalStandardisationMethod = defineMethod({
  id: 'marginal-standardisation',
  label: 'Marginal standardisation (g-computation)',
  summary:
    'The unconditional effect of treatment on the risk, adjusted for covariates: mean risks predicted by a logistic ' +
    'model with everyone in one arm, or everyone in the other.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    measure: z
      .enum(['risk-difference', 'risk-ratio', 'odds-ratio'])
      .default('risk-difference')
      .describe('What the standardised risks are compared by.'),
    variance: z
      .enum(riskVariances)
      .default('ye')
      .describe('`ye` holds whatever the model; `ge` takes the model to be right and covariates as fixed.'),
    randomisation: z
      .enum(randomisations)
      .default('simple')
      .describe('`stratified`: in blocks within the strata, whose gain in precision is then counted.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['risk-difference', 'risk-ratio', 'odds-ratio', 'proportion', 'n', 'events'],
  run: (data, options) => {
    requireOutcome('marginal-standardisation', data, 'yes-no');
    const { reference } = data;
    if (reference === null) {
      throw argumentError(
        'marginal-standardisation',
        'reference',
        'names no arm',
        'none',
        `one of ${data.group.levels.join(', ')}`,
        'Name the comparator under compare.versus',
      );
    }
    const { measure, ...settings } = options;
    const fit = marginalStandardisation({ ...data, reference }, settings);
    const arms = subjectArms(data);
    const armOf = (name: string) => arms.find((arm) => arm.name === name)!;
    const words = varianceWords[fit.variance];
    return {
      parts: [
        {
          kind: 'estimates',
          rows: fit.contrasts.map(({ name, riskDifference, riskRatio, oddsRatio }): EstimateRow => {
            const contrast = {
              of: armOf(name),
              versus: armOf(reference),
              term: fit.contrasts.length === 1 ? null : name,
            };
            if (options.measure === 'risk-difference') {
              return differenceRow(contrast, riskDifference.difference, riskDifference, fit.level, words);
            }
            const figures = options.measure === 'risk-ratio' ? riskRatio : oddsRatio;
            return logRatioRow(
              options.measure,
              contrast,
              figures.logRatio,
              { ...figures, level: fit.level },
              `${words}, on the log scale`,
            );
          }),
        },
        {
          kind: 'summary',
          rows: [
            ...summariseArms(arms).rows,
            ...fit.risks.map(({ name, risk, lower, upper }) => ({
              group: name,
              term: 'standardised',
              statistic: 'proportion' as const,
              value: risk,
              interval: { lower, upper, level: fit.level, method: words },
              unit: null,
            })),
          ],
        },
      ],
      notices: [
        ...(data.strata !== undefined && options.randomisation === 'simple'
          ? [
              information(
                'marginal-standardisation/strata',
                'The model adjusts for the strata; if subjects were randomised in blocks within them, ' +
                  '`randomisation: stratified` counts the gain.',
              ),
            ]
          : []),
        ...unusedClusterNotices('marginal-standardisation', data),
      ],
    };
  },
  sources: [
    'Ge M, Durham LK, Meyer RD, Xie W, Thomas N. Drug Inf J 2011;45:481-493',
    'Ye T, Bannick M, Yi Y, Shao J. Stat Theory Relat Fields 2023;7:159-163',
    'Bannick MS, Shao J, Liu J, Du Y, Yi Y, Ye T. arXiv 2306.10213',
  ],
});
