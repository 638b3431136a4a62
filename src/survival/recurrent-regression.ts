import { z } from 'zod';
import type { RecurrentData } from '../core/analysis-data.js';
import { type Notice, warning } from '../core/notice.js';
import type { EstimateRow, MethodOutput } from '../core/result.js';
import type { CountingProcessFit, CountingProcessRows } from './counting-process-cox.js';
import type { RecurrentEventsInput } from './recurrent-rows.js';
import { recurrentTotals } from './recurrent-totals.js';

export interface RecurrentRegressionInput
  extends RecurrentEventsInput,
    Pick<CountingProcessRows, 'group' | 'reference' | 'strata' | 'covariates' | 'weight'> {}

export interface RecurrentRegressionOptions {
  /** Ties: `efron` (default, as R) or `breslow` (as SAS by default). */
  readonly ties?: 'efron' | 'breslow';
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  readonly maximumIterations?: number;
}

/** Options of every regression of recurrent events in a plan. */
export const recurrentRegressionOptions = {
  ties: z
    .enum(['efron', 'breslow'])
    .default('efron')
    .describe('How tied event times enter the likelihood. R uses efron, SAS breslow.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  maximumIterations: z
    .number()
    .int()
    .positive()
    .default(50)
    .describe('Newton steps before the fit is given up.'),
};

/**
 * What a regression of recurrent events tells a plan: a ratio for each arm and covariate with its robust interval, the
 * robust Wald test of all, and the totals of each arm. The score and likelihood-ratio tests are left out, because they
 * take the events of a subject as independent.
 */
export function recurrentRegressionOutput(
  method: string,
  statistic: 'rate-ratio' | 'hazard-ratio',
  fit: CountingProcessFit,
  data: RecurrentData,
): MethodOutput {
  const ties = fit.ties === 'efron' ? 'Efron' : 'Breslow';
  const { chiSquare, df, p } = fit.waldTest;
  return {
    parts: [
      {
        kind: 'estimates',
        rows: fit.coefficients.map(
          (row): EstimateRow => ({
            statistic,
            // The contrast of two arms needs no name; several arms and covariates do.
            term: row.role === 'comparison' && data.group.levels.length === 2 ? null : row.name,
            role: row.role,
            of: row.of,
            versus: row.versus,
            scale: 'log',
            estimate: row.logHazardRatio,
            standardError: row.standardError,
            lower: row.logLower,
            upper: row.logUpper,
            level: fit.level,
            p: row.p,
            reference: { distribution: 'normal' },
            intervalMethod: `Wald on the log scale, ${ties} ties, robust variance by subject`,
          }),
        ),
      },
      {
        kind: 'test',
        rows: [
          {
            statistic: 'wald',
            term: null,
            value: chiSquare,
            df,
            p,
            method: 'Wald test of all ratios being 1, robust variance by subject',
          },
        ],
      },
      { kind: 'summary', rows: recurrentTotals(data) },
    ],
    notices: notices(method, fit),
  };
}

function notices(method: string, fit: CountingProcessFit): readonly Notice[] {
  const list: Notice[] = [];
  if (fit.status === 'not-converged') {
    list.push(
      warning(`${method}/not-converged`, `The fit did not converge in ${fit.iterations} iterations.`),
    );
  }
  for (const { name, towards } of fit.separated) {
    const ratio = towards === 'infinity' ? 'infinite' : '0';
    list.push(
      warning(
        `${method}/separated`,
        `The ratio of ${name} is ${ratio}: the likelihood rises for ever (separation).`,
      ),
    );
  }
  for (const { name, dependsOn } of fit.collinear) {
    const why =
      dependsOn.length === 0
        ? 'does not vary among subjects at risk at an event'
        : `repeats ${dependsOn.join(', ')}`;
    list.push(warning(`${method}/left-out`, `${name} ${why}, so it was left out.`));
  }
  return list;
}
