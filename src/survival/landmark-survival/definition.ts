import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import { information, type Notice } from '../../core/notice.js';
import type { Curve, EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { intervalTransforms, intervalTransformText } from '../probability-interval.js';
import { quantileRules } from '../step-quantile.js';
import { beyondRules } from './arm-curves.js';
import { conditionalSurvival } from './conditional-survival.js';
import { landmarkRows } from './landmark-rows.js';
import { type LandmarkCurve, type LandmarkResult, landmarkSurvival } from './landmark-survival.js';
import { type MilestoneContrast, milestoneSurvival } from './milestone-survival.js';

const measures = ['difference', 'ratio', 'cumulative-hazard-ratio', 'odds-ratio'] as const;

const options = z.strictObject({
  landmark: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'Time at which subjects must still be followed and free of the event; the clock starts anew there. 0 keeps everybody.',
    ),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe(
      'Milestones: times after the landmark at which event-free probabilities are given and compared.',
    ),
  given: z
    .array(z.number().nonnegative())
    .default([])
    .describe(
      'Times already survived: the probability of each later milestone is given for subjects free of the event until then. Without a landmark, on the clock of the data.',
    ),
  measures: z
    .array(z.enum(measures))
    .min(1)
    .default(['difference'])
    .describe(
      'How arms are compared at the milestones; cumulative-hazard-ratio is the comparison on the log-log scale.',
    ),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  transform: z
    .enum(intervalTransforms)
    .default('log')
    .describe('Scale of the intervals of probabilities. R uses log, SAS log-log.'),
  quantileRule: z
    .enum(quantileRules)
    .default('r')
    .describe(
      'Where the median lies on a flat piece without a later event: r takes its midpoint, sas gives none.',
    ),
  beyondLastObservation: z
    .enum(beyondRules)
    .default('not-estimable')
    .describe(
      'Event-free probability after the last time observed in an arm: not estimable, or carried forward.',
    ),
});
type Options = z.output<typeof options>;

function runLandmark(data: SurvivalData, chosen: Options): MethodOutput {
  if (chosen.given.length > 0 && chosen.landmark > 0) {
    throw argumentError(
      'landmark-survival',
      'given',
      'and "landmark" both set the time survived',
      `given ${chosen.given.join(', ')} and landmark ${chosen.landmark}`,
      'one of them',
      'Leave the landmark at 0, or take it out of "given"',
    );
  }
  const { landmark, times, level, transform, quantileRule, beyondLastObservation } = chosen;
  const shared = { times, level, beyondLastObservation };
  const result = landmarkSurvival(data, { ...shared, landmark, transform, quantileRule });
  const intervalMethod = `${intervalTransformText[result.transform]}, Greenwood variance`;
  const parts: ResultPart[] = [
    {
      kind: 'curves',
      quantity: 'survival',
      timeUnit: data.timeUnit,
      level: result.level,
      intervalMethod,
      curves: result.curves.map(withOrigin),
    },
    {
      kind: 'summary',
      rows: [
        ...result.curves.flatMap((curve) => summaryRows(curve, result, data.timeUnit, intervalMethod)),
        ...conditionalRows(data, chosen, intervalMethod),
      ],
    },
  ];
  const compared = data.group !== undefined && data.group.levels.length > 1 && chosen.times.length > 0;
  if (compared) {
    const { rows, time, event, entry, weight } = landmarkRows(data, chosen.landmark);
    const contrasts = milestoneSurvival(
      {
        time,
        event,
        entry: entry ?? undefined,
        weight: weight ?? undefined,
        group: { levels: data.group.levels, codes: rows.map((row) => data.group!.codes[row]!) },
      },
      { ...shared, reference: data.reference },
    );
    parts.push({
      kind: 'estimates',
      rows: contrasts
        .filter(({ measure }) => (chosen.measures as readonly string[]).includes(measure))
        .map((row) => estimateRow(row, chosen.level)),
    });
  }
  return { parts, notices: notices(result, data) };
}

/** Puts the origin before the first time: nobody has had the event since the landmark. */
function withOrigin(curve: LandmarkCurve): Curve {
  return {
    group: curve.group,
    time: [0, ...curve.time],
    estimate: [1, ...curve.survival],
    lower: [1, ...curve.lower],
    upper: [1, ...curve.upper],
    atRisk: [curve.atRisk[0] ?? 0, ...curve.atRisk],
    events: [0, ...curve.events],
    censored: [0, ...curve.censored],
  };
}

function summaryRows(
  curve: LandmarkCurve,
  { level }: LandmarkResult,
  timeUnit: string,
  method: string,
): readonly SummaryRow[] {
  const { group, median } = curve;
  return [
    { group, term: null, statistic: 'n', value: curve.n, unit: null },
    { group, term: null, statistic: 'events', value: curve.totalEvents, unit: null },
    {
      group,
      term: null,
      statistic: 'median-survival',
      value: median.time,
      interval: {
        lower: median.lower,
        upper: median.upper,
        level,
        method: `where the limits of the curve cross, ${method}`,
      },
      unit: timeUnit,
    },
    ...curve.at.map(
      (at): SummaryRow => ({
        group,
        term: String(at.time),
        statistic: 'survival-probability',
        value: at.survival,
        interval: { lower: at.lower, upper: at.upper, level, method },
        unit: null,
      }),
    ),
  ];
}

/** Milestones for subjects who have come so far, one row an arm and pair of times. */
function conditionalRows(data: SurvivalData, chosen: Options, method: string): readonly SummaryRow[] {
  if (chosen.given.length === 0) return [];
  const { times, level, transform, beyondLastObservation } = chosen;
  return conditionalSurvival(data, {
    given: chosen.given,
    times,
    level,
    transform,
    beyondLastObservation,
  }).map(
    ({ group, given, time, survival, lower, upper }): SummaryRow => ({
      group,
      term: `${time} given ${given}`,
      statistic: 'conditional-survival',
      value: survival,
      interval: { lower, upper, level: chosen.level, method },
      unit: null,
    }),
  );
}

const statisticOf = {
  difference: 'survival-difference',
  ratio: 'survival-ratio',
  'cumulative-hazard-ratio': 'cumulative-hazard-ratio',
  'odds-ratio': 'odds-ratio',
} as const;

function estimateRow(row: MilestoneContrast, level: number): EstimateRow {
  return {
    statistic: statisticOf[row.measure as (typeof measures)[number]],
    term: String(row.time),
    role: 'comparison',
    of: row.of,
    versus: row.versus,
    scale: row.scale,
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: `normal${row.scale === 'log' ? ' on the log scale' : ''}, Greenwood variance`,
  };
}

function notices(result: LandmarkResult, { timeUnit, eventLabel }: SurvivalData): readonly Notice[] {
  if (result.landmark === 0) return [];
  return [
    information(
      'landmark-survival/left-out',
      `Times count from the landmark at ${result.landmark} ${timeUnit}. Left out: ${result.hadEvent} with ${eventLabel} and ${result.censored} no longer followed by then.`,
    ),
  ];
}

/** Landmark and milestone analysis as a method of a plan. */
export const landmarkSurvivalMethod = defineMethod({
  id: 'landmark-survival',
  label: 'Landmark and milestone survival',
  summary:
    'Event-free curves of those still free of the event at a landmark, and how arms differ at chosen times.',
  accepts: 'survival',
  options,
  returns: ['curves', 'summary', 'estimates'],
  statistics: [
    'n',
    'events',
    'median-survival',
    'survival-probability',
    'conditional-survival',
    'survival-difference',
    'survival-ratio',
    'cumulative-hazard-ratio',
    'odds-ratio',
  ],
  run: runLandmark,
  sources: [
    'Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719',
    'Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505-4519',
  ],
});
