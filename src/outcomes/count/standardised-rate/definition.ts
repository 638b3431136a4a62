import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import type { SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { requireOutcome } from '../../subject-outcome.js';
import { summariseArms } from '../arm-summary.js';
import { perOption, rateUnit } from '../rate-unit.js';
import { stratumRates } from '../stratum-rates.js';
import { exposureUnit, subjectArms } from '../subject-arms.js';
import {
  type StandardisedRateInterval,
  standardisedRate,
  standardisedRateIntervals,
} from './standardised-rate.js';

const intervalWords: Record<StandardisedRateInterval, string> = {
  'fay-feuer': 'gamma (Fay-Feuer)',
  dobson: 'exact, scaled (Dobson)',
  normal: 'Wald',
};

export const standardisedRateMethod = defineMethod({
  id: 'standardised-rate',
  label: 'Directly standardised rate',
  summary: 'The rate of events of each arm, had its strata the sizes of one standard population.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    standard: z
      .enum(['all-arms', 'reference'])
      .default('all-arms')
      .describe('Whose person-time in the strata is the standard: all arms together, or the reference arm.'),
    interval: z.enum(standardisedRateIntervals).default('fay-feuer').describe('How the interval is made.'),
    per: perOption,
    level: levelOption,
  }),
  returns: ['summary'],
  statistics: ['rate', 'events', 'exposure'],
  run: (data, options) => {
    requireOutcome('standardised-rate', data, 'count');
    const strata = stratumRates('standardised-rate', data);
    const reference = data.group.levels.indexOf(data.reference ?? '');
    if (options.standard === 'reference' && reference < 0) {
      throw argumentError(
        'standardised-rate',
        'reference',
        'names no arm',
        data.reference ?? 'none',
        `one of ${data.group.levels.join(', ')}`,
        'Name the comparator under compare.versus, or take all arms as the standard',
      );
    }
    const weights = strata.map(({ arms }) =>
      options.standard === 'reference'
        ? arms[reference]!.exposure
        : arms.reduce((sum, { exposure }) => sum + exposure, 0),
    );
    const unit = exposureUnit(data);
    return {
      parts: [
        {
          kind: 'summary',
          rows: [
            ...summariseArms(subjectArms(data), unit, options.per).rows,
            ...data.group.levels.map((group, arm): SummaryRow => {
              const estimate = standardisedRate(
                strata.map(({ arms }, index) => ({ ...arms[arm]!, weight: weights[index]! })),
                { interval: options.interval, per: options.per, level: options.level },
              );
              const { lower, upper, level } = estimate;
              return {
                group,
                term: 'standardised',
                statistic: 'rate',
                value: estimate.rate,
                interval: { lower, upper, level, method: intervalWords[options.interval] },
                unit: rateUnit(unit, options.per),
              };
            }),
          ],
        },
      ],
      notices: [],
    };
  },
  sources: [
    'Fay MP, Feuer EJ. Stat Med 1997;16:791-801',
    'Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Stat Med 1991;10:457-462',
  ],
});
