import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information, type Notice, warning } from '../../../core/notice.js';
import { levelOption } from '../../level-option.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { adjustedDifferences } from '../adjusted-differences.js';
import { type DifferenceFigure, differenceRows, waldDifference } from '../difference-figure.js';
import { cellCountRows } from '../imputed-count-rows.js';
import { type RiskContrastInterval, riskContrast, riskContrastIntervals } from '../risk-contrast.js';
import {
  adjustmentColumns,
  chosenVisit,
  missingBaselines,
  requireVisitOutcomes,
  type VisitOutcomes,
} from '../visit-outcomes.js';
import { withYesNo, yesNoOption } from '../yes-no-option.js';
import {
  type SingleImputationRule,
  singleImputation,
  singleImputationRules,
  unseenChoices,
  worstDirections,
} from './single-imputation.js';

const method = 'single-imputation';

const ruleWords: Record<SingleImputationRule, string> = {
  'last-observation': 'the last observation of the subject, its baseline value where nothing came later',
  baseline: 'the baseline value of the subject',
  'worst-of-subject': 'the worst value seen in the subject before, its baseline value among them',
  'worst-of-arm': 'the worst value seen in the arm at the visit',
  'non-response': 'failure of the treatment',
};

/** The rule in words; the baseline of a change is 0. */
function wordsOf(rule: SingleImputationRule, data: VisitOutcomes): string {
  if (data.outcomeIsChange !== true) return ruleWords[rule];
  return rule === 'baseline'
    ? 'a change of 0'
    : ruleWords[rule].replace('its baseline value', 'a change of 0');
}

export const singleImputationMethod = defineMethod({
  id: 'single-imputation',
  label: 'Single imputation',
  summary:
    'Fills each missing value by one stated rule, such as the last observation carried forward, and compares the arms at a visit.',
  accepts: 'longitudinal',
  options: z.strictObject({
    rule: z
      .enum(singleImputationRules)
      .default('last-observation')
      .describe('What a missing value is filled with.'),
    worst: z
      .enum(worstDirections)
      .nullable()
      .default(null)
      .describe('Which end of the scale is worst for the patient: needed by the worst-observation rules.'),
    failure: z
      .union([z.literal(0), z.literal(1)])
      .default(0)
      .describe('Which value of a yes-no outcome means failure of the treatment, for rule non-response.'),
    unseen: z
      .enum(unseenChoices)
      .default('fill')
      .describe(
        'Subjects without any outcome: filled as all others, so that all who were randomised are compared, or left out.',
      ),
    visit: z.string().nullable().default(null).describe('The visit that is compared; null for the last.'),
    interval: z
      .enum(riskContrastIntervals)
      .default('wald')
      .describe('Interval of the risk difference of a yes-no outcome.'),
    yesNo: yesNoOption,
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: [
    'mean-difference',
    'risk-difference',
    'n',
    'events',
    'proportion',
    'mean',
    'imputed',
    'missing',
  ],
  run: (given, options) => {
    const data = withYesNo(given, options.yesNo);
    const { rule, worst, failure, unseen } = options;
    const filled = singleImputation(data, { rule, worst, failure, unseen });
    const visit = chosenVisit(method, data, options.visit);
    const visits = data.visits.length;
    const rows = Array.from(data.group.codes.keys()).filter(
      (subject) => !Number.isNaN(filled.outcome[subject * visits + visit]!),
    );
    const values = Float64Array.from(rows, (subject) => filled.outcome[subject * visits + visit]!);
    const codes = Int32Array.from(rows, (subject) => data.group.codes[subject]!);
    const sums = data.group.levels.map(() => ({ events: 0, n: 0 }));
    for (const [row, code] of codes.entries()) {
      sums[code]!.n += 1;
      sums[code]!.events += values[row]!;
    }
    const yesNo = data.outcomeIs === 'yes-no';
    const figures = yesNo
      ? riskFigures(data, sums, options.interval, options.level)
      : meanFigures(data, rows, codes, values, options.level);
    return {
      parts: [
        {
          kind: 'estimates',
          rows: differenceRows(figures, {
            statistic: yesNo ? 'risk-difference' : 'mean-difference',
            level: options.level,
            intervalMethod: yesNo
              ? options.interval === 'wald'
                ? 'Wald'
                : 'Newcombe hybrid score; p of the pooled score test'
              : 't of the analysis of covariance',
            unit: data.unit,
          }),
        },
        {
          kind: 'summary',
          rows: [
            ...data.group.levels.flatMap((group, arm) => {
              const { n, events } = sums[arm]!;
              const row = (statistic: 'n' | 'events' | 'proportion' | 'mean', value: number) => ({
                group,
                term: data.visits[visit]!.name,
                statistic,
                value,
                unit: statistic === 'mean' ? data.unit : null,
              });
              if (n === 0) return [row('n', 0)];
              return yesNo
                ? [row('n', n), row('events', events), row('proportion', events / n)]
                : [row('n', n), row('mean', events / n)];
            }),
            ...cellCountRows('imputed', data, filled.imputed),
            ...cellCountRows('missing', data, filled.stillMissing),
          ],
        },
      ],
      notices: [
        ...notices(data, filled.imputed, filled.stillMissing, visit, wordsOf(options.rule, data)),
        ...unusedClusterNotices('single-imputation', data, 'the imputation or the comparison'),
      ],
    };
  },
  sources: [
    'Carpenter JR, Kenward MG. Missing data in randomised controlled trials 2007: chapter 3',
    'National Research Council. The prevention and treatment of missing data in clinical trials 2010',
    'Newcombe RG. Stat Med 1998;17:873-890',
  ],
});

function riskFigures(
  data: VisitOutcomes,
  counts: readonly { readonly events: number; readonly n: number }[],
  interval: RiskContrastInterval,
  level: number,
): readonly DifferenceFigure[] {
  const { reference, others } = requireVisitOutcomes(method, data);
  return others.map((arm) => ({
    of: data.group.levels[arm]!,
    versus: data.group.levels[reference]!,
    ...riskContrast(counts[arm]!, counts[reference]!, interval, level),
    df: null,
  }));
}

function meanFigures(
  data: VisitOutcomes,
  rows: readonly number[],
  codes: Int32Array,
  values: Float64Array,
  level: number,
): readonly DifferenceFigure[] {
  const { reference, others, arms } = requireVisitOutcomes(method, data);
  const covariates = adjustmentColumns(data).map(({ name, values: all }) => ({
    name,
    values: Float64Array.from(rows, (subject) => all[subject]!),
  }));
  const present = Array.from({ length: arms }, (_, arm) => codes.includes(arm));
  const estimable = others.filter((arm) => present[arm] && present[reference]);
  const model = adjustedDifferences(codes, arms, reference, estimable, covariates);
  const analysed = model.analyse(values);
  return others.map((arm) => {
    const found = analysed[estimable.indexOf(arm)];
    const none = { notEstimable: 'empty-group' } as const;
    return waldDifference(
      data.group.levels[arm]!,
      data.group.levels[reference]!,
      found?.estimate ?? none,
      found?.standardError ?? none,
      model.df > 0 ? model.df : null,
      level,
    );
  });
}

function notices(
  data: VisitOutcomes,
  imputed: readonly (readonly number[])[],
  stillMissing: readonly (readonly number[])[],
  visit: number,
  words: string,
): readonly Notice[] {
  const name = data.visits[visit]!.name;
  const list = data.group.levels.map((arm, index) => `${arm} ${imputed[index]![visit]}`).join(', ');
  const left = stillMissing.reduce((sum, counts) => sum + counts[visit]!, 0);
  const noBaseline = missingBaselines(data);
  return [
    information(
      'single-imputation/filled',
      `Missing values at ${name} were filled with ${words}: ${list}. Filled values count as if they had been seen, so that the interval is too narrow.`,
    ),
    ...(left === 0
      ? []
      : [
          warning(
            'single-imputation/left-out',
            `${left} subjects without a value at ${name} and nothing to fill it with, or left aside for want of any outcome, were left out.`,
          ),
        ]),
    ...(noBaseline === 0 || data.outcomeIs === 'yes-no'
      ? []
      : [
          information(
            'single-imputation/mean-baseline',
            `${noBaseline} missing baseline values took the mean of the others in the adjustment.`,
          ),
        ]),
  ];
}
