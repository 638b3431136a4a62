import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { Curve, EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { countsAlongGrid } from '../model-curve.js';
import { intervalTransforms, intervalTransformText } from '../probability-interval.js';
import { requireGroup } from '../require-group.js';
import { riskMeasures } from './marginal-effects.js';
import {
  type StandardisedCurve,
  type StandardisedSurvivalResult,
  standardisedSurvival,
} from './standardised-survival.js';

const options = z.strictObject({
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which event-free probabilities and effects are wanted, in the unit of the data.'),
  measures: z
    .array(z.enum(riskMeasures))
    .min(1)
    .default(['risk-difference', 'risk-ratio'])
    .describe('How arms are compared at those times.'),
  horizon: z
    .number()
    .positive()
    .optional()
    .describe('End of the follow-up that the marginal hazard ratio stands for. Default the last event time.'),
  ties: z
    .enum(['efron', 'breslow'])
    .default('efron')
    .describe('How tied event times enter the likelihood. R uses efron, SAS breslow.'),
  variance: z
    .enum(['influence', 'bootstrap'])
    .default('influence')
    .describe('Influence functions in closed form, or a seeded bootstrap of subjects.'),
  resamples: z.number().int().min(2).default(500).describe('Resamples of the bootstrap.'),
  seed: z
    .number()
    .int()
    .nonnegative()
    .default(1)
    .describe('Seed of the bootstrap; the same seed gives the same numbers.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  transform: z
    .enum(intervalTransforms)
    .default('log-log')
    .describe('Scale of the intervals of probabilities.'),
});
type Options = z.output<typeof options>;

function runStandardised(data: SurvivalData, chosen: Options): MethodOutput {
  const group = requireGroup('standardised-survival', data);
  const { measures: _, ...stated } = chosen;
  const result = standardisedSurvival({ ...data, group, reference: data.reference }, stated);
  const errors = result.variance === 'bootstrap' ? 'bootstrap variance' : 'influence-function variance';
  const intervalMethod = `${intervalTransformText[result.transform]}, ${errors}`;
  const parts: ResultPart[] = [];
  if (result.curves.length > 0) {
    parts.push({
      kind: 'curves',
      quantity: 'survival',
      timeUnit: data.timeUnit,
      level: result.level,
      intervalMethod,
      curves: result.curves.map((curve) => drawnCurve(curve, data)),
    });
  }
  parts.push(
    { kind: 'estimates', rows: estimateRows(result, chosen, errors, group.levels.length > 2) },
    { kind: 'summary', rows: summaryRows(result, intervalMethod) },
  );
  return { parts, notices: notices(result, chosen) };
}

/** The average curve with its origin, and the numbers truly at risk in the arm. */
function drawnCurve(curve: StandardisedCurve, data: SurvivalData): Curve {
  const time = curve.time[0] === 0 ? curve.time : [0, ...curve.time];
  const pad = <Value>(values: readonly Value[], first: Value) =>
    time.length === values.length ? values : [first, ...values];
  return {
    group: curve.group,
    time,
    estimate: pad(curve.survival, 1),
    lower: pad(curve.lower, 1),
    upper: pad(curve.upper, 1),
    ...countsAlongGrid(data, curve.group, time),
  };
}

function estimateRows(
  result: StandardisedSurvivalResult,
  { measures, level }: Options,
  errors: string,
  several: boolean,
): readonly EstimateRow[] {
  const row = (
    statistic: EstimateRow['statistic'],
    term: string | null,
    scale: 'linear' | 'log',
    contrast: Pick<EstimateRow, 'of' | 'versus' | 'estimate' | 'standardError' | 'lower' | 'upper' | 'p'>,
  ): EstimateRow => ({
    statistic,
    term: several && contrast.of !== null ? (term === null ? contrast.of : `${contrast.of}, ${term}`) : term,
    role: 'comparison',
    of: contrast.of,
    versus: contrast.versus,
    scale,
    estimate: contrast.estimate,
    standardError: contrast.standardError,
    lower: contrast.lower,
    upper: contrast.upper,
    level,
    p: contrast.p,
    reference: { distribution: 'normal' },
    intervalMethod: `normal${scale === 'log' ? ' on the log scale' : ''}, ${errors}`,
  });
  return [
    ...result.hazardRatios.map((ratio) => row('hazard-ratio', null, 'log', ratio)),
    ...result.contrasts
      .filter(({ measure }) => measures.includes(measure))
      .map((contrast) => row(contrast.measure, String(contrast.time), contrast.scale, contrast)),
  ];
}

function summaryRows(result: StandardisedSurvivalResult, method: string): readonly SummaryRow[] {
  return [
    { group: null, term: null, statistic: 'n', value: result.n, unit: null },
    { group: null, term: null, statistic: 'events', value: result.events, unit: null },
    ...result.at.map(
      ({ group, time, survival, lower, upper }): SummaryRow => ({
        group,
        term: String(time),
        statistic: 'survival-probability',
        value: survival,
        interval: { lower, upper, level: result.level, method },
        unit: null,
      }),
    ),
  ];
}

function notices(result: StandardisedSurvivalResult, { resamples }: Options): readonly Notice[] {
  const list: Notice[] = [];
  if (result.horizon !== null) {
    list.push(
      information(
        'standardised-survival/horizon',
        `The hazard ratio is marginal: it compares the two averaged curves up to ${result.horizon}, not subjects with equal covariates.`,
      ),
    );
  }
  if (result.failedResamples > 0) {
    list.push(
      warning(
        'standardised-survival/failed-resamples',
        `${result.failedResamples} of ${resamples} resamples gave no fit and are left out of the variance.`,
      ),
    );
  }
  return list;
}

/** Curves averaged over covariates as a method of a plan, with effects at times and a marginal hazard ratio. */
export const standardisedSurvivalMethod = defineMethod({
  id: 'standardised-survival',
  label: 'Standardised survival',
  summary:
    'Event-free curves and effects for the whole study population in each arm, adjusted for covariates by a Cox model.',
  accepts: 'survival',
  options,
  returns: ['curves', 'estimates', 'summary'],
  statistics: ['n', 'events', 'survival-probability', 'hazard-ratio', ...riskMeasures],
  run: runStandardised,
  sources: [
    'Makuch RW. J Chronic Dis 1982;35:437-443',
    'Chen P-Y, Tsiatis AA. Biometrics 2001;57:1030-1038',
    'Daniel R, Zhang J, Farewell D. Biom J 2021;63:528-557',
  ],
});
