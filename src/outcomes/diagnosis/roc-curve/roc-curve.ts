import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { generalisedQuadraticForm } from '../../../math/linear-algebra/generalised-quadratic-form.js';
import { numbersWithGaps, zerosAndOnes } from '../../../math/number-list.js';
import { requireOptions } from '../../../math/option-checks.js';
import { empiricalRoc } from '../empirical-roc.js';
import { type MarkerDirection, type MarkerInput, markerCases, markerDirections } from '../marker-cases.js';
import { areaCovariance, type Placements, placements } from './placements.js';

export interface RocOptions {
  /** Which values point to the condition. Default `higher`. */
  readonly direction?: MarkerDirection;
  readonly level?: number;
  /** `wald` (default, as pROC): area plus and minus z standard errors, cut at 0 and 1. `logit`: on the logit scale. */
  readonly interval?: 'wald' | 'logit';
}

export interface RocCurvePoint {
  /** Values on the positive side of it are called positive; in the marker's own unit. */
  readonly cut: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

export interface RocCurve {
  /** Chance that a subject with the condition has the higher (or lower) value; 0.5 tells nothing, 1 separates. */
  readonly auc: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Of the area being 0.5. */
  readonly z: Estimable;
  readonly p: Estimable;
  readonly cases: number;
  readonly controls: number;
  readonly missing: number;
  /** Cuts between neighbouring values, all subjects positive first. The corners (1, 0) and (0, 1) are not among them. */
  readonly points: readonly RocCurvePoint[];
  readonly direction: MarkerDirection;
  readonly level: number;
}

/**
 * How well a marker tells subjects with a condition from those without, over all cuts.
 *
 * The area under the empirical curve with DeLong's standard error, as R pROC and SAS PROC LOGISTIC give them. Missing
 * values are left out and counted. No case or no control: `empty-group`. One of either: no standard error
 * (`too-few-observations`). An area of exactly 0 or 1 has standard error 0 and no interval (`no-variation`).
 *
 * @throws MethodError for a condition other than 0 or 1, infinite values, lists of different lengths.
 *
 * Sources: DeLong ER et al. Biometrics 1988;44:837-845. Sun X, Xu W. IEEE Signal Process Lett 2014;21:1389-1393.
 * Oracle: test/oracles/roc-curve.
 */
export function rocCurve(input: MarkerInput, options: RocOptions = {}): RocCurve {
  requireObject('roc-curve', 'input', input, 'an object with condition and marker');
  const { direction, level, interval } = checkedOptions(options);
  const { cases, controls, missing } = markerCases('roc-curve', input, direction);
  const sign = direction === 'higher' ? 1 : -1;
  const points = empiricalRoc(cases, controls).map(({ cut, truePositives, falsePositives }) => ({
    cut: sign * cut,
    sensitivity: truePositives / cases.length,
    specificity: 1 - falsePositives / controls.length,
  }));
  const counted = { cases: cases.length, controls: controls.length, missing, direction, level };
  if (cases.length === 0 || controls.length === 0) {
    const none = notEstimable('empty-group');
    return { auc: none, ...noSpread('empty-group'), ...counted, points: [] };
  }
  const placed = placements(cases, controls);
  return { auc: placed.auc, ...spread(placed, level, interval), ...counted, points };
}

export interface RocComparison {
  /** Area of the first marker minus that of the second. */
  readonly difference: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  readonly p: Estimable;
  readonly first: string;
  readonly second: string;
}

export interface RocCurveComparison {
  readonly curves: readonly (RocCurve & { readonly name: string })[];
  /** Every pair of markers, in the order given. */
  readonly differences: readonly RocComparison[];
  /** DeLong's test that all areas are equal. */
  readonly equality: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  /** Subjects with all markers, which the comparison rests on. */
  readonly subjects: number;
  readonly level: number;
}

/**
 * Whether one marker tells a condition better than another, measured in the same subjects (DeLong's test for correlated
 * areas). Subjects that lack any of the markers are left out of everything here. Two markers that rank subjects alike
 * have a difference without spread (`no-variation`); with fewer than two cases or two controls nothing can be compared
 * (`too-few-observations`).
 *
 * @throws MethodError for fewer than two markers, a condition other than 0 or 1, infinite values, lists of different lengths.
 *
 * Source: DeLong ER et al. Biometrics 1988;44:837-845. Oracle: test/oracles/roc-curve.
 */
export function compareRocCurves(
  input: {
    readonly condition: ArrayLike<number | boolean>;
    readonly markers: Readonly<Record<string, ArrayLike<number | null>>>;
  },
  options: RocOptions = {},
): RocCurveComparison {
  requireObject('roc-curve', 'input', input, 'an object with condition and markers');
  const { direction, level } = checkedOptions(options);
  requireObject('roc-curve', 'markers', input.markers, 'one list of values a marker');
  zerosAndOnes('roc-curve', 'condition', input.condition);
  const names = Object.keys(input.markers);
  if (names.length < 2) {
    throw argumentError(
      'roc-curve',
      'markers',
      'are too few to compare',
      String(names.length),
      'two or more',
    );
  }
  const lists = names.map((name) => {
    const list = numbersWithGaps('roc-curve', `markers.${name}`, input.markers[name]!);
    if (list.length === input.condition.length) return list;
    throw argumentError(
      'roc-curve',
      `markers.${name}`,
      'has another length than the condition',
      String(list.length),
      `${input.condition.length}, one a subject`,
    );
  });
  const complete = Array.from({ length: input.condition.length }, (_, row) => row).filter((row) =>
    lists.every((list) => !Number.isNaN(list[row])),
  );
  const condition = complete.map((row) => input.condition[row]!);
  const marker = (list: Float64Array) => complete.map((row) => list[row]!);
  const curves = lists.map((list, index) => ({
    name: names[index]!,
    ...rocCurve({ condition, marker: marker(list) }, options),
  }));
  const enough = curves[0]!.cases > 1 && curves[0]!.controls > 1;
  const placed = enough
    ? lists.map((list) => {
        const { cases, controls } = markerCases('roc-curve', { condition, marker: marker(list) }, direction);
        return placements(cases, controls);
      })
    : [];
  const differences = names.flatMap((first, a) =>
    names.slice(a + 1).map((second, offset): RocComparison => {
      const b = a + 1 + offset;
      const named = { first, second };
      if (!enough)
        return {
          difference: notEstimable('too-few-observations'),
          ...noSpread('too-few-observations'),
          ...named,
        };
      return { ...pairedDifference(placed[a]!, placed[b]!, level), ...named };
    }),
  );
  return { curves, differences, equality: equalityTest(placed), subjects: complete.length, level };
}

function checkedOptions(options: RocOptions) {
  requireOptions('roc-curve', options, {
    direction: markerDirections,
    level: 'checked later',
    interval: ['wald', 'logit'],
  });
  const { direction = 'higher', level = 0.95, interval = 'wald' } = options;
  requireLevel('roc-curve', 'level', level);
  return { direction, level, interval };
}

function noSpread(reason: NotEstimableReason) {
  const none = notEstimable(reason);
  return { standardError: none, lower: none, upper: none, z: none, p: none };
}

function spread(placed: Placements, level: number, interval: 'wald' | 'logit') {
  if (placed.ofCases.length < 2 || placed.ofControls.length < 2) return noSpread('too-few-observations');
  const standardError = Math.sqrt(areaCovariance(placed, placed));
  if (!(standardError > 0)) return { ...noSpread('no-variation'), standardError: 0 };
  const { auc } = placed;
  const half = criticalZ(level) * standardError;
  const z = (auc - 0.5) / standardError;
  const logit = Math.log(auc / (1 - auc));
  const logitHalf = half / (auc * (1 - auc));
  const back = (value: number) => 1 / (1 + Math.exp(-value));
  return {
    standardError,
    lower: interval === 'wald' ? Math.max(0, auc - half) : back(logit - logitHalf),
    upper: interval === 'wald' ? Math.min(1, auc + half) : back(logit + logitHalf),
    z,
    p: normalTwoSidedP(z),
  };
}

function pairedDifference(first: Placements, second: Placements, level: number) {
  const difference = first.auc - second.auc;
  const own = areaCovariance(first, first) + areaCovariance(second, second);
  const variance = own - 2 * areaCovariance(first, second);
  if (!(variance > 1e-14 * own)) return { difference, ...noSpread('no-variation') };
  const standardError = Math.sqrt(variance);
  const half = criticalZ(level) * standardError;
  const z = difference / standardError;
  return {
    difference,
    standardError,
    lower: difference - half,
    upper: difference + half,
    z,
    p: normalTwoSidedP(z),
  };
}

/** Differences from the first area, weighted by the inverse of their covariance. */
function equalityTest(placed: readonly Placements[]) {
  const [first] = placed;
  const df = Math.max(0, placed.length - 1);
  if (first === undefined) {
    const none = notEstimable('too-few-observations');
    return { chiSquare: none, df, p: none };
  }
  const others = placed.slice(1);
  const covariance = new Float64Array(df * df);
  others.forEach((a, row) => {
    others.forEach((b, column) => {
      covariance[row * df + column] =
        areaCovariance(a, b) -
        areaCovariance(a, first) -
        areaCovariance(first, b) +
        areaCovariance(first, first);
    });
  });
  const form = generalisedQuadraticForm(
    others.map((other) => other.auc - first.auc),
    covariance,
  );
  if (form.rank === 0 || !(Math.max(...covariance) > 1e-14)) {
    const none = notEstimable('no-variation');
    return { chiSquare: none, df: 0, p: none };
  }
  return { chiSquare: form.value, df: form.rank, p: chiSquareUpperTail(form.value, form.rank) };
}
