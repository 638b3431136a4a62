import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { numberOrNull } from '../../core/estimable.js';
import { information, type Notice } from '../../core/notice.js';
import type { Curve, EstimateRow, MethodOutput, SummaryRow } from '../../core/result.js';
import { intervalTransforms, intervalTransformText } from '../probability-interval.js';
import { survivalEstimators, survivalVariances } from '../product-limit.js';
import { softwareConventions, softwareProfiles, weightsAskForRobust } from '../software-profile.js';
import { quantileRules } from '../step-quantile.js';
import { type BandKind, bandKinds, criticalValueRules } from './band-critical-value.js';
import { type KaplanMeierCurve, type KaplanMeierResult, kaplanMeier } from './kaplan-meier.js';
import type { SurvivalDifference } from './survival-difference.js';

const options = z.strictObject({
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  profile: z
    .enum(softwareProfiles)
    .default('r')
    .describe('Whose defaults to take: R, SAS or Stata. Options that are stated win.'),
  transform: z
    .enum(intervalTransforms)
    .optional()
    .describe('Scale of the pointwise intervals. Default log with profile r, log-log with sas and stata.'),
  variance: z
    .enum(survivalVariances)
    .optional()
    .describe(
      "Greenwood's variance, or the infinitesimal jackknife. Default greenwood, but robust for weights that are not whole (profile r and stata).",
    ),
  quantiles: z
    .array(z.number().gt(0).lt(1))
    .default([0.5])
    .describe('Shares of subjects with the event whose times are wanted; 0.5 is the median.'),
  quantileRule: z
    .enum(quantileRules)
    .optional()
    .describe(
      'Where a quantile lies on a flat piece: at its midpoint (r, sas), or its start (stata). Without a later event r takes the last time as its end, sas gives none. Default that of the profile.',
    ),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which event-free probabilities are wanted, in the unit of the data.'),
  beyondLastObservation: z
    .enum(['carry-forward', 'not-estimable'])
    .optional()
    .describe(
      'Event-free probability after the last time observed. Default carry-forward with profile r, not-estimable with sas and stata.',
    ),
  estimator: z
    .enum(survivalEstimators)
    .default('kaplan-meier')
    .describe(
      'The product of shares without the event, or exp(-cumulative hazard) without or with ties one by one.',
    ),
  band: z
    .enum(['none', ...bandKinds])
    .default('none')
    .describe('Limits of the drawn curves that hold for all times at once, in place of pointwise ones.'),
  bandFrom: z.number().nonnegative().optional().describe('First time of the band. Default the first event.'),
  bandTo: z.number().nonnegative().optional().describe('Last time of the band. Default the last event.'),
  bandCriticalValue: z
    .enum(criticalValueRules)
    .default('exact')
    .describe('Equal-precision bands: exact, or the approximation of SAS and printed tables.'),
  differences: z
    .boolean()
    .default(false)
    .describe('Adds differences between arms in the event-free probability at the chosen times.'),
});
type Options = z.output<typeof options>;

/** What is stated, and for the rest what the software of the profile does. */
function settle(data: SurvivalData, { profile, differences: _, ...chosen }: Options) {
  const conventions = softwareConventions[profile];
  const robust = weightsAskForRobust(profile, data.weight);
  return {
    ...chosen,
    transform: chosen.transform ?? conventions.survivalTransform,
    variance: chosen.variance ?? (robust ? 'robust' : 'greenwood'),
    quantileRule: chosen.quantileRule ?? conventions.quantileRule,
    beyondLastObservation: chosen.beyondLastObservation ?? conventions.beyondLastObservation,
  } as const;
}

function runKaplanMeier(data: SurvivalData, chosen: Options): MethodOutput {
  const settled = settle(data, chosen);
  const cluster = settled.variance === 'robust' ? data.cluster : undefined;
  const result = kaplanMeier({ ...data, cluster }, { ...settled, reference: data.reference });
  const { differences } = chosen.differences ? result : { differences: [] };
  const intervalMethod = `${intervalTransformText[result.transform]}, ${varianceText(result)}`;
  return {
    parts: [
      {
        kind: 'curves',
        quantity: 'survival',
        timeUnit: data.timeUnit,
        level: result.level,
        intervalMethod: chosen.band === 'none' ? intervalMethod : bandText(chosen.band, intervalMethod),
        curves: result.curves.map(withOrigin),
      },
      {
        kind: 'summary',
        rows: result.curves.flatMap((curve) => summaryRows(curve, result, data.timeUnit, intervalMethod)),
      },
      ...(differences.length === 0
        ? []
        : [{ kind: 'estimates' as const, rows: differences.map((row) => differenceRow(row, result)) }]),
    ],
    notices: notices(result, data.cluster !== undefined && cluster === undefined),
  };
}

function bandText(band: BandKind, intervalMethod: string): string {
  return `simultaneous ${band === 'hall-wellner' ? 'Hall-Wellner' : 'equal-precision'} band, ${intervalMethod}`;
}

function differenceRow(row: SurvivalDifference, result: KaplanMeierResult): EstimateRow {
  return {
    statistic: 'survival-difference',
    term: String(row.time),
    role: 'comparison',
    of: row.of,
    versus: row.versus,
    scale: 'linear',
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: `Wald, ${varianceText(result)} of each arm`,
  };
}

function varianceText(result: KaplanMeierResult): string {
  if (result.estimator !== 'kaplan-meier') return 'Nelson-Aalen variance';
  return result.variance === 'greenwood' ? 'Greenwood variance' : 'infinitesimal jackknife variance';
}

/** Puts the origin before the first time: nobody has had the event yet. */
function withOrigin(curve: KaplanMeierCurve): Curve {
  return {
    group: curve.group,
    time: [0, ...curve.time],
    estimate: [1, ...curve.survival],
    lower: [1, ...(curve.band ?? curve).lower],
    upper: [1, ...(curve.band ?? curve).upper],
    atRisk: [curve.atRisk[0] ?? 0, ...curve.atRisk],
    events: [0, ...curve.events],
    censored: [0, ...curve.censored],
  };
}

function summaryRows(
  curve: KaplanMeierCurve,
  result: KaplanMeierResult,
  timeUnit: string,
  intervalMethod: string,
): readonly SummaryRow[] {
  const { group } = curve;
  const { level } = result;
  const rows: SummaryRow[] = [
    { group, term: null, statistic: 'n', value: curve.n, unit: null },
    { group, term: null, statistic: 'events', value: curve.totalEvents, unit: null },
  ];
  for (const quantile of curve.quantiles) {
    const median = quantile.probability === 0.5;
    rows.push({
      group,
      term: median ? null : String(quantile.probability),
      statistic: median ? 'median-survival' : 'survival-quantile',
      value: quantile.time,
      interval: {
        lower: quantile.lower,
        upper: quantile.upper,
        level,
        method: `where the limits of the curve cross, ${intervalMethod}`,
      },
      unit: timeUnit,
    });
  }
  for (const at of curve.at) {
    rows.push({
      group,
      term: String(at.time),
      statistic: 'survival-probability',
      value: at.survival,
      interval: { lower: at.lower, upper: at.upper, level, method: intervalMethod },
      unit: null,
    });
  }
  return rows;
}

function notices(result: KaplanMeierResult, clustered: boolean): readonly Notice[] {
  const list: Notice[] = [];
  if (clustered) {
    list.push(
      information(
        'kaplan-meier/clusters-not-used',
        'Intervals take rows as independent: clusters have no part in them. Robust variance would use them.',
      ),
    );
  }
  for (const curve of result.curves) {
    const carried = curve.at.filter((at) => at.beyondLastObservation && (numberOrNull(at.survival) ?? 0) > 0);
    if (carried.length > 0) {
      const times = carried.map((at) => at.time).join(', ');
      const last = curve.time[curve.time.length - 1];
      list.push(
        information(
          'kaplan-meier/carried-forward',
          `${curve.group ?? 'All subjects'}: the event-free probability at ${times} is carried forward from the last time observed, ${last}.`,
        ),
      );
    }
  }
  return list;
}

/** Kaplan-Meier curves as a method of a plan: `curves`, and a `summary` with medians and probabilities at times. */
export const kaplanMeierMethod = defineMethod({
  id: 'kaplan-meier',
  label: 'Kaplan-Meier estimate',
  summary:
    'The share of subjects still free of the event over time, for each arm, with medians and intervals.',
  accepts: 'survival',
  options,
  returns: ['curves', 'summary', 'estimates'],
  statistics: [
    'n',
    'events',
    'median-survival',
    'survival-quantile',
    'survival-probability',
    'survival-difference',
  ],
  run: runKaplanMeier,
  sources: [
    'Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481',
    'Brookmeyer R, Crowley J. Biometrics 1982;38:29-41',
    'Fleming TR, Harrington DP. Commun Stat Theory Methods 1984;13:2469-2486 (from the cumulative hazard)',
    'Hall WJ, Wellner JA. Biometrika 1980;67:133-143; Nair VN. Technometrics 1984;26:265-275 (bands)',
    'Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. 2nd ed. Wiley 2002, section 1.4',
  ],
});
