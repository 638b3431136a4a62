import { z } from 'zod';
import type { CompetingEventsData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { Curve, EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { causePosition } from '../cause-position.js';
import { intervalTransforms, intervalTransformText } from '../probability-interval.js';
import { softwareConventions } from '../software-profile.js';
import { incidenceVariances } from './aalen-johansen.js';
import {
  type CumulativeIncidenceCurve,
  type CumulativeIncidenceResult,
  cumulativeIncidence,
  type IncidenceDifference,
} from './cumulative-incidence.js';

const options = z.strictObject({
  cause: z
    .string()
    .optional()
    .describe('The kind of event whose incidence is wanted. Default that of interest.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  profile: z
    .enum(['r', 'sas'])
    .default('sas')
    .describe("Whose defaults to take: R's survfit or SAS. Options that are stated win."),
  transform: z
    .enum(intervalTransforms)
    .optional()
    .describe('Scale of the intervals of the incidence. Default log-log with profile sas, log with r.'),
  variance: z
    .enum(incidenceVariances)
    .optional()
    .describe(
      'Counting-process variance (aalen), the default with profile sas and in cmprsk, or multinomial (delta), the default with r.',
    ),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which the incidence is wanted, in the unit of the data.'),
  differences: z
    .boolean()
    .default(false)
    .describe('Adds differences between arms in the incidence at the chosen times.'),
  rho: z.number().default(0).describe("Weight (1 - incidence)^rho of event times in Gray's test."),
});

function runCumulativeIncidence(data: CompetingEventsData, chosen: z.output<typeof options>): MethodOutput {
  const cause = causePosition('cumulative-incidence', data, chosen.cause);
  const { profile, differences, ...stated } = chosen;
  const { incidenceTransform, incidenceVariance } = softwareConventions[profile];
  const result = cumulativeIncidence(data, {
    ...stated,
    transform: stated.transform ?? incidenceTransform,
    variance: stated.variance ?? incidenceVariance,
    cause,
    reference: data.reference,
  });
  const variance = result.variance === 'aalen' ? 'Aalen variance' : 'delta variance';
  const intervalMethod = `${intervalTransformText[result.transform]}, ${variance}`;
  const parts: ResultPart[] = [
    {
      kind: 'curves',
      quantity: 'cumulative-incidence',
      timeUnit: data.timeUnit,
      level: result.level,
      intervalMethod,
      curves: result.curves.map(withOrigin),
    },
    { kind: 'summary', rows: result.curves.flatMap((curve) => summaryRows(curve, result, intervalMethod)) },
  ];
  if (result.grayTest !== null) {
    const { chiSquare, df, p } = result.grayTest;
    const method = `Gray test of ${data.causes[cause - 1] ?? 'the event'}${data.strata === undefined ? '' : ', stratified'}`;
    parts.push({ kind: 'test', rows: [{ statistic: 'gray', term: null, value: chiSquare, df, p, method }] });
  }
  if (differences && result.differences.length > 0) {
    parts.push({ kind: 'estimates', rows: result.differences.map((row) => differenceRow(row, result)) });
  }
  return { parts, notices: [] };
}

function differenceRow(
  row: IncidenceDifference,
  { level, variance }: CumulativeIncidenceResult,
): EstimateRow {
  return {
    statistic: 'cumulative-incidence-difference',
    term: String(row.time),
    role: 'comparison',
    of: row.of,
    versus: row.versus,
    scale: 'linear',
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: `Wald, ${variance === 'aalen' ? 'Aalen' : 'delta'} variance of each arm`,
  };
}

/** Puts the origin before the first time. Competing events leave the risk set and count as neither kind of mark. */
function withOrigin(curve: CumulativeIncidenceCurve): Curve {
  return {
    group: curve.group,
    time: [0, ...curve.time],
    estimate: [0, ...curve.incidence],
    lower: [0, ...curve.lower],
    upper: [0, ...curve.upper],
    atRisk: [curve.atRisk[0] ?? 0, ...curve.atRisk],
    events: [0, ...curve.events],
    censored: [0, ...curve.censored],
  };
}

function summaryRows(
  curve: CumulativeIncidenceCurve,
  { level }: CumulativeIncidenceResult,
  method: string,
): readonly SummaryRow[] {
  const { group } = curve;
  return [
    { group, term: null, statistic: 'n', value: curve.n, unit: null },
    { group, term: null, statistic: 'events', value: curve.totalEvents, unit: null },
    ...curve.at.map(
      (at): SummaryRow => ({
        group,
        term: String(at.time),
        statistic: 'cumulative-incidence',
        value: at.incidence,
        interval: { lower: at.lower, upper: at.upper, level, method },
        unit: null,
      }),
    ),
  ];
}

/** Cumulative incidence as a method of a plan: `curves`, a `summary` at chosen times, and Gray's `test` of arms. */
export const cumulativeIncidenceMethod = defineMethod({
  id: 'cumulative-incidence',
  label: 'Cumulative incidence with competing risks',
  summary:
    'The share of subjects who have had one kind of event when another can come first, and whether arms differ.',
  accepts: 'competing-events',
  options,
  returns: ['curves', 'summary', 'test', 'estimates'],
  statistics: ['n', 'events', 'cumulative-incidence', 'cumulative-incidence-difference', 'gray'],
  run: runCumulativeIncidence,
  sources: [
    'Aalen OO, Johansen S. Scand J Stat 1978;5:141-150',
    'Gray RJ. Ann Stat 1988;16:1141-1154',
    'Marubini E, Valsecchi MG. Analysing Survival Data from Clinical Trials. Wiley 1995, chapter 10',
  ],
});
