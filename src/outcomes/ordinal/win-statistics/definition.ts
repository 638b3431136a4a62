import { z } from 'zod';
import type { Factor, OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../../core/result.js';
import { categoryCountRows } from '../category-count-rows.js';
import { ordinalDesign } from '../ordinal-design.js';
import { checkOrdinalRows } from '../ordinal-rows.js';
import { tiedCountsByGroup } from '../tied-counts.js';
import { stratifiedWinStatistics, winStatisticsOf } from './win-statistics.js';

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
  strata: z
    .enum(['within', 'none'])
    .default('within')
    .describe(
      'Strata of the endpoint: `within` compares subjects of the same stratum only, with Mantel-Haenszel weights; ' +
        '`none` leaves them out.',
    ),
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
    'Dong G, Qiu J, Wang D, Vandemeulebroecke M. J Biopharm Stat 2018;28:778-796',
  ],
});

function runWinStatistics(data: OrdinalData, options: z.output<typeof winStatisticsOptions>): MethodOutput {
  const reference = checkOrdinalRows('win-statistics', data);
  const versus = data.group.levels[reference]!;
  const { counts } = ordinalDesign('win-statistics', { ...data, covariates: [] });
  const strata = options.strata === 'within' ? data.strata : undefined;
  const groups = tiedCountsByGroup('win-statistics', data, reference);
  const parts = strata?.levels.map((_, level) =>
    tiedCountsByGroup('win-statistics', rowsOfStratum(data, strata, level), reference),
  );
  const words = parts === undefined ? '' : ', within strata';
  const { better, level: coverage } = options;
  const settings = { better, level: coverage };
  const rows = groups.flatMap(({ group, counts: tied }, place) => {
    const result =
      parts === undefined
        ? winStatisticsOf(tied, settings)
        : stratifiedWinStatistics(
            parts.map((stratum) => stratum[place]!.counts),
            settings,
          );
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
          scale === 'log'
            ? `Wald on the log scale, U-statistic variance${words}`
            : `Wald, U-statistic variance${words}`,
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

/** The data with the subjects of other strata counted 0 times. */
function rowsOfStratum(data: OrdinalData, strata: Factor, level: number): OrdinalData {
  return {
    ...data,
    weight: data.weight.map((subjects, row) => (strata.codes[row] === level ? subjects : 0)),
  };
}
