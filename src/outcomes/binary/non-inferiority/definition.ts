import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { mapEstimable, notEstimable } from '../../../core/estimable.js';
import { information, type Notice } from '../../../core/notice.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { type ArmContrast, armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { logLimit } from '../../log-wald.js';
import { summariseArms } from '../arm-summary.js';
import {
  type MarginTest,
  marginDesigns,
  marginMeasures,
  marginTests,
  type NonInferiorityTest,
  nonInferiority,
} from './non-inferiority.js';

const testWords: Record<MarginTest, string> = {
  'farrington-manning': 'Farrington-Manning score',
  'miettinen-nurminen': 'Miettinen-Nurminen score',
  wald: 'Wald',
};

export const nonInferiorityMethod = defineMethod({
  id: 'non-inferiority',
  label: 'Non-inferiority or equivalence of two proportions',
  summary: 'Tests whether an arm is not worse than the other by more than a margin, or equivalent within it.',
  accepts: 'binary',
  options: z.strictObject({
    measure: z.enum(marginMeasures).default('risk-difference').describe('What the margin is a value of.'),
    design: z
      .enum(marginDesigns)
      .default('non-inferiority')
      .describe('One one-sided test, or two for equivalence.'),
    better: z
      .enum(['lower', 'higher'])
      .default('lower')
      .describe('Which share of subjects with the event is good: lower where the event is harm.'),
    margin: z
      .number()
      .positive()
      .describe('How much worse is acceptable: a difference such as 0.1, or a ratio above 1 such as 1.25.'),
    test: z
      .enum(marginTests)
      .default('farrington-manning')
      .describe('How the variance is taken: at the margin (score tests), or as observed (Wald).'),
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['risk-difference', 'risk-ratio', 'odds-ratio', 'score', 'wald', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const results = armContrasts('non-inferiority', data.arms, data.reference).map((contrast) => ({
      contrast,
      result: nonInferiority(contrast.of, contrast.versus, options),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: results.map(({ contrast: { of, versus, term }, result }): EstimateRow => {
            const linear = result.measure === 'risk-difference';
            return {
              statistic: result.measure,
              term,
              role: 'comparison',
              of: of.name,
              versus: versus.name,
              scale: linear ? 'linear' : 'log',
              estimate: linear ? result.estimate : mapEstimable(result.estimate, Math.log),
              standardError: notEstimable('not-applicable'),
              lower: linear ? result.lower : logLimit(result.lower),
              upper: linear ? result.upper : logLimit(result.upper),
              level: result.level,
              p: null,
              reference: { distribution: 'normal' },
              intervalMethod: testWords[result.test],
              counts: {
                of: { events: of.events, n: of.n },
                versus: { events: versus.events, n: versus.n },
              },
            };
          }),
        },
        { kind: 'test', rows: results.flatMap(({ contrast, result }) => testRows(contrast, result)) },
        summariseArms(data.arms),
      ],
      notices: results.flatMap(({ contrast, result }) => conclusion(contrast, result)),
    };
  },
  sources: [
    'Farrington CP, Manning G. Stat Med 1990;9:1447-1454',
    'Miettinen O, Nurminen M. Stat Med 1985;4:213-226',
    'Schuirmann DJ. J Pharmacokinet Biopharm 1987;15:657-680',
  ],
});

function testRows(
  { term }: ArmContrast<{ readonly name: string }>,
  { above, below, p, design, test, measure }: NonInferiorityTest,
): readonly TestRow[] {
  const named = (words: string) => (term === null ? words : `${term}, ${words}`);
  const statistic = test === 'wald' ? 'wald' : 'score';
  const effect = measure.replace('-', ' ');
  const sides = [
    { side: above, words: 'above' },
    { side: below, words: 'below' },
  ].flatMap(({ side, words }): TestRow[] =>
    side === null
      ? []
      : [
          {
            statistic,
            term: named(`${effect} ${words} ${side.margin}`),
            value: side.z,
            df: null,
            p: side.p,
            method: `${testWords[test]} test, one-sided; the statistic is z`,
          },
        ],
  );
  if (design === 'non-inferiority') return sides;
  return [
    {
      statistic,
      term: named('equivalence'),
      value: null,
      df: null,
      p,
      method: 'the larger p of two one-sided tests',
    },
    ...sides,
  ];
}

function conclusion(
  { of, versus }: ArmContrast<{ readonly name: string }>,
  { shown, design, level }: NonInferiorityTest,
): readonly Notice[] {
  if (shown === null) return [];
  const words = design === 'equivalence' ? 'Equivalence' : 'Non-inferiority';
  return [
    information(
      `non-inferiority/${shown ? 'shown' : 'not-shown'}`,
      `${words} of ${of.name} against ${versus.name} is ${shown ? '' : 'not '}shown at a one-sided level of ${
        Math.round(((1 - level) / 2) * 1e6) / 1e6
      }.`,
    ),
  ];
}
