import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { Curve, EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { intervalTransformText } from '../probability-interval.js';
import {
  type RestrictedMeanContrast,
  type RestrictedMeanCurve,
  type RestrictedMeanResult,
  restrictedMeanSurvivalTime,
} from './restricted-mean-survival-time.js';

const options = z.strictObject({
  tau: z
    .number()
    .positive()
    .optional()
    .describe(
      'Time up to which means are taken, in the unit of the data. Default the largest every arm allows.',
    ),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});

function runRestrictedMean(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const result = restrictedMeanSurvivalTime(data, {
    tau: chosen.tau,
    level: chosen.level,
    reference: data.group === undefined ? null : data.reference,
  });
  const parts: ResultPart[] = [{ kind: 'summary', rows: summaryRows(result, data.timeUnit) }];
  if (result.contrasts.length > 0) {
    parts.push({ kind: 'estimates', rows: result.contrasts.map((row) => estimateRow(row, result, data)) });
  }
  parts.push({
    kind: 'curves',
    quantity: 'survival',
    timeUnit: data.timeUnit,
    level: result.level,
    intervalMethod: `${intervalTransformText.log}, Greenwood variance`,
    curves: result.curves.map(withOrigin),
  });
  return { parts, notices: [] };
}

/** Puts the origin before the first time: nobody has had the event yet. */
function withOrigin({ survival, ...curve }: RestrictedMeanCurve): Curve {
  return {
    group: curve.group,
    time: [0, ...curve.time],
    estimate: [1, ...survival],
    lower: [1, ...curve.lower],
    upper: [1, ...curve.upper],
    atRisk: [curve.atRisk[0] ?? 0, ...curve.atRisk],
    events: [0, ...curve.events],
    censored: [0, ...curve.censored],
  };
}

function summaryRows(result: RestrictedMeanResult, timeUnit: string): readonly SummaryRow[] {
  return result.groups.flatMap((row): SummaryRow[] => [
    { group: row.group, term: null, statistic: 'n', value: row.n, unit: null },
    {
      group: row.group,
      term: String(result.tau),
      statistic: 'restricted-mean-survival-time',
      value: row.mean,
      interval: {
        lower: row.lower,
        upper: row.upper,
        level: result.level,
        method: 'normal, Greenwood plug-in variance',
      },
      unit: timeUnit,
    },
  ]);
}

const statisticOf = {
  difference: 'restricted-mean-difference',
  ratio: 'restricted-mean-ratio',
  'time-lost-ratio': 'time-lost-ratio',
} as const;

function estimateRow(
  row: RestrictedMeanContrast,
  result: RestrictedMeanResult,
  data: SurvivalData,
): EstimateRow {
  return {
    statistic: statisticOf[row.measure],
    term: (data.group?.levels.length ?? 0) > 2 ? row.of : null,
    role: 'comparison',
    of: row.of,
    versus: row.versus,
    scale: row.scale,
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: `normal${row.scale === 'log' ? ' on the log scale' : ''}, up to ${result.tau} ${data.timeUnit}`,
    ...(row.measure === 'difference' ? { unit: data.timeUnit } : {}),
  };
}

/** Restricted mean survival time as a method of a plan: means by arm, three contrasts of each arm, and the curves. */
export const restrictedMeanSurvivalTimeMethod = defineMethod({
  id: 'restricted-mean-survival-time',
  label: 'Restricted mean survival time',
  summary: 'The mean time free of the event up to a chosen time, by arm, and how arms differ.',
  accepts: 'survival',
  options,
  returns: ['summary', 'estimates', 'curves'],
  statistics: [
    'n',
    'restricted-mean-survival-time',
    'restricted-mean-difference',
    'restricted-mean-ratio',
    'time-lost-ratio',
  ],
  run: runRestrictedMean,
  sources: [
    'Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152',
    'Uno H, Claggett B, Tian L, et al. J Clin Oncol 2014;32:2380-2385',
  ],
});
