import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information, type Notice, warning } from '../../../core/notice.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { armContrastNames, chosenContrast, contrastFunction, twoArmRows } from '../arm-contrast-statistic.js';
import { armSummaries } from '../arm-summaries.js';
import { resampledContrastRow } from '../resampled-contrast-row.js';
import { bootstrap } from './bootstrap.js';

const intervalWords = {
  bca: 'bootstrap, bias-corrected and accelerated (BCa)',
  percentile: 'bootstrap percentiles',
  basic: 'basic bootstrap',
  normal: 'bootstrap standard error, normal',
} as const;

export const bootstrapMethod = defineMethod({
  id: 'bootstrap',
  label: 'Bootstrap contrast of two arms',
  summary:
    'The contrast of two arms with an interval from drawing the subjects again, which assumes no distribution.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    statistic: z
      .enum(armContrastNames)
      .optional()
      .describe('What to compare. Default: risk difference, mean difference or rate ratio, by the outcome.'),
    interval: z
      .enum(['bca', 'percentile', 'basic', 'normal'])
      .default('bca')
      .describe('How the limits are taken from the resamples.'),
    replicates: z.number().int().min(100).max(1_000_000).default(10_000).describe('How many resamples.'),
    seed: z.number().int().min(0).default(1).describe('The same seed gives the same numbers for ever.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: [...armContrastNames, 'n', 'mean', 'proportion', 'rate'],
  run: (data, options) => {
    const { statistic, interval, ...settings } = options;
    const name = chosenContrast('bootstrap', data, statistic);
    const arms = data.group.levels.map((level) => ({ name: level }));
    const notices: Notice[] = [...unusedClusterNotices('bootstrap', data)];
    const rows = armContrasts('bootstrap', arms, data.reference).map(({ of, versus, term }): EstimateRow => {
      const pair = twoArmRows(data, of.name, versus.name);
      const contrast = contrastFunction(name, pair);
      const result =
        pair.size === 0
          ? null
          : bootstrap(
              { size: pair.size, strata: pair.cells, statistic: (drawn) => contrast(drawn, pair.arms) },
              settings,
            );
      if (result !== null && result.failed > 0) {
        notices.push(
          warning(
            'bootstrap/failed-resamples',
            `${result.failed} of ${options.replicates} resamples of ${of.name} and ${versus.name} gave no number and were left out.`,
          ),
        );
      }
      return resampledContrastRow(
        data,
        name,
        { of: of.name, versus: versus.name, term },
        result === null ? null : { ...result, ...result[options.interval] },
        {
          level: options.level,
          reference: { distribution: 'exact' },
          intervalMethod: intervalWords[options.interval],
        },
      );
    });
    const within = data.strata === undefined ? 'arm' : 'arm and stratum';
    notices.push(
      information(
        'bootstrap/resampling',
        `${options.replicates} resamples within each ${within}, seed ${options.seed}.`,
      ),
    );
    return {
      parts: [
        { kind: 'estimates', rows },
        { kind: 'summary', rows: armSummaries(data) satisfies readonly SummaryRow[] },
      ],
      notices,
    };
  },
  sources: [
    'Efron B. J Am Stat Assoc 1987;82:171-185',
    'Davison AC, Hinkley DV. Bootstrap Methods and their Application. Cambridge 1997, chapter 5',
  ],
});
