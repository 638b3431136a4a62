import { z } from 'zod';
import type { MultiStateData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import { information, type Notice } from '../../core/notice.js';
import type { Curve, EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { didYouMean } from '../../core/suggest.js';
import { intervalTransforms, intervalTransformText } from '../probability-interval.js';
import { type MultiStateCurves, multiState } from './multi-state.js';
import type { StateContrast } from './state-contrasts.js';

const options = z.strictObject({
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which the probability of each state is given and compared between arms.'),
  horizon: z
    .number()
    .positive()
    .optional()
    .describe('Mean times in each state are taken from 0 to this time; none are given without it.'),
  compareStates: z
    .array(z.string())
    .default([])
    .describe('States in which arms are compared, in this order. Default all.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  transform: z
    .enum(intervalTransforms)
    .default('log')
    .describe('Scale of the intervals of probabilities. R uses log.'),
  initialDistribution: z
    .enum(['known', 'sampled'])
    .default('known')
    .describe(
      'Whether the shares of the states at the start are taken as known, as R does, or add to the variance.',
    ),
});
type Options = z.output<typeof options>;

const errorText = 'infinitesimal jackknife over subjects';

function runMultiState(data: MultiStateData, chosen: Options): MethodOutput {
  const { compareStates, ...stated } = chosen;
  checkStates(compareStates, data.states);
  const result = multiState(
    {
      id: { levels: subjectNames(data.subject), codes: data.subject },
      start: data.start,
      stop: data.stop,
      from: Array.from(data.from, (code) => data.states[code]!),
      to: Array.from(data.to, (code) => data.states[code] ?? null),
      group: data.group,
    },
    { ...stated, states: data.states, reference: data.reference },
  );
  const intervalMethod = `${intervalTransformText[result.transform]}, ${errorText}`;
  const parts: ResultPart[] = [
    {
      kind: 'curves',
      quantity: 'state-occupancy',
      timeUnit: data.timeUnit,
      level: result.level,
      intervalMethod,
      curves: result.groups.flatMap((group) => stateCurves(group, chosen)),
    },
    {
      kind: 'summary',
      rows: result.groups.flatMap((group) => summaryRows(group, data, chosen, intervalMethod)),
    },
  ];
  const rows = chosenContrasts(result.contrasts, chosen.compareStates).map((row) =>
    estimateRow(row, data, chosen.level),
  );
  if (rows.length > 0) parts.push({ kind: 'estimates', rows });
  return { parts, notices: notices(result.groups, chosen) };
}

function checkStates(wanted: readonly string[], states: readonly string[]): void {
  const unknown = wanted.find((state) => !states.includes(state));
  if (unknown === undefined) return;
  throw argumentError(
    'multi-state',
    'compareStates',
    'names a state that the data do not have',
    `"${unknown}"`,
    states.join(', '),
    didYouMean(unknown, states),
  );
}

function subjectNames(subject: Int32Array): readonly string[] {
  const last = subject.reduce((largest, code) => Math.max(largest, code), -1);
  return Array.from({ length: last + 1 }, (_, code) => String(code));
}

/** One curve a state, with the shares at the start in front. */
function stateCurves(
  { group, time, states }: MultiStateCurves,
  { initialDistribution }: Options,
): readonly Curve[] {
  if (time.length === 0) return [];
  const origin = initialDistribution === 'known';
  return states.map(
    (curve): Curve => ({
      group,
      state: curve.state,
      time: [0, ...time],
      estimate: [curve.initial, ...curve.probability],
      lower: [origin ? curve.initial : null, ...curve.lower],
      upper: [origin ? curve.initial : null, ...curve.upper],
      atRisk: [curve.atRisk[0]!, ...curve.atRisk],
      events: [0, ...curve.entered],
      censored: [0, ...curve.lost],
    }),
  );
}

function summaryRows(
  { group, subjects, transitions, at, timeIn }: MultiStateCurves,
  { timeUnit }: MultiStateData,
  { level, horizon }: Options,
  method: string,
): readonly SummaryRow[] {
  return [
    { group, term: null, statistic: 'n', value: subjects, unit: null },
    ...transitions.map(
      ({ from, to, count }): SummaryRow => ({
        group,
        term: `${from} to ${to}`,
        statistic: 'count',
        value: count,
        unit: null,
      }),
    ),
    ...at.map(
      ({ state, time, probability, lower, upper }): SummaryRow => ({
        group,
        term: atTime(state, time),
        statistic: 'state-occupancy',
        value: probability,
        interval: { lower, upper, level, method },
        unit: null,
      }),
    ),
    ...timeIn.flatMap(({ state, mean, standardError, lower, upper }): SummaryRow[] => [
      {
        group,
        term: state,
        statistic: 'time-in-state',
        value: mean,
        interval: {
          lower,
          upper,
          level,
          method: `normal, cut at 0 and ${horizon} ${timeUnit}, ${errorText}`,
        },
        unit: timeUnit,
      },
      { group, term: state, statistic: 'standard-error', value: standardError, unit: timeUnit },
    ]),
  ];
}

const atTime = (state: string, time: number) => `${state} at ${time}`;

function chosenContrasts(
  contrasts: readonly StateContrast[],
  wanted: readonly string[],
): readonly StateContrast[] {
  if (wanted.length === 0) return contrasts;
  const quantities = ['occupancy', 'time-in-state'];
  return contrasts
    .filter(({ state }) => wanted.includes(state))
    .toSorted(
      (left, right) =>
        quantities.indexOf(left.quantity) - quantities.indexOf(right.quantity) ||
        wanted.indexOf(left.state) - wanted.indexOf(right.state),
    );
}

function estimateRow(row: StateContrast, { timeUnit }: MultiStateData, level: number): EstimateRow {
  const inState = row.quantity === 'time-in-state';
  return {
    statistic: inState ? 'time-in-state-difference' : 'state-occupancy-difference',
    term: inState ? row.state : atTime(row.state, row.time!),
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
    intervalMethod: `normal, sum of the variances of the arms, each by ${errorText}`,
    ...(inState ? { unit: timeUnit } : {}),
  };
}

function notices(groups: readonly MultiStateCurves[], { initialDistribution }: Options): readonly Notice[] {
  const severalStarts = groups.some(({ states }) => states.some(({ initial }) => initial > 0 && initial < 1));
  if (!severalStarts || initialDistribution === 'sampled') return [];
  return [
    information(
      'multi-state/start-known',
      'Subjects start in several states; the shares at the start are taken as known and add nothing to the intervals, as R does. With initialDistribution: sampled they do.',
    ),
  ];
}

/** State occupancy as a method of a plan: curves of every state, probabilities, mean times in states, contrasts. */
export const multiStateMethod = defineMethod({
  id: 'multi-state',
  label: 'State occupancy',
  summary:
    'What share of subjects is in each state over time, how long they stay there, and how arms differ, when subjects can go back and forth.',
  accepts: 'multi-state',
  options,
  returns: ['curves', 'summary', 'estimates'],
  statistics: [
    'n',
    'count',
    'state-occupancy',
    'time-in-state',
    'standard-error',
    'state-occupancy-difference',
    'time-in-state-difference',
  ],
  run: runMultiState,
  sources: [
    'Aalen OO, Johansen S. Scand J Stat 1978;5:141-150',
    'Datta S, Satten GA. Stat Probab Lett 2001;55:403-411',
    'Andersen PK, Keiding N. Stat Methods Med Res 2002;11:91-115',
  ],
});
