import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { zeroCellsOption } from '../../zero-cells-option.js';
import { summariseArms } from '../arm-summary.js';
import { halfAddedNotice } from '../half-added-notice.js';
import { logRatioRow } from '../log-ratio-row.js';
import { oddsRatio } from './odds-ratio.js';
import { type OddsRatioInterval, oddsRatioIntervals } from './odds-ratio-limits.js';

const intervalWords: Record<OddsRatioInterval, string> = {
  'wald-log': 'Wald on the log scale (Woolf)',
  score: 'score; p of the pooled score test',
  mover: 'from both Wilson intervals of the odds (MOVER); p of the pooled score test',
  'exact-unconditional': 'exact unconditional, score order (Chan-Zhang)',
};

export const oddsRatioMethod = defineMethod({
  id: 'odds-ratio',
  label: 'Odds ratio',
  summary: 'How many times as high the odds of the event were in one arm as in the other.',
  accepts: 'binary',
  options: z.strictObject({
    interval: z
      .enum(oddsRatioIntervals)
      .default('wald-log')
      .describe(
        'How the interval is made; the p-value follows it. `exact-unconditional` (Chan-Zhang) takes at most 400 subjects.',
      ),
    level: levelOption,
    zeroCells: zeroCellsOption,
  }),
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
              intervalWords[estimate.interval],
              estimate.interval === 'exact-unconditional' ? 'exact' : 'normal',
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
  sources: [
    'Woolf B. Ann Hum Genet 1955;19:251-253',
    'Haldane JBS. Ann Hum Genet 1956;20:309-311',
    'Cornfield J. Proc Third Berkeley Symp 1956;4:135-148',
    'Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209',
    'Agresti A, Min Y. Biostatistics 2002;3:379-386',
    'Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359',
  ],
});
