import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { Curve, EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { intervalTransformText } from '../probability-interval.js';
import { censoringTieRules } from './censoring-weighted-scores.js';
import type { MeasuredEffect } from './mean-contrast.js';
import {
  type RestrictedMeanCurve,
  type RestrictedMeanResult,
  restrictedMeanSurvivalTime,
} from './restricted-mean-survival-time.js';
import { type StratumWeighting, stratumWeightings } from './stratified-contrasts.js';
import { type WindowRule, windowRules } from './truncation-time.js';

const options = z.strictObject({
  tau: z
    .number()
    .positive()
    .optional()
    .describe('Time up to which means are taken, in the unit of the data. Default by the rule in "window".'),
  window: z
    .enum(windowRules)
    .default('smallest-of-largest-times')
    .describe(
      'How tau is chosen where it is not given: the last time of the arm followed least, the same of last events, or the last time with enough subjects at risk in every arm.',
    ),
  numberAtRisk: z
    .number()
    .int()
    .positive()
    .default(10)
    .describe('Subjects at risk in every arm, for the window largest-time-with-n-at-risk.'),
  adjustFor: z
    .enum(['nothing', 'covariates', 'strata'])
    .optional()
    .describe(
      'What contrasts of arms are adjusted for. Default covariates where the data have them, else strata, else nothing.',
    ),
  stratumWeights: z
    .enum(stratumWeightings)
    .default('size')
    .describe('How strata are averaged: by their size, by Mantel-Haenszel weights, or by inverse variance.'),
  tiedCensoring: z
    .enum(censoringTieRules)
    .default('after-events')
    .describe('Whether a censoring at the time of an event comes after it, in weights for covariates.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});

type Adjustment = NonNullable<z.output<typeof options>['adjustFor']>;

function runRestrictedMean(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const { adjustFor, ...stated } = chosen;
  const adjustment = adjustFor ?? usualAdjustment(data);
  const { covariates, strata, ...rest } = data;
  const result = restrictedMeanSurvivalTime(
    {
      ...rest,
      ...(adjustment === 'covariates' ? { covariates } : {}),
      ...(adjustment === 'strata' ? { strata } : {}),
    },
    { ...stated, reference: data.group === undefined ? null : data.reference },
  );
  const parts: ResultPart[] = [{ kind: 'summary', rows: summaryRows(result, data.timeUnit) }];
  const estimates = estimateRows(result, data);
  if (estimates.length > 0) parts.push({ kind: 'estimates', rows: estimates });
  parts.push({
    kind: 'curves',
    quantity: 'survival',
    timeUnit: data.timeUnit,
    level: result.level,
    intervalMethod: `${intervalTransformText.log}, Greenwood variance`,
    curves: result.curves.map(withOrigin),
  });
  return { parts, notices: noticesOf(result, data, adjustment) };
}

function usualAdjustment({ covariates, strata, group }: SurvivalData): Adjustment {
  if (covariates.length > 0) return 'covariates';
  return strata !== undefined && group !== undefined ? 'strata' : 'nothing';
}

const ruleText: Record<WindowRule, string> = {
  'smallest-of-largest-times': 'the last time of the arm that was followed least',
  'smallest-of-largest-event-times': 'the last event of the arm whose last event came first',
  'largest-time-with-n-at-risk': 'the last time at which every arm had enough subjects at risk',
};

function noticesOf(
  result: RestrictedMeanResult,
  data: SurvivalData,
  adjustment: Adjustment,
): readonly Notice[] {
  const method = 'restricted-mean-survival-time';
  const list: Notice[] = [];
  const { rule, numberAtRisk } = result.window;
  if (rule !== 'given') {
    const least = numberAtRisk === null ? '' : ` (${numberAtRisk})`;
    list.push(
      information(
        `${method}/window`,
        `τ = ${result.tau} ${data.timeUnit} was not given: it is ${ruleText[rule]}${least} (rule ${rule}).`,
      ),
    );
  }
  if (adjustment !== 'covariates' && data.covariates.length > 0) {
    list.push(warning(`${method}/covariates-unused`, 'Covariates do not enter the contrasts between arms.'));
  }
  if (adjustment !== 'strata' && data.strata !== undefined) {
    list.push(warning(`${method}/strata-unused`, 'Strata do not enter the contrasts between arms.'));
  }
  if (data.cluster !== undefined) {
    list.push(
      warning(
        `${method}/cluster-unused`,
        'Standard errors take rows as independent: clusters do not enter them.',
      ),
    );
  }
  const left = result.stratified?.contrasts.find(
    ({ shares }) => shares.includes(0) && shares.some((share) => share > 0),
  );
  if (left !== undefined) {
    const names = result.stratified!.strata.filter((_, index) => left.shares[index] === 0);
    list.push(
      warning(
        `${method}/strata-without-arm`,
        `Strata without one of the arms have no weight: ${names.join(', ')}.`,
      ),
    );
  }
  return list;
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

const weightText: Record<StratumWeighting, string> = {
  size: 'strata weighted by their size',
  'mantel-haenszel': 'strata with Mantel-Haenszel weights',
  'inverse-variance': 'strata weighted by inverse variance',
};

/** Contrasts of the adjustment that was asked for, and what covariates do. */
function estimateRows(result: RestrictedMeanResult, data: SurvivalData): readonly EstimateRow[] {
  const { adjusted, stratified } = result;
  const how =
    adjusted !== null
      ? `, adjusted for ${data.covariates.map(({ name }) => name).join(', ')} by regression with censoring weights`
      : stratified !== null
        ? `, ${weightText[stratified.weights]}`
        : '';
  const common = ({ measure, ...row }: MeasuredEffect) => ({
    statistic: statisticOf[measure],
    scale: row.scale,
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' as const },
    intervalMethod: `normal${row.scale === 'log' ? ' on the log scale' : ''}, up to ${result.tau} ${data.timeUnit}${how}`,
    ...(measure === 'difference' ? { unit: data.timeUnit } : {}),
  });
  const several = (data.group?.levels.length ?? 0) > 2;
  const contrasts = (adjusted ?? stratified ?? result).contrasts.map(
    (row): EstimateRow => ({
      ...common(row),
      term: several ? row.of : null,
      role: 'comparison',
      of: row.of,
      versus: row.versus,
    }),
  );
  const covariates = (adjusted?.covariates ?? []).map(
    (row): EstimateRow => ({ ...common(row), term: row.name, role: 'covariate', of: null, versus: null }),
  );
  return [...contrasts, ...covariates];
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
    'Tian L, Zhao L, Wei LJ. Biostatistics 2014;15:222-233 (adjustment for covariates)',
    'Tian L, Jin H, Uno H, et al. Biometrics 2020;76:1157-1166 (choice of the window)',
  ],
});
