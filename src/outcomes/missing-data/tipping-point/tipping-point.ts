import { argumentError } from '../../../core/errors.js';
import type { Estimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { adjustedDifferences } from '../adjusted-differences.js';
import type { DifferenceFigure } from '../difference-figure.js';
import { drawImputations, type ImputationOptions } from '../draw-imputations.js';
import { imputationOptionChecks } from '../imputation-option.js';
import { type RiskContrastInterval, riskContrastIntervals } from '../risk-contrast.js';
import {
  adjustmentColumns,
  type CheckedOutcomes,
  chosenVisit,
  requireObservedValues,
  requireVisitOutcomes,
  type VisitOutcomes,
} from '../visit-outcomes.js';
import { countAnalysis, type IncompleteCount, incompleteCount } from './count-grid.js';
import { findTippingShift } from './find-tipping-point.js';
import { automaticShifts, largestDeviation, shiftCounts } from './shift-steps.js';
import { shiftedAnalysis } from './shifted-analysis.js';

/** How many standard deviations a tipping point is looked for when no shifts are named. */
const farthest = 10;

export const shiftRules = ['once', 'each-visit'] as const;
/** `once`: the shift is added to an imputed value; `each-visit`: once for each visit missed in a row up to it. */
export type ShiftRule = (typeof shiftRules)[number];

export interface TippingPointOptions extends ImputationOptions {
  /** The arm that is compared with the reference; needed where there are several. */
  readonly arm?: string | null;
  readonly visit?: string | null;
  /** Shifts of the imputed values of the arm and of the reference; by default around 0 in round steps. */
  readonly shifts?: readonly number[] | null;
  readonly referenceShifts?: readonly number[] | null;
  readonly rule?: ShiftRule;
  /** Shifts of the arm alone at which the comparison is reported besides. */
  readonly report?: readonly number[];
  /** Interval of a risk difference. */
  readonly interval?: RiskContrastInterval;
  /** The p-value below which a difference counts as shown. */
  readonly significance?: number;
  readonly level?: number;
}

/** The comparison at one assumption: `x` and `y` are shifts, or events among the missing, of the arm and the reference. */
export interface TippingCell extends DifferenceFigure {
  readonly x: number;
  readonly y: number;
}

export interface TippingPoint {
  /** The comparison under missing at random: no shift, or events among the missing as among the observed. */
  readonly base: TippingCell;
  /** Every pair of assumptions, x within y. */
  readonly cells: readonly TippingCell[];
  /** Comparisons at named assumptions. */
  readonly reported: readonly { readonly name: string; readonly cell: TippingCell }[];
  /** Where significance is lost as x falls, or rises, from the base while y stays. */
  readonly down: Estimable;
  readonly up: Estimable;
  readonly missing: { readonly of: number; readonly versus: number };
  readonly of: string;
  readonly versus: string;
  readonly visit: string;
  readonly assumption: 'shift' | 'events';
  readonly significance: number;
  readonly level: number;
}

/**
 * How far the missing values would have to depart from missing at random before a result is no longer significant.
 *
 * Numbers: values are imputed many times as in `multipleImputation` (same options), shifts are added to the imputed values
 * of the arm (x) and of the reference (y) at the visit, and the analyses of covariance are pooled by Rubin's rules.
 * `rule: 'once'` (default) adds the shift itself; `'each-visit'` adds it once for each visit missed in a row up to and
 * including the visit, so that early losses drift further. `down` and `up` are the shifts of the arm alone, nearest to
 * 0, at which p rises to `significance`, found to the last digit within the range of the shifts named, or within ten
 * standard deviations where none are; the grid then reaches as far as the nearer one.
 *
 * Yes-no: no model is needed. Every number of events among the missing subjects of the arm (x) and of the reference (y) is
 * tried; the comparison is the risk difference (Wald, or Newcombe with p of the score test). The base has events among
 * the missing as often as among the observed, to the nearest whole subject; `down` and `up` are the first counts x below
 * and above it, y held, at which p is not below `significance`.
 *
 * `not-applicable`: the base is not significant. `not-reached`: significance holds to the end of the range.
 *
 * Cost: that of the imputations, then O(imputations) a cell.
 *
 * @throws MethodError when nothing is missing at the visit in both arms, an arm has no observed value, the arm to compare
 * is not clear, or an option is out of range.
 *
 * Sources: Rubin DB. Multiple imputation for nonresponse in surveys 1987: section 6.2. Yan X, Lee S, Li N. J Biopharm Stat
 * 2009;19:1085-1098. Liublinska V, Rubin DB. Stat Med 2014;33:4170-4185. Cro S, Morris TP, Kenward MG, Carpenter JR. Stat
 * Med 2020;39:2815-2842. Oracle: test/oracles/tipping-point.
 */
export function tippingPoint(data: VisitOutcomes, options: TippingPointOptions = {}): TippingPoint {
  const method = 'tipping-point';
  requireOptions(method, options, {
    arm: 'checked later',
    visit: 'checked later',
    shifts: 'checked later',
    referenceShifts: 'checked later',
    rule: shiftRules,
    report: 'checked later',
    interval: riskContrastIntervals,
    significance: 'checked later',
    level: 'checked later',
    ...imputationOptionChecks,
  });
  const { significance = 0.05, level = 0.95, rule = 'once', interval = 'wald' } = options;
  requireLevel(method, 'level', level);
  requireLevel(method, 'significance', significance);
  const checked = requireVisitOutcomes(method, data);
  const visit = chosenVisit(method, data, options.visit ?? null);
  const arm = comparedArm(method, data, checked, options.arm ?? null);
  const counts = [arm, checked.reference].map((code) => incompleteCount(data, checked, code, visit));
  const [of, versus] = counts as [IncompleteCount, IncompleteCount];
  if (of.missing + versus.missing === 0) {
    throw argumentError(
      method,
      'outcome',
      `has no missing value at visit "${data.visits[visit]!.name}" in the arms compared`,
      '0 missing',
      'missing values whose assumptions can be varied',
      'Nothing can tip: report the comparison itself',
    );
  }
  const empty = [of, versus].find(({ observed }) => observed === 0);
  if (empty !== undefined) {
    throw argumentError(
      method,
      'outcome',
      `has no observed value in arm "${empty.name}" at visit "${data.visits[visit]!.name}"`,
      `${empty.missing} missing of ${empty.missing}`,
      'at least one observed value',
    );
  }
  const shared = {
    missing: { of: of.missing, versus: versus.missing },
    of: of.name,
    versus: versus.name,
    visit: data.visits[visit]!.name,
    significance,
    level,
  };
  if (data.outcomeIs === 'yes-no') {
    return { ...shared, ...countAnalysis(of, versus, interval, level, significance) };
  }
  requireObservedValues(method, data, checked, checked.visits - 1);
  const { completed } = drawImputations(method, data, options);
  const { subjects, visits } = checked;
  const columns = completed.map((outcome) =>
    Float64Array.from({ length: subjects }, (_, subject) => outcome[subject * visits + visit]!),
  );
  const model = adjustedDifferences(
    data.group.codes,
    checked.arms,
    checked.reference,
    [arm],
    adjustmentColumns(data),
  );
  const at = shiftedAnalysis(
    columns,
    model,
    0,
    {
      of: shiftCounts(data, checked, arm, visit, rule),
      versus: shiftCounts(data, checked, checked.reference, visit, rule),
    },
    [of.name, versus.name],
    level,
  );
  const pAt = (shift: number): Estimable => at(shift, 0).p;
  const named = options.shifts ?? null;
  const spread = largestDeviation(data, checked, [arm, checked.reference], visit);
  const [low, high] =
    named === null ? [-farthest * spread, farthest * spread] : [Math.min(0, ...named), Math.max(0, ...named)];
  const down = findTippingShift(pAt, low, significance);
  const up = findTippingShift(pAt, high, significance);
  const automatic = automaticShifts(spread, [down, up]);
  const x = shiftList(method, 'shifts', named ?? automatic);
  const y = shiftList(method, 'referenceShifts', options.referenceShifts ?? automatic);
  const cellAt = (ofShift: number, versusShift: number): TippingCell => ({
    x: ofShift,
    y: versusShift,
    ...at(ofShift, versusShift),
  });
  return {
    ...shared,
    base: cellAt(0, 0),
    cells: y.flatMap((versusShift) => x.map((ofShift) => cellAt(ofShift, versusShift))),
    reported: shiftList(method, 'report', options.report ?? []).map((shift) => ({
      name: `shift ${shift} in ${of.name}`,
      cell: cellAt(shift, 0),
    })),
    down,
    up,
    assumption: 'shift',
  };
}

function comparedArm(
  method: string,
  { group }: VisitOutcomes,
  { others }: CheckedOutcomes,
  name: string | null,
): number {
  const names = others.map((arm) => group.levels[arm]!);
  const found = name === null && others.length === 1 ? 0 : names.indexOf(name ?? '');
  if (found < 0) {
    throw argumentError(
      method,
      'arm',
      name === null ? 'is missing where several arms could be compared' : 'names no arm to compare',
      name ?? 'none',
      `one of ${names.join(', ')}`,
    );
  }
  return others[found]!;
}

function shiftList(method: string, name: string, shifts: readonly number[]): readonly number[] {
  const bad = shifts.findIndex((shift) => !Number.isFinite(shift));
  if (bad >= 0 || (shifts.length === 0 && name !== 'report')) {
    throw argumentError(
      method,
      name,
      'is not a list of shifts',
      bad < 0 ? 'an empty list' : String(shifts[bad]),
      'one or more numbers in the unit of the outcome',
    );
  }
  return shifts;
}
