import type { StudyRow } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../core/estimable.js';
import { information, type Notice } from '../core/notice.js';
import { logRatioOfProducts } from '../math/special/log-ratio.js';
import { productDifference } from '../math/special/product-difference.js';

/** Effects that two-arm counts give. */
export const countMeasures = ['odds-ratio', 'risk-ratio', 'risk-difference'] as const;
export type CountMeasure = (typeof countMeasures)[number];

/**
 * What happens to a study with a zero in one of its four cells. metafor's names are `to = "only0"`, `to = "all"`,
 * leaving such studies out beforehand, and `to = "none"`, always with `add = 1/2`.
 */
export const zeroCellRules = [
  'add-half-when-any-zero-in-study',
  'add-half-to-all',
  'exclude',
  'none',
] as const;
export type ZeroCellRule = (typeof zeroCellRules)[number];

/** Studies without events, or with events only, in both arms: metafor's `drop00 = TRUE` and `FALSE`. */
export const doubleZeroRules = ['exclude', 'include'] as const;
export type DoubleZeroRule = (typeof doubleZeroRules)[number];

export interface EffectRules {
  readonly measure: CountMeasure;
  readonly zeroCells: ZeroCellRule;
  readonly doubleZero: DoubleZeroRule;
}

export interface ArmCounts {
  readonly events: number;
  readonly n: number;
}

/** The effect of one study on its analysis scale: the logarithm of a ratio, or a difference. */
export interface StudyEffect {
  readonly name: string;
  readonly subgroup?: string;
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly counts?: { readonly of: ArmCounts; readonly versus: ArmCounts };
}

/** A study effect that exists. */
export interface EstimatedEffect extends StudyEffect {
  readonly estimate: number;
  readonly standardError: number;
}

export function isEstimated(effect: StudyEffect): effect is EstimatedEffect {
  return typeof effect.estimate === 'number' && typeof effect.standardError === 'number';
}

/**
 * The effect of each study with its standard error: from two-arm counts by the usual large-sample formulas, or as
 * given. A correction adds one half to all four cells of a study, so one to each arm's size.
 *
 * Not estimable: `empty-group` (an arm without subjects), `no-events` (a study without events in either arm, left out
 * by `doubleZero: 'exclude'`), `no-variation` (the same with events in everyone), `zero-cells` (a zero and no rule to
 * repair it). Throws `<method>/invalid-argument` for events above n, negative or fractional counts and standard
 * errors that are not positive.
 *
 * Source: Fleiss JL, Berlin JA. Effect sizes for dichotomous data, in: The Handbook of Research Synthesis, 2009.
 */
export function studyEffects(
  method: string,
  studies: readonly StudyRow[],
  rules: EffectRules,
): StudyEffect[] {
  return studies.map((study): StudyEffect => {
    const label = { name: study.name, ...(study.subgroup === undefined ? {} : { subgroup: study.subgroup }) };
    if (study.type === 'effect') {
      checkEffect(method, study);
      return { ...label, estimate: study.estimate, standardError: study.standardError };
    }
    checkCounts(method, study.name, study.of);
    checkCounts(method, study.name, study.versus);
    const counts = { of: { ...study.of }, versus: { ...study.versus } };
    return { ...label, counts, ...effectOfCounts(study.of, study.versus, rules) };
  });
}

function effectOfCounts(of: ArmCounts, versus: ArmCounts, rules: EffectRules) {
  const none = (reason: NotEstimableReason) => ({
    estimate: notEstimable(reason),
    standardError: notEstimable(reason),
  });
  if (of.n === 0 || versus.n === 0) return none('empty-group');
  const cells = [of.events, of.n - of.events, versus.events, versus.n - versus.events] as const;
  const hasZero = cells.includes(0);
  if (rules.doubleZero === 'exclude') {
    if (cells[0] === 0 && cells[2] === 0) return none('no-events');
    if (cells[1] === 0 && cells[3] === 0) return none('no-variation');
  }
  if (hasZero && rules.zeroCells === 'exclude') return none('zero-cells');
  const corrected =
    rules.zeroCells === 'add-half-to-all' ||
    (hasZero && rules.zeroCells === 'add-half-when-any-zero-in-study');
  const [a, b, c, d] = cells.map((cell) => cell + (corrected ? 0.5 : 0)) as [number, number, number, number];
  const { estimate, variance } = measures[rules.measure](a, b, c, d);
  if (!Number.isFinite(estimate) || !Number.isFinite(variance) || !(variance > 0)) return none('zero-cells');
  return { estimate, standardError: Math.sqrt(variance) };
}

/** Cells: events and non-events of the first arm, then of the second. */
const measures: Record<
  CountMeasure,
  (a: number, b: number, c: number, d: number) => { estimate: number; variance: number }
> = {
  'odds-ratio': (a, b, c, d) => ({
    estimate: logRatioOfProducts(a, d, b, c),
    variance: 1 / a + 1 / b + 1 / c + 1 / d,
  }),
  'risk-ratio': (a, b, c, d) => ({
    estimate: logRatioOfProducts(a, c + d, c, a + b),
    // 1/a - 1/(a + b) without the subtraction.
    variance: b / (a * (a + b)) + d / (c * (c + d)),
  }),
  'risk-difference': (a, b, c, d) => ({
    estimate: productDifference(a, c + d, c, a + b) / ((a + b) * (c + d)),
    variance: (a * b) / (a + b) ** 3 + (c * d) / (c + d) ** 3,
  }),
};

/** One notice for each reason for which studies have no weight, naming them. */
export function exclusionNotices(method: string, effects: readonly StudyEffect[]): Notice[] {
  const byReason = new Map<NotEstimableReason, string[]>();
  for (const { name, estimate } of effects) {
    if (typeof estimate === 'number') continue;
    const names = byReason.get(estimate.notEstimable);
    if (names === undefined) byReason.set(estimate.notEstimable, [name]);
    else names.push(name);
  }
  return Array.from(byReason, ([reason, names]) => {
    const count = names.length === 1 ? '1 row has' : `${names.length} rows have`;
    return information(
      `${method}/excluded-${reason}`,
      `${count} no weight (${exclusionTexts[reason] ?? reason}): ${names.join(', ')}.`,
    );
  });
}

const exclusionTexts: Partial<Record<NotEstimableReason, string>> = {
  'empty-group': 'an arm has no subjects',
  'no-events': 'no events in either arm',
  'no-variation': 'events in every subject of both arms',
  'zero-cells': 'a zero cell',
};

export function checkCounts(method: string, study: string, arm: ArmCounts): void {
  const { events, n } = arm;
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
  if (!isCount(n))
    throw argumentError(method, 'n', `of "${study}" is not a count`, String(n), 'a whole number from 0 up');
  if (!isCount(events) || events > n) {
    throw argumentError(
      method,
      'events',
      `of "${study}" is not a count up to n`,
      String(events),
      `0 to ${n}`,
    );
  }
}

function checkEffect(method: string, study: Extract<StudyRow, { type: 'effect' }>): void {
  if (!Number.isFinite(study.estimate)) {
    throw argumentError(method, 'estimate', `of "${study.name}" is not a number`, String(study.estimate));
  }
  if (!(study.standardError > 0 && Number.isFinite(study.standardError))) {
    throw argumentError(
      method,
      'standardError',
      `of "${study.name}" is not positive`,
      String(study.standardError),
      'a number above 0',
    );
  }
  requireWithinReach(method, study);
}

/**
 * Throws for effects and standard errors whose fourth powers would leave the range of numbers: estimates beyond 1e50
 * in size, standard errors outside 1e-50 to 1e50. No unit of a study needs such figures.
 */
export function requireWithinReach(
  method: string,
  { name, estimate, standardError }: { readonly name: string; estimate: number; standardError: number },
): void {
  if (Math.abs(estimate) > 1e50) {
    throw argumentError(
      method,
      'estimate',
      `of "${name}" is too large to pool`,
      String(estimate),
      'at most 1e50 in size',
      'Give effects in a larger unit; ratios as logarithms',
    );
  }
  if (standardError < 1e-50 || standardError > 1e50) {
    throw argumentError(
      method,
      'standardError',
      `of "${name}" is out of range`,
      String(standardError),
      'a number from 1e-50 to 1e50',
      'Give effects in another unit',
    );
  }
}
