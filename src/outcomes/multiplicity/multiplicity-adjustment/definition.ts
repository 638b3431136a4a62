import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { alphaOption, hypothesisRows } from '../hypothesis-rows.js';
import {
  type AdjustmentProcedure,
  adjustmentProcedures,
  multiplicityAdjustment,
} from './multiplicity-adjustment.js';

const procedureWords: Record<AdjustmentProcedure, string> = {
  bonferroni: 'Bonferroni',
  sidak: 'Sidak',
  holm: 'Holm',
  'holm-sidak': 'Holm with Sidak bounds',
  hochberg: 'Hochberg',
  hommel: 'Hommel',
  'benjamini-hochberg': 'Benjamini-Hochberg (false discovery rate)',
  'benjamini-yekutieli': 'Benjamini-Yekutieli (false discovery rate)',
};

export const multiplicityAdjustmentMethod = defineMethod({
  id: 'multiplicity-adjustment',
  label: 'Adjustment of p-values for several hypotheses',
  summary:
    'Adjusts the p-values of several hypotheses so that the chance of any false claim stays at the significance level.',
  accepts: 'hypotheses',
  options: z.strictObject({
    procedure: z
      .enum(adjustmentProcedures)
      .default('holm')
      .describe(
        'Familywise error: `bonferroni`, `holm` (any dependence), `sidak`, `holm-sidak`, `hochberg`, `hommel`; false ' +
          'discovery rate: `benjamini-hochberg`, `benjamini-yekutieli`.',
      ),
    alpha: alphaOption,
  }),
  returns: ['test', 'summary'],
  statistics: ['adjusted-p', 'p-value'],
  run: (data, options) => ({
    parts: hypothesisRows(
      multiplicityAdjustment(data.rows, options),
      procedureWords[options.procedure],
      options.alpha,
    ),
    notices: [],
  }),
  sources: [
    'Holm S. Scand J Stat 1979;6:65-70',
    'Hochberg Y. Biometrika 1988;75:800-802',
    'Hommel G. Biometrika 1988;75:383-386',
    'Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300',
    'Wright SP. Biometrics 1992;48:1005-1013',
  ],
});
