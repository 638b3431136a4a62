import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import type { EstimateRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { zeroCellsOption } from '../../zero-cells-option.js';
import { summariseArms } from '../arm-summary.js';
import { perOption } from '../rate-unit.js';
import { type RateRatioInterval, rateRatio, rateRatioIntervals } from './rate-ratio.js';

const intervalWords: Record<RateRatioInterval, string> = {
  'wald-log': 'Wald on the log scale',
  exact: 'exact conditional, equal tails',
  'mid-p': 'mid-p conditional',
  score: 'score',
};

export const rateRatioMethod = defineMethod({
  id: 'rate-ratio',
  label: 'Rate ratio',
  summary: 'How many times as high the rate of events was in one arm as in the other.',
  accepts: 'count',
  options: z.strictObject({
    interval: z
      .enum(rateRatioIntervals)
      .default('wald-log')
      .describe('How the interval is made; the p-value follows it.'),
    zeroCells: zeroCellsOption,
    per: perOption,
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['rate-ratio', 'rate', 'events', 'exposure'],
  run: (data, options) => {
    const { per, ...settings } = options;
    const contrasts = armContrasts('rate-ratio', data.arms, data.reference).map((contrast) => ({
      ...contrast,
      estimate: rateRatio(contrast.of, contrast.versus, settings),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: contrasts.map(
            ({ of, versus, term, estimate }): EstimateRow => ({
              statistic: 'rate-ratio',
              term,
              role: 'comparison',
              of: of.name,
              versus: versus.name,
              scale: 'log',
              estimate: estimate.logRateRatio,
              standardError: estimate.standardError,
              lower: estimate.logLower,
              upper: estimate.logUpper,
              level: estimate.level,
              p: estimate.p,
              reference: {
                distribution:
                  estimate.interval === 'exact' || estimate.interval === 'mid-p' ? 'exact' : 'normal',
              },
              intervalMethod: intervalWords[estimate.interval],
            }),
          ),
        },
        summariseArms(data.arms, data.exposureUnit, options.per),
      ],
      notices: contrasts.flatMap(({ of, versus, estimate }) =>
        estimate.halfAdded
          ? [
              information(
                'rate-ratio/half-added',
                `${of.name} against ${versus.name}: an arm has no event, so 1/2 was added to both counts.`,
              ),
            ]
          : [],
      ),
    };
  },
  sources: [
    'Przyborowski J, Wilenski H. Biometrika 1940;31:313-323',
    'Rothman KJ, Greenland S. Modern Epidemiology 1998: chapter 14',
  ],
});
