import { z } from 'zod';
import type { Covariate, SubjectOutcomeData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { numberOrNull } from '../../../core/estimable.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { requireOutcome } from '../../subject-outcome.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { pairedT } from './paired-t.js';

export const pairedTMethod = defineMethod({
  id: 'paired-t',
  label: 'Paired t test',
  summary: 'How much the outcome changed from another value of the same subjects, in each arm.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    from: z
      .string()
      .optional()
      .describe('Covariate that holds the other value, such as the baseline; the only one unless named.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['mean-difference', 'n', 'standard-deviation'],
  run: (data, options) => {
    requireOutcome('paired-t', data, 'number');
    const other = otherValues(data, options.from);
    const tests = data.group.levels.map((arm, code) => {
      const inArm = (_: number, row: number) => data.group.codes[row] === code;
      const pair = { first: data.outcome.filter(inArm), second: other.values.filter(inArm) };
      return { arm, test: pairedT(pair, { level: options.level }) };
    });
    const unit = data.unit === null ? {} : { unit: data.unit };
    return {
      parts: [
        {
          kind: 'estimates',
          rows: tests.map(({ arm, test }): EstimateRow => {
            const df = numberOrNull(test.df);
            return {
              statistic: 'mean-difference',
              term: tests.length === 1 ? null : arm,
              role: 'comparison',
              of: data.outcomeLabel,
              versus: other.name,
              scale: 'linear',
              estimate: test.meanDifference,
              standardError: test.standardError,
              lower: test.lower,
              upper: test.upper,
              level: test.level,
              p: test.p,
              reference: df === null ? { distribution: 'normal' } : { distribution: 't', df },
              intervalMethod: 'paired t',
              ...unit,
            };
          }),
        },
        {
          kind: 'summary',
          rows: tests.flatMap(({ arm, test }): SummaryRow[] => [
            { group: arm, term: null, statistic: 'n', value: test.n, unit: null },
            {
              group: arm,
              term: 'change',
              statistic: 'standard-deviation',
              value: test.standardDeviation,
              unit: data.unit,
            },
          ]),
        },
      ],
      notices: unusedClusterNotices('paired-t', data),
    };
  },
  sources: ['Student. Biometrika 1908;6:1-25'],
});

function otherValues({ covariates }: SubjectOutcomeData, from: string | undefined): Covariate {
  const found =
    from === undefined
      ? covariates.length === 1
        ? covariates[0]
        : undefined
      : covariates.find(({ name }) => name === from);
  if (found !== undefined) return found;
  throw argumentError(
    'paired-t',
    'from',
    from === undefined ? 'is not named, and there is not just one covariate' : 'is not a covariate',
    from ?? `${covariates.length} covariates`,
    covariates.map(({ name }) => name).join(', ') || 'a covariate',
    'Give the endpoint the other value as `baseline`',
  );
}
