import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, MethodOutput, TestRow } from '../../../core/result.js';
import { strataAsCovariatesOption } from '../strata-columns.js';
import { type AssumptionTest, proportionalOddsAssumption } from './proportional-odds-assumption.js';

const assumptionOptions = z.strictObject({
  strata: strataAsCovariatesOption,
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals, such as 0.95.'),
});

/** Tests of proportional odds for the registry. */
export const proportionalOddsAssumptionMethod = defineMethod({
  id: 'proportional-odds-assumption',
  label: 'Tests of the proportional odds assumption',
  summary:
    'The odds ratio at each cut of an ordered scale, and whether one odds ratio is fair to all of them.',
  accepts: 'ordinal',
  options: assumptionOptions,
  returns: ['estimates', 'test'],
  statistics: ['odds-ratio', 'proportional-odds-assumption'],
  run: runProportionalOddsAssumption,
  sources: [
    'Brant R. Biometrics 1990;46:1171-1178',
    'Peterson B, Harrell FE. J R Stat Soc C 1990;39:205-217, section 3',
  ],
});

function runProportionalOddsAssumption(
  data: OrdinalData,
  options: z.output<typeof assumptionOptions>,
): MethodOutput {
  const result = proportionalOddsAssumption(data, options);
  const severalGroups = data.group.levels.length > 2;
  const cuts = result.cuts.flatMap(({ above, columns }) =>
    columns.map(
      ({ name, kind, z: _, ...effect }): EstimateRow => ({
        ...effect,
        statistic: 'odds-ratio',
        term: kind === 'group' && !severalGroups ? `above ${above}` : `${name}, above ${above}`,
        role: kind === 'group' ? 'comparison' : 'covariate',
        of: kind === 'group' ? name : null,
        versus: kind === 'group' ? result.reference : null,
        scale: 'log',
        level: result.level,
        reference: { distribution: 'normal' },
        intervalMethod: 'Wald on the log scale, logistic regression at the cut',
      }),
    ),
  );
  const test = (term: string, method: string, { chiSquare, df, p }: AssumptionTest): TestRow => ({
    statistic: 'proportional-odds-assumption',
    term,
    value: chiSquare,
    df,
    p,
    method,
  });
  return {
    parts: [
      { kind: 'estimates', rows: cuts },
      {
        kind: 'test',
        rows: [
          test('Brant', "Brant's test of all columns", result.brant),
          test('score', 'Score test, expected information', result.score),
          ...(result.brantByColumn.length > 1
            ? result.brantByColumn.map((column) => test(`Brant, ${column.name}`, "Brant's test", column))
            : []),
        ],
      },
    ],
    notices: result.notices,
  };
}
