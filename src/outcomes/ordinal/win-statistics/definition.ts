import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../../core/result.js';
import { categoryCountRows } from '../category-count-rows.js';
import { ordinalDesign } from '../ordinal-design.js';
import { checkOrdinalRows } from '../ordinal-rows.js';
import { tiedCountsByGroup } from '../tied-counts.js';
import { winStatisticsOf } from './win-statistics.js';

const names = ['win-ratio', 'win-odds', 'net-benefit', 'probability-index'] as const;

const winStatisticsOptions = z.strictObject({
  statistics: z
    .array(z.enum(names))
    .min(1)
    .default([...names])
    .describe('Which of the four to give, in this order.'),
  better: z
    .enum(['higher', 'lower'])
    .default('higher')
    .describe('Whether a higher or a lower category wins.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals, such as 0.95.'),
});

/** Win statistics for the registry. */
export const winStatisticsMethod = defineMethod({
  id: 'win-statistics',
  label: 'Win ratio, win odds, net benefit and probability index',
  summary: 'How often a subject of one group does better than one of the other, over all pairs.',
  accepts: 'ordinal',
  options: winStatisticsOptions,
  returns: ['summary', 'estimates'],
  statistics: [...names, 'count', 'n'],
  run: runWinStatistics,
  sources: [
    'Pocock SJ, Ariti CA, Collier TJ, Wang D. Eur Heart J 2012;33:176-182',
    'Bebu I, Lachin JM. Biostatistics 2016;17:178-187',
    'Dong G, Hoaglin DC, Qiu J, et al. Stat Biopharm Res 2020;12:99-106',
    'Buyse M. Stat Med 2010;29:3245-3257',
  ],
});

function runWinStatistics(data: OrdinalData, options: z.output<typeof winStatisticsOptions>): MethodOutput {
  const reference = checkOrdinalRows('win-statistics', data);
  const versus = data.group.levels[reference]!;
  const { counts } = ordinalDesign('win-statistics', { ...data, covariates: [] });
  const groups = tiedCountsByGroup('win-statistics', data, reference);
  const rows = groups.flatMap(({ group, counts: tied }) => {
    const result = winStatisticsOf(tied, options);
    const effects = {
      'win-ratio': result.winRatio,
      'win-odds': result.winOdds,
      'net-benefit': result.netBenefit,
      'probability-index': result.probabilityIndex,
    };
    return options.statistics.map((statistic): EstimateRow => {
      const { estimate, standardError, lower, upper, p } = effects[statistic];
      const scale = statistic === 'win-ratio' || statistic === 'win-odds' ? 'log' : 'linear';
      return {
        statistic,
        term: groups.length === 1 ? null : group,
        role: 'comparison',
        of: group,
        versus,
        scale,
        estimate,
        standardError,
        lower,
        upper,
        level: options.level,
        p,
        reference: { distribution: 'normal' },
        intervalMethod:
          scale === 'log' ? 'Wald on the log scale, U-statistic variance' : 'Wald, U-statistic variance',
      };
    });
  });
  return {
    parts: [
      { kind: 'summary', rows: categoryCountRows(data.categories, counts) },
      { kind: 'estimates', rows },
    ],
    notices: [],
  };
}
