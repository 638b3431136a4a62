import type { Covariate, LongitudinalData } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList, requireName, requireObject, requireOneOf } from '../../math/argument-checks.js';
import { factorIndicators } from '../factor-indicators.js';
import { requireFactor } from '../require-factor.js';
import { requireVisits } from '../require-visits.js';

/**
 * Subjects at planned visits, as methods for missing values take them: `outcome` row after row, one row a subject, NaN
 * where nothing was observed. A yes-no outcome is 0 or 1.
 */
export type VisitOutcomes = Pick<
  LongitudinalData,
  | 'visits'
  | 'outcomeIs'
  | 'outcome'
  | 'outcomeIsChange'
  | 'baseline'
  | 'group'
  | 'reference'
  | 'strata'
  | 'covariates'
  | 'firstVisitAfterEvent'
>;

/** Visit outcomes that hold together: sizes, and the position of the reference arm. */
export interface CheckedOutcomes {
  readonly subjects: number;
  readonly visits: number;
  readonly arms: number;
  readonly reference: number;
  /** Positions of the arms that are compared with the reference, in display order. */
  readonly others: readonly number[];
  /** Subjects of each arm. */
  readonly armSizes: readonly number[];
}

/**
 * Checks visit outcomes and measures them.
 *
 * @throws MethodError when lists differ in length, a value is infinite or (for yes-no outcomes) neither 0 nor 1, a
 * covariate is missing, an arm is empty, or the reference names no arm.
 */
export function requireVisitOutcomes(method: string, data: VisitOutcomes): CheckedOutcomes {
  requireObject(method, 'data', data, 'visits, outcome, group and covariates');
  requireVisits(method, data.visits);
  requireOneOf(method, 'outcomeIs', data.outcomeIs, ['number', 'yes-no']);
  requireList(method, 'outcome', data.outcome, 'one entry a subject and visit');
  requireFactor(method, 'group', data.group);
  if (data.baseline !== undefined) requireList(method, 'baseline', data.baseline, 'one entry a subject');
  if (data.strata !== undefined) requireFactor(method, 'strata', data.strata);
  requireCovariates(method, data.covariates);
  if (data.firstVisitAfterEvent !== undefined) {
    requireList(method, 'firstVisitAfterEvent', data.firstVisitAfterEvent, 'one entry a subject');
  }
  const { group, outcome } = data;
  const visits = data.visits.length;
  const subjects = group.codes.length;
  if (visits === 0) throw argumentError(method, 'visits', 'are none', '0', 'one or more');
  const lengths: readonly (readonly [string, number | undefined, number])[] = [
    ['outcome', outcome.length, subjects * visits],
    ['baseline', data.baseline?.length, subjects],
    ['strata.codes', data.strata?.codes.length, subjects],
    ['firstVisitAfterEvent', data.firstVisitAfterEvent?.length, subjects],
    ...data.covariates.map(({ name, values }) => [name, values.length, subjects] as const),
  ];
  for (const [name, got, expected] of lengths) {
    if (got !== undefined && got !== expected) {
      throw argumentError(method, name, 'has the wrong length', String(got), String(expected));
    }
  }
  requireValues(method, data);
  const armSizes = group.levels.map(() => 0);
  for (const code of group.codes) armSizes[code]! += 1;
  const reference = data.reference === null ? -1 : group.levels.indexOf(data.reference);
  if (reference < 0 || group.levels.length < 2) {
    throw argumentError(
      method,
      'reference',
      group.levels.length < 2 ? 'has no other arm to be compared with' : 'names no arm',
      data.reference ?? 'none',
      `one of two or more arms (${group.levels.join(', ')})`,
      'Name the comparator under compare.versus',
    );
  }
  const empty = armSizes.indexOf(0);
  if (empty >= 0) {
    throw argumentError(
      method,
      'group',
      `has no subject in arm "${group.levels[empty]}"`,
      '0 subjects',
      'one or more in each arm',
      'Leave the arm out of the comparison',
    );
  }
  const others = group.levels.map((_, arm) => arm).filter((arm) => arm !== reference);
  return { subjects, visits, arms: armSizes.length, reference, others, armSizes };
}

function requireCovariates(method: string, covariates: readonly Covariate[]): void {
  requireList(method, 'covariates', covariates, 'a list of names and values');
  for (const [place, covariate] of Array.from(covariates).entries()) {
    requireObject(method, `covariates[${place}]`, covariate, 'a name and one value a subject');
    requireName(method, `covariates[${place}].name`, covariate.name);
    requireList(method, `covariates[${place}].values`, covariate.values, 'one number a subject');
  }
}

function requireValues(method: string, data: VisitOutcomes): void {
  const refuse = (name: string, value: number, expected: string): never => {
    throw argumentError(method, name, 'is not a value of it', String(value), expected);
  };
  const yesNo = data.outcomeIs === 'yes-no';
  for (let cell = 0; cell < data.outcome.length; cell += 1) {
    const value = data.outcome[cell]!;
    if (Number.isNaN(value)) continue;
    if (yesNo ? value !== 0 && value !== 1 : !Number.isFinite(value)) {
      refuse(
        `outcome[${cell}]`,
        value,
        yesNo ? '0, 1 or NaN where missing' : 'a finite number, or NaN where missing',
      );
    }
  }
  for (const [subject, value] of (data.baseline ?? []).entries()) {
    if (typeof value !== 'number' || Math.abs(value) === Number.POSITIVE_INFINITY) {
      refuse(`baseline[${subject}]`, value, 'a finite number, or NaN where missing');
    }
  }
  for (const { name, values } of data.covariates) {
    for (const [subject, value] of values.entries()) {
      if (!Number.isFinite(value)) refuse(`${name}[${subject}]`, value, 'a finite number for every subject');
    }
  }
  for (const [subject, visit] of (data.firstVisitAfterEvent ?? []).entries()) {
    if (!Number.isInteger(visit) || visit < 0 || visit > data.visits.length) {
      refuse(
        `firstVisitAfterEvent[${subject}]`,
        visit,
        `a position from 0 to ${data.visits.length} (no event)`,
      );
    }
  }
}

/** The position of the visit that is analysed: the one named, or the last. */
export function chosenVisit(method: string, { visits }: VisitOutcomes, name: string | null): number {
  if (name === null) return visits.length - 1;
  const position = visits.findIndex((visit) => visit.name === name);
  if (position < 0) {
    throw argumentError(
      method,
      'visit',
      'names no visit',
      `"${name}"`,
      `one of ${visits.map((visit) => `"${visit.name}"`).join(', ')}`,
    );
  }
  return position;
}

/**
 * What the comparison at a visit is adjusted for: the baseline value, the covariates, and the strata as indicators. A
 * missing baseline value takes the mean of the others over all arms, which in a randomised trial leaves the comparison
 * unbiased. A baseline that no subject has is left out.
 *
 * Source: White IR, Thompson SG. Stat Med 2005;24:993-1007.
 */
export function adjustmentColumns(data: VisitOutcomes): readonly Covariate[] {
  const columns: Covariate[] = [];
  const baseline = data.baseline;
  if (baseline !== undefined) {
    let sum = 0;
    let count = 0;
    for (const value of baseline) {
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    if (count > 0) {
      const mean = sum / count;
      columns.push({
        name: 'baseline',
        values: baseline.map((value) => (Number.isNaN(value) ? mean : value)),
      });
    }
  }
  columns.push(...data.covariates);
  const [first] = data.strata?.levels ?? [];
  if (data.strata !== undefined && first !== undefined) {
    for (const { name, values } of factorIndicators(data.strata, first)) {
      columns.push({ name: `stratum: ${name}`, values });
    }
  }
  return columns;
}

/** Baseline values that are missing. */
export function missingBaselines({ baseline }: VisitOutcomes): number {
  return baseline === undefined ? 0 : baseline.filter(Number.isNaN).length;
}

/** Missing cells of each arm at each visit: `[arm][visit]`. */
export function missingCounts(data: VisitOutcomes): readonly (readonly number[])[] {
  const visits = data.visits.length;
  const counts = data.group.levels.map(() => new Array<number>(visits).fill(0));
  for (const [subject, arm] of data.group.codes.entries()) {
    for (let visit = 0; visit < visits; visit += 1) {
      if (Number.isNaN(data.outcome[subject * visits + visit]!)) counts[arm]![visit]! += 1;
    }
  }
  return counts;
}

/**
 * Throws where an arm has no observed value at a visit up to `last`: nothing then says what its missing values could be.
 */
export function requireObservedValues(
  method: string,
  data: VisitOutcomes,
  { armSizes }: CheckedOutcomes,
  last: number,
): void {
  for (const [arm, counts] of missingCounts(data).entries()) {
    for (let visit = 0; visit <= last; visit += 1) {
      if (counts[visit] !== armSizes[arm]) continue;
      throw argumentError(
        method,
        'outcome',
        `has no observed value in arm "${data.group.levels[arm]}" at visit "${data.visits[visit]!.name}"`,
        `${armSizes[arm]} missing of ${armSizes[arm]}`,
        'at least one observed value in each arm at each visit',
        'Leave the visit out, or choose an earlier one',
      );
    }
  }
}
