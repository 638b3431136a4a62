import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import { armContrasts } from '../../arm-contrasts.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { armContrastNames, chosenContrast, contrastFunction, twoArmRows } from '../arm-contrast-statistic.js';
import { armSummaries } from '../arm-summaries.js';
import { alternatives, permutationTest } from './permutation-test.js';

export const permutationTestMethod = defineMethod({
  id: 'permutation-test',
  label: 'Permutation test of two arms',
  summary: 'Tests that the arms do not matter by exchanging them as the randomisation could have.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    statistic: z
      .enum(armContrastNames)
      .optional()
      .describe('What to compare. Default: risk difference, mean difference or rate ratio, by the outcome.'),
    alternative: z.enum(alternatives).default('two-sided').describe('Which side counts as extreme.'),
    permutations: z
      .number()
      .int()
      .min(100)
      .max(10_000_000)
      .default(10_000)
      .describe('Random rearrangements, where there are too many to try all.'),
    seed: z.number().int().min(0).default(1).describe('The same seed gives the same numbers for ever.'),
  }),
  returns: ['test', 'summary'],
  statistics: ['permutation', 'n', 'mean', 'proportion', 'rate'],
  run: (data, options) => {
    const { statistic: chosen, ...settings } = options;
    const name = chosenContrast('permutation-test', data, chosen);
    const arms = data.group.levels.map((level) => ({ name: level }));
    const tests = armContrasts('permutation-test', arms, data.reference).map(({ of, versus, term }) => {
      const pair = twoArmRows(data, of.name, versus.name);
      const contrast = contrastFunction(name, pair);
      const every = Int32Array.from({ length: pair.size }, (_, row) => row);
      const result = permutationTest(
        {
          arms: pair.arms,
          statistic: (moved) => contrast(every, moved),
          ...(pair.strata === undefined ? {} : { strata: pair.strata }),
        },
        settings,
      );
      return { term, result };
    });
    const { strata } = data;
    return {
      parts: [
        {
          kind: 'test',
          rows: tests.map(({ term, result }) => ({
            statistic: 'permutation',
            term,
            value: result.statistic,
            df: null,
            p: result.p,
            method: `permutation test of the ${name.replace('-', ' ')}${name.endsWith('ratio') ? ' (log)' : ''}, ${
              result.exact ? 'all' : result.permutations
            } arrangements${strata === undefined ? '' : ' within strata'}, ${options.alternative}`,
          })),
        },
        { kind: 'summary', rows: armSummaries(data) },
      ],
      notices: [
        ...unusedClusterNotices('permutation-test', data),
        ...tests.flatMap(({ result: { exact, pLower, pUpper, seed } }) =>
          exact || typeof pLower !== 'number' || typeof pUpper !== 'number'
            ? []
            : [
                information(
                  'permutation-test/random',
                  `p is from ${options.permutations} random arrangements, seed ${seed}; its 99% interval is ${pLower.toPrecision(3)} to ${pUpper.toPrecision(3)}.`,
                ),
              ],
        ),
      ],
    };
  },
  sources: [
    'Pitman EJG. Suppl J R Stat Soc 1937;4:119-130',
    'Phipson B, Smyth GK. Stat Appl Genet Mol Biol 2010;9:39',
  ],
});
