import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { Estimable } from '../../../core/estimable.js';
import { information } from '../../../core/notice.js';
import type { SummaryRow } from '../../../core/result.js';
import type { StatisticName } from '../../../core/statistic-names.js';
import { levelOption } from '../../level-option.js';
import { markerDirections } from '../marker-cases.js';
import { cutCriteria } from './best-cut.js';
import { optimalCutPoint } from './optimal-cut-point.js';

export const optimalCutPointMethod = defineMethod({
  id: 'optimal-cut-point',
  label: 'Optimal cut of a marker',
  summary: 'The cut that separates best, with its success corrected for having been chosen in the same data.',
  accepts: 'diagnostic',
  options: z.strictObject({
    criterion: z
      .enum(cutCriteria)
      .default('youden')
      .describe('youden: most sensitivity plus specificity; closest: nearest to both being 1.'),
    direction: z
      .enum(markerDirections)
      .default('higher')
      .describe('Whether higher or lower values of the markers point to the condition.'),
    replicates: z.number().int().min(100).max(100_000).default(1000).describe('Bootstrap resamples.'),
    seed: z.number().int().min(0).default(1).describe('The same seed gives the same numbers for ever.'),
    level: levelOption,
  }),
  returns: ['summary'],
  statistics: [
    'cut-point',
    'sensitivity',
    'specificity',
    'youden-index',
    'optimism',
    'corrected-youden-index',
    'corrected-sensitivity',
    'corrected-specificity',
    'n',
    'events',
  ],
  run: (data, options) => ({
    parts: [
      {
        kind: 'summary',
        rows: data.markers.flatMap(({ name: term, values, unit }): SummaryRow[] => {
          const result = optimalCutPoint({ condition: data.condition, marker: values }, options);
          const row = (statistic: StatisticName, value: Estimable): SummaryRow => ({
            group: null,
            term,
            statistic,
            value,
            unit: null,
          });
          return [
            {
              group: null,
              term,
              statistic: 'cut-point',
              value: result.cut,
              interval: {
                lower: result.lower,
                upper: result.upper,
                level: options.level,
                method: 'bootstrap percentiles',
              },
              unit,
            },
            row('sensitivity', result.sensitivity),
            row('specificity', result.specificity),
            row('youden-index', result.youden),
            row('optimism', result.optimism),
            row('corrected-youden-index', result.correctedYouden),
            row('corrected-sensitivity', result.correctedSensitivity),
            row('corrected-specificity', result.correctedSpecificity),
            row('n', result.cases + result.controls),
            row('events', result.cases),
          ];
        }),
      },
    ],
    notices: [
      information(
        'optimal-cut-point/resampling',
        `Optimism from ${options.replicates} resamples of those with and those without, seed ${options.seed}.`,
      ),
    ],
  }),
  sources: [
    'Youden WJ. Cancer 1950;3:32-35',
    'Perkins NJ, Schisterman EF. Am J Epidemiol 2006;163:670-675',
    'Harrell FE, Lee KL, Mark DB. Stat Med 1996;15:361-387',
  ],
});
