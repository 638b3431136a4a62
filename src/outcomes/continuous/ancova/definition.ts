import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import type { EstimateRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { adjustmentColumns, requireOutcome } from '../../subject-outcome.js';
import { summariseArms } from '../arm-summary.js';
import { subjectArms } from '../subject-arms.js';
import { type AncovaFigure, ancova } from './ancova.js';

export const ancovaMethod = defineMethod({
  id: 'ancova',
  label: 'Analysis of covariance',
  summary: 'Compares the means of arms after levelling differences in covariates such as the baseline value.',
  accepts: 'subject-outcome',
  options: z.strictObject({ level: levelOption }),
  returns: ['estimates', 'summary'],
  statistics: ['mean-difference', 'least-squares-mean', 'n', 'mean', 'standard-deviation'],
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
      { outcome: data.outcome, group: data.group, reference, covariates: adjustmentColumns(data) },
      options,
    );
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
        fit.df > 0 ? { distribution: 't' as const, df: fit.df } : { distribution: 'normal' as const },
      intervalMethod: 't of the linear model',
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
            ...fit.slopes.map(
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
        {
          kind: 'summary',
          rows: [
            ...fit.leastSquaresMeans.map(({ name, estimate, lower, upper }) => ({
              group: name,
              term: null,
              statistic: 'least-squares-mean' as const,
              value: estimate,
              interval: { lower, upper, level: fit.level, method: 't of the linear model' },
              unit: data.unit,
            })),
            ...summariseArms('ancova', subjectArms('ancova', data), data.unit).rows,
          ],
        },
      ],
      notices: [],
    };
  },
  sources: [
    'Fisher RA. Statistical Methods for Research Workers 1932: section 49.1',
    'Searle SR, Speed FM, Milliken GA. Am Stat 1980;34:216-221',
  ],
});
