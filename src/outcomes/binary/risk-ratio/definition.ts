import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { zeroCellsOption } from '../../zero-cells-option.js';
import { summariseArms } from '../arm-summary.js';
import { halfAddedNotice } from '../half-added-notice.js';
import { logRatioRow } from '../log-ratio-row.js';
import { riskRatio } from './risk-ratio.js';
import { type RiskRatioInterval, riskRatioIntervals } from './risk-ratio-limits.js';

const intervalWords: Record<RiskRatioInterval, string> = {
  'wald-log': 'Wald on the log scale (Katz)',
  koopman: 'Koopman score; p of the pooled score test',
  mover: 'from both Wilson intervals (MOVER); p of the pooled score test',
  'exact-unconditional': 'exact unconditional, score order (Chan-Zhang)',
};

export const riskRatioMethod = defineMethod({
  id: 'risk-ratio',
  label: 'Risk ratio',
  summary: 'How many times as likely the event was in one arm as in the other.',
  accepts: 'binary',
  options: z.strictObject({
    interval: z
      .enum(riskRatioIntervals)
      .default('wald-log')
      .describe(
        'How the interval is made; the p-value follows it. `exact-unconditional` (Chan-Zhang) takes at most 400 subjects.',
      ),
    level: levelOption,
    zeroCells: zeroCellsOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['risk-ratio', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const contrasts = armContrasts('risk-ratio', data.arms, data.reference).map((contrast) => ({
      contrast,
      estimate: riskRatio(contrast.of, contrast.versus, options),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: contrasts.map(({ contrast, estimate }) =>
            logRatioRow(
              'risk-ratio',
              contrast,
              estimate.logRiskRatio,
              estimate,
              intervalWords[estimate.interval],
              estimate.interval === 'exact-unconditional' ? 'exact' : 'normal',
            ),
          ),
        },
        summariseArms(data.arms),
      ],
      notices: contrasts.flatMap(({ contrast, estimate }) =>
        estimate.halfAdded ? [halfAddedNotice('risk-ratio', contrast)] : [],
      ),
    };
  },
  sources: [
    'Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-474',
    'Koopman PAR. Biometrics 1984;40:513-517',
    'Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209',
    'Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359',
  ],
});
