import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { zeroCellsOption } from '../../zero-cells-option.js';
import { summariseArms } from '../arm-summary.js';
import { halfAddedNotice } from '../half-added-notice.js';
import { logRatioRow } from '../log-ratio-row.js';
import { oddsRatio } from './odds-ratio.js';

export const oddsRatioMethod = defineMethod({
  id: 'odds-ratio',
  label: 'Odds ratio',
  summary: 'How many times as high the odds of the event were in one arm as in the other.',
  accepts: 'binary',
  options: z.strictObject({ level: levelOption, zeroCells: zeroCellsOption }),
  returns: ['estimates', 'summary'],
  statistics: ['odds-ratio', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const contrasts = armContrasts('odds-ratio', data.arms, data.reference).map((contrast) => ({
      contrast,
      estimate: oddsRatio(contrast.of, contrast.versus, options),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: contrasts.map(({ contrast, estimate }) =>
            logRatioRow(
              'odds-ratio',
              contrast,
              estimate.logOddsRatio,
              estimate,
              'Wald on the log scale (Woolf)',
            ),
          ),
        },
        summariseArms(data.arms),
      ],
      notices: contrasts.flatMap(({ contrast, estimate }) =>
        estimate.halfAdded ? [halfAddedNotice('odds-ratio', contrast)] : [],
      ),
    };
  },
  sources: ['Woolf B. Ann Hum Genet 1955;19:251-253', 'Haldane JBS. Ann Hum Genet 1956;20:309-311'],
});
