import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import type { SummaryRow } from '../../../core/result.js';
import type { StatisticName } from '../../../core/statistic-names.js';
import { proportionIntervals, proportionIntervalWords } from '../../binary/proportion-limits.js';
import { levelOption } from '../../level-option.js';
import { markerCases, markerDirections } from '../marker-cases.js';
import { type AccuracyEstimate, diagnosticAccuracy } from './diagnostic-accuracy.js';

export const diagnosticAccuracyMethod = defineMethod({
  id: 'diagnostic-accuracy',
  label: 'Accuracy of a marker at a cut',
  summary: 'Sensitivity, specificity, predictive values and likelihood ratios of markers at a stated cut.',
  accepts: 'diagnostic',
  options: z.strictObject({
    cut: z.number().describe('Values at or beyond it are called positive.'),
    direction: z
      .enum(markerDirections)
      .default('higher')
      .describe('Whether values at or above (higher) or at or below (lower) the cut are called positive.'),
    interval: z.enum(proportionIntervals).default('wilson').describe('Interval of the proportions.'),
    prevalence: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe('Share with the condition where the test will be used. Default: that of the sample.'),
    level: levelOption,
  }),
  returns: ['summary'],
  statistics: [
    'sensitivity',
    'specificity',
    'positive-predictive-value',
    'negative-predictive-value',
    'accuracy',
    'positive-likelihood-ratio',
    'negative-likelihood-ratio',
    'diagnostic-odds-ratio',
    'youden-index',
    'n',
    'events',
  ],
  run: (data, { cut, direction, ...options }) => {
    const sign = direction === 'higher' ? 1 : -1;
    let missing = 0;
    const rows = data.markers.flatMap(({ name: term, values }): SummaryRow[] => {
      const split = markerCases(
        'diagnostic-accuracy',
        { condition: data.condition, marker: values },
        direction,
      );
      missing += split.missing;
      const positives = (list: Float64Array) => list.filter((value) => value >= sign * cut).length;
      const truePositive = positives(split.cases);
      const falsePositive = positives(split.controls);
      const { prevalence, ...given } = options;
      const result = diagnosticAccuracy(
        {
          truePositive,
          falsePositive,
          falseNegative: split.cases.length - truePositive,
          trueNegative: split.controls.length - falsePositive,
        },
        { ...given, ...(prevalence === undefined ? {} : { prevalence }) },
      );
      const words = proportionIntervalWords[options.interval];
      const row = (statistic: StatisticName, estimate: AccuracyEstimate, method: string): SummaryRow => ({
        group: null,
        term,
        statistic,
        value: estimate.estimate,
        interval: { lower: estimate.lower, upper: estimate.upper, level: options.level, method },
        unit: null,
      });
      const predictive = prevalence === undefined ? words : `logit, at a prevalence of ${prevalence}`;
      return [
        row('sensitivity', result.sensitivity, words),
        row('specificity', result.specificity, words),
        row('positive-predictive-value', result.positivePredictiveValue, predictive),
        row('negative-predictive-value', result.negativePredictiveValue, predictive),
        row('accuracy', result.accuracy, words),
        row('positive-likelihood-ratio', result.positiveLikelihoodRatio, 'Wald on the log scale'),
        row('negative-likelihood-ratio', result.negativeLikelihoodRatio, 'Wald on the log scale'),
        row('diagnostic-odds-ratio', result.diagnosticOddsRatio, 'Wald on the log scale'),
        { group: null, term, statistic: 'youden-index', value: result.youden, unit: null },
        { group: null, term, statistic: 'n', value: split.cases.length + split.controls.length, unit: null },
        { group: null, term, statistic: 'events', value: split.cases.length, unit: null },
      ];
    });
    return {
      parts: [{ kind: 'summary', rows }],
      notices:
        missing === 0
          ? []
          : [
              information(
                'diagnostic-accuracy/missing',
                `${missing} missing values of markers were left out.`,
              ),
            ],
    };
  },
  sources: [
    'Wilson EB. J Am Stat Assoc 1927;22:209-212',
    'Clopper CJ, Pearson ES. Biometrika 1934;26:404-413',
    'Simel DL, Samsa GP, Matchar DB. J Clin Epidemiol 1991;44:763-770',
    'Mercaldo ND, Lau KF, Zhou XH. Stat Med 2007;26:2170-2183',
  ],
});
