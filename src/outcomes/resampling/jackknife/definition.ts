import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import type { EstimateRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { armContrastNames, chosenContrast, contrastFunction, twoArmRows } from '../arm-contrast-statistic.js';
import { armSummaries } from '../arm-summaries.js';
import { resampledContrastRow } from '../resampled-contrast-row.js';
import { jackknife } from './jackknife.js';

const smoothContrasts = armContrastNames.filter((name) => name !== 'median-difference');

export const jackknifeMethod = defineMethod({
  id: 'jackknife',
  label: 'Jackknife contrast of two arms',
  summary: 'The contrast of two arms with an interval from leaving out each subject (or cluster) in turn.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    statistic: z
      .enum(smoothContrasts)
      .optional()
      .describe('What to compare. Default: risk difference, mean difference or rate ratio, by the outcome.'),
    leaveOut: z
      .enum(['subject', 'cluster'])
      .default('subject')
      .describe('What is left out at a time; cluster needs the cluster option of the endpoint.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: [...smoothContrasts, 'n', 'mean', 'proportion', 'rate'],
  run: (data, options) => {
    const name = chosenContrast('jackknife', data, options.statistic);
    const arms = data.group.levels.map((level) => ({ name: level }));
    const rows = armContrasts('jackknife', arms, data.reference).map(({ of, versus, term }): EstimateRow => {
      const pair = twoArmRows(data, of.name, versus.name);
      const contrast = contrastFunction(name, pair);
      const blocks = options.leaveOut === 'cluster' ? pair.clusters : undefined;
      if (options.leaveOut === 'cluster' && blocks === undefined) {
        throw argumentError(
          'jackknife',
          'leaveOut',
          'needs clusters',
          'none in the data',
          'the cluster option of the endpoint',
        );
      }
      const result =
        pair.size === 0
          ? null
          : jackknife(
              {
                size: pair.size,
                statistic: (kept) => contrast(kept, pair.arms),
                ...(blocks === undefined ? {} : { blocks }),
              },
              { level: options.level },
            );
      return resampledContrastRow(data, name, { of: of.name, versus: versus.name, term }, result, {
        level: options.level,
        reference: { distribution: 't', df: result?.df ?? 0 },
        intervalMethod: `jackknife by ${blocks === undefined ? 'subject' : 'cluster'}, t`,
      });
    });
    return {
      parts: [
        { kind: 'estimates', rows },
        { kind: 'summary', rows: armSummaries(data) },
      ],
      notices: options.leaveOut === 'cluster' ? [] : unusedClusterNotices('jackknife', data),
    };
  },
  sources: ['Efron B, Tibshirani RJ. An Introduction to the Bootstrap. Chapman and Hall 1993, chapter 11'],
});
