import { argumentError } from '../../core/errors.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { type IntervalTransform, intervalTransforms, probabilityInterval } from '../probability-interval.js';
import { rowsByLevel } from '../product-limit.js';
import { checkLevel, singleLevel } from '../survival-columns.js';
import { aalenJohansenStates, type StateOccupancy } from './aalen-johansen-states.js';
import { type StateContrast, stateContrasts } from './state-contrasts.js';
import { readTransitionRows, type TransitionInput } from './transition-rows.js';

export interface MultiStateInput extends TransitionInput {
  /** Arm of each row; one set of curves an arm. */
  readonly group?: NameColumn | undefined;
}

export interface MultiStateOptions {
  /** States in the order wanted. Default those found, sorted. */
  readonly states?: readonly string[];
  /** Times at which probabilities are wanted. Default none. */
  readonly times?: readonly number[];
  /** Mean times in each state are taken from 0 to this time. Default none are. */
  readonly horizon?: number | undefined;
  /** Default 0.95. */
  readonly level?: number;
  /** Scale of the intervals. Default `log`, as R. */
  readonly transform?: IntervalTransform;
  /** Whether the distribution over states at the start is taken as known (default, as R) or as sampled. */
  readonly initialDistribution?: 'known' | 'sampled';
  /** Comparator of the other groups. Default the first. */
  readonly reference?: string | null | undefined;
}

/** One state over time. Arrays have one entry for each distinct end of a row, ascending. */
export interface StateCurve {
  readonly state: string;
  /** Before the first transition. */
  readonly initial: number;
  /** Of the initial probability; 0 where it is taken as known. */
  readonly initialError: number;
  readonly probability: readonly number[];
  readonly standardError: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** In the state just before each time; sums of case weights. */
  readonly atRisk: readonly number[];
  /** Came into the state at each time, and left follow-up while in it; sums of case weights. */
  readonly entered: readonly number[];
  readonly lost: readonly number[];
}

export interface StateAtTime {
  readonly state: string;
  readonly time: number;
  readonly probability: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface TimeInState {
  readonly state: string;
  readonly mean: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface MultiStateCurves {
  readonly group: string | null;
  readonly subjects: number;
  readonly time: readonly number[];
  readonly states: readonly StateCurve[];
  readonly at: readonly StateAtTime[];
  /** Empty without a horizon. */
  readonly timeIn: readonly TimeInState[];
  /** Transitions that happened; sums of case weights. */
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

export interface MultiStateResult {
  readonly level: number;
  readonly transform: IntervalTransform;
  readonly states: readonly string[];
  readonly horizon: number | null;
  readonly groups: readonly MultiStateCurves[];
  /** Every other group against the reference; empty without two groups. */
  readonly contrasts: readonly StateContrast[];
}

const method = 'multi-state';

/**
 * Estimates what share of subjects is in each state over time, such as in hospital, ventilated, discharged or dead,
 * when subjects can go back and forth, enter late and leave follow-up.
 *
 * Conventions. Aalen-Johansen estimate, variance by the infinitesimal jackknife over subjects, both as R's survfit
 * with `id` and `istate`. The distribution at the start is that of those at risk just before the first transition;
 * R takes it as known, `sampled` counts it in the variance. It makes a difference when subjects start in several
 * states. The estimate is right without the Markov property as long as censoring does not depend on the state.
 * Intervals `log` by default as R. Mean times in states are areas under the curves from 0 to the horizon. Groups are
 * compared by differences of probabilities and of mean times; their subjects are others, so variances add up.
 *
 * Units: `start` and `stop` as times, one row for each stay; probabilities of all states add up to 1.
 * Not estimable: `beyond-last-observation` after the last row ended; `empty-group`; `no-variation` for limits at 0.
 * Errors: `MethodError` for rows of a subject that overlap or do not go on from each other, unknown states,
 * transitions into the same state, unusable times. Cost: O(subjects x states) for each time with a transition.
 *
 * Source: Aalen OO, Johansen S. Scand J Stat 1978;5:141-150; Datta S, Satten GA. Stat Probab Lett 2001;55:403-411.
 * Oracle: test/oracles/multi-state.
 */
export function multiState(input: MultiStateInput, options: MultiStateOptions = {}): MultiStateResult {
  requireOptions(method, options, {
    states: 'checked later',
    times: 'numbers',
    horizon: 'number',
    level: 'number',
    transform: intervalTransforms,
    initialDistribution: ['known', 'sampled'],
    reference: 'checked later',
  });
  const { times = [], level = 0.95, transform = 'log', initialDistribution = 'known' } = options;
  const horizon = options.horizon ?? null;
  checkLevel(method, level);
  checkTimes('times', times, 0);
  if (horizon !== null) checkTimes('horizon', [horizon], Number.MIN_VALUE);
  const rows = readTransitionRows(input, options.states);
  const group =
    input.group === undefined ? singleLevel('', rows.n) : readNames(method, 'group', input.group, rows.n);
  checkGroups(rows.id.codes, group.codes);
  const critical = criticalZ(level);
  const order = Int32Array.from({ length: rows.n }, (_, row) => row);
  const groups = rowsByLevel(order, group).map((members, code): MultiStateCurves => {
    const name = input.group === undefined ? null : group.levels[code]!;
    const found = aalenJohansenStates(rows, members, {
      horizon,
      sampledStart: initialDistribution === 'sampled',
    });
    return describe(name, rows.states, found, { times, horizon, critical, transform });
  });
  const contrasts = input.group === undefined ? [] : stateContrasts(groups, options.reference, level);
  return { level, transform, states: rows.states, horizon, groups, contrasts };
}

interface Wanted {
  readonly times: readonly number[];
  readonly horizon: number | null;
  readonly critical: number;
  readonly transform: IntervalTransform;
}

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);
/** Standard errors below this are rounding: influences that cancel. */
const noError = 1e-14;

function describe(
  group: string | null,
  states: readonly string[],
  found: StateOccupancy,
  { times, horizon, critical, transform }: Wanted,
): MultiStateCurves {
  const size = states.length;
  const time = Array.from(found.time);
  const column = (table: Float64Array, state: number) => time.map((_, step) => table[step * size + state]!);
  const curves = states.map((state, code): StateCurve => {
    const probability = column(found.probability, code);
    const standardError = column(found.variance, code).map(errorOf);
    const limits = probability.map((value, step) =>
      limitsOf(value, standardError[step]!, critical, transform),
    );
    return {
      state,
      initial: found.subjects === 0 ? 0 : found.initial[code]!,
      initialError: found.subjects === 0 ? 0 : errorOf(found.initialVariance[code]!),
      probability,
      standardError,
      lower: limits.map(({ lower }) => lower),
      upper: limits.map(({ upper }) => upper),
      atRisk: column(found.atRisk, code),
      entered: column(found.entered, code),
      lost: column(found.lost, code),
    };
  });
  return {
    group,
    subjects: found.subjects,
    time,
    states: curves,
    at: times.flatMap((wanted) => curves.map((curve) => stateAt(curve, time, wanted, critical, transform))),
    timeIn:
      horizon === null ? [] : states.map((state, code) => timeIn(state, code, found, horizon, critical)),
    transitions: states.flatMap((from, left) =>
      states.flatMap((to, right) => {
        const count = found.transitions[left * size + right]!;
        return count > 0 ? [{ from, to, count }] : [];
      }),
    ),
  };
}

function errorOf(variance: number): number {
  const error = Math.sqrt(variance);
  return error > noError ? error : 0;
}

/** Certain probabilities have limits of their own; others those of the transform. */
function limitsOf(value: number, error: number, critical: number, transform: IntervalTransform) {
  if (error === 0 && value >= 1) return { lower: 1, upper: 1 };
  return probabilityInterval(value, error / value, critical, transform);
}

function stateAt(
  curve: StateCurve,
  times: readonly number[],
  time: number,
  critical: number,
  transform: IntervalTransform,
): StateAtTime {
  const { state } = curve;
  const last = times[times.length - 1];
  const reason =
    last === undefined
      ? ('empty-group' as const)
      : time > last + timeTolerance
        ? ('beyond-last-observation' as const)
        : null;
  if (reason !== null) {
    const none = notEstimable(reason);
    return { state, time, probability: none, standardError: none, lower: none, upper: none };
  }
  let step = -1;
  while (step + 1 < times.length && times[step + 1]! <= time + timeTolerance) step += 1;
  const probability = step < 0 ? curve.initial : curve.probability[step]!;
  const standardError = step < 0 ? curve.initialError : curve.standardError[step]!;
  const { lower, upper } = limitsOf(probability, standardError, critical, transform);
  const limit = (value: number | null) => value ?? notEstimable('no-variation');
  return { state, time, probability, standardError, lower: limit(lower), upper: limit(upper) };
}

function timeIn(
  state: string,
  code: number,
  found: StateOccupancy,
  horizon: number,
  critical: number,
): TimeInState {
  const last = found.time[found.time.length - 1];
  if (last === undefined || horizon > last + timeTolerance) {
    const none = notEstimable(last === undefined ? 'empty-group' : 'beyond-last-observation');
    return { state, mean: none, standardError: none, lower: none, upper: none };
  }
  const mean = found.timeIn!.mean[code]!;
  const standardError = errorOf(found.timeIn!.variance[code]!);
  const reach = critical * standardError;
  return {
    state,
    mean,
    standardError,
    lower: Math.max(0, mean - reach),
    upper: Math.min(horizon, mean + reach),
  };
}

/** A subject belongs to one group. */
function checkGroups(id: Int32Array, group: Int32Array): void {
  const of = new Map<number, number>();
  id.forEach((subject, row) => {
    const known = of.get(subject);
    if (known !== undefined && known !== group[row]) {
      throw argumentError(
        method,
        'group',
        `changes within a subject, in row ${row + 1}`,
        'two groups',
        'one group for all rows of a subject',
      );
    }
    of.set(subject, group[row]!);
  });
}

function checkTimes(argument: string, times: readonly number[], least: number): void {
  const bad = times.find((time) => !(time >= least && Number.isFinite(time)));
  if (bad === undefined) return;
  throw argumentError(method, argument, 'has a value that is no time', String(bad), 'numbers of 0 or more');
}
