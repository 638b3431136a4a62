import { z } from 'zod';
import type { CompetingEventsData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { type Notice, warning } from '../../core/notice.js';
import type { EstimateRow, MethodOutput } from '../../core/result.js';
import { causePosition } from '../cause-position.js';
import {
  censoringWeightsVariances,
  type FineGrayCoefficient,
  type FineGrayResult,
  fineGray,
} from './fine-gray.js';

const options = z.strictObject({
  cause: z
    .string()
    .optional()
    .describe('The kind of event whose incidence is compared. Default that of interest.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  censoringByArm: z
    .boolean()
    .default(false)
    .describe('Whether each arm has a censoring distribution of its own.'),
  censoringWeights: z
    .enum(censoringWeightsVariances)
    .default('estimated')
    .describe(
      'Whether standard errors allow for censoring weights being estimated, as crr, or take them as known, as a robust Cox fit on finegray weights.',
    ),
  maximumIterations: z
    .number()
    .int()
    .positive()
    .default(50)
    .describe('Newton steps before the fit is given up.'),
});

function runFineGray(data: CompetingEventsData, chosen: z.output<typeof options>): MethodOutput {
  const cause = causePosition('fine-gray', data, chosen.cause);
  const { level, maximumIterations, censoringWeights } = chosen;
  const result = fineGray(
    { ...data, censoringGroup: chosen.censoringByArm ? data.group : undefined },
    { cause, level, maximumIterations, censoringWeights },
  );
  const { chiSquare, df, p } = result.waldTest;
  const varianceText = [
    'Fine-Gray sandwich variance',
    ...(censoringWeights === 'known' ? ['censoring weights as known'] : []),
    ...(data.strata === undefined ? [] : ['stratified']),
    ...(data.cluster === undefined ? [] : ['by cluster']),
  ].join(', ');
  return {
    parts: [
      {
        kind: 'estimates',
        rows: result.coefficients.map((row) => estimateRow(row, result, data, varianceText)),
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
            method: `Wald test, ${varianceText}`,
          },
        ],
      },
    ],
    notices: notices(result),
  };
}

function estimateRow(
  row: FineGrayCoefficient,
  result: FineGrayResult,
  data: CompetingEventsData,
  varianceText: string,
): EstimateRow {
  return {
    statistic: 'subdistribution-hazard-ratio',
    term: row.role === 'comparison' && data.group?.levels.length === 2 ? null : row.name,
    role: row.role,
    of: row.of,
    versus: row.versus,
    scale: 'log',
    estimate: row.logSubdistributionHazardRatio,
    standardError: row.standardError,
    lower: row.logLower,
    upper: row.logUpper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: `Wald on the log scale, ${varianceText}`,
  };
}

function notices(result: FineGrayResult): readonly Notice[] {
  const list: Notice[] = [];
  if (result.status === 'not-converged' || result.status === 'separated') {
    const why =
      result.status === 'separated' ? 'the likelihood rises for ever (separation)' : 'it did not converge';
    list.push(warning(`fine-gray/${result.status}`, `The model has no estimates: ${why}.`));
  }
  for (const { name, dependsOn } of result.collinear) {
    const why =
      dependsOn.length === 0 ? 'does not vary where it could count' : `repeats ${dependsOn.join(', ')}`;
    list.push(warning('fine-gray/left-out', `${name} ${why}, so it was left out.`));
  }
  return list;
}

/** Fine-Gray regression as a method of a plan: subdistribution hazard ratios for arms and covariates. */
export const fineGrayMethod = defineMethod({
  id: 'fine-gray',
  label: 'Fine-Gray regression',
  summary:
    'How arms and covariates change the cumulative incidence of one kind of event when another can come first.',
  accepts: 'competing-events',
  options,
  returns: ['estimates', 'test'],
  statistics: ['subdistribution-hazard-ratio', 'wald'],
  run: runFineGray,
  sources: [
    'Fine JP, Gray RJ. J Am Stat Assoc 1999;94:496-509',
    'Zhou B, Latouche A, Rocha V, Fine J. Biometrics 2011;67:661-670 (strata)',
  ],
});
