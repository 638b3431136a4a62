import type { NotEstimableReason } from '../core/estimable.js';
import { type RegressionInput, type RegressionTerm, readRegressionTerms } from './regression-terms.js';

/** An arm of the input. */
export interface ModelArm {
  /** null without arms. */
  readonly name: string | null;
  readonly n: number;
  /** Rows with an event. */
  readonly events: number;
}

/** An effect that was asked for: a column of the model, or the reason why there is none. */
export interface ModelEffect {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  /** Place among `columns`; null where it has none. */
  readonly column: number | null;
  readonly reason: NotEstimableReason | null;
}

/** What a model with a baseline of its own can fit of the arms and covariates it was given. */
export interface ModelTerms {
  readonly arms: readonly ModelArm[];
  /** Rows that can be fitted: those of arms with events. An arm without events is at the limit of hazard 0. */
  readonly keep: Int32Array;
  /** The arm at which all comparisons are 0: the reference, or another when the reference has no events. */
  readonly baseline: string | null;
  readonly columns: readonly RegressionTerm[];
  readonly effects: readonly ModelEffect[];
  /** Whether the baseline is not the reference asked for, whose level is then infinitely far away. */
  readonly adrift: boolean;
}

/**
 * Reads arms and covariates, sets rows of arms without events aside and names every effect that cannot be estimated:
 * `separated` (an arm without events, or any contrast with a reference without events), `empty-group`, `collinear`,
 * `no-variation`. Throws a `MethodError` for an unknown reference, unequal lengths and missing values.
 */
export function readModelTerms(
  method: string,
  n: number,
  isEvent: (row: number) => boolean,
  input: RegressionInput,
): ModelTerms {
  const named = readRegressionTerms(method, n, input);
  const events = new Int32Array(named.arms.length);
  for (let row = 0; row < n; row += 1) if (isEvent(row)) events[named.codes[row]!]! += 1;
  const arms = named.arms.map((arm) => ({ name: arm.name, n: arm.n, events: events[arm.code]! }));
  const keep = Int32Array.from({ length: n }, (_, row) => row).filter(
    (row) => events[named.codes[row]!]! > 0,
  );
  const referenceArm = arms.find((arm) => arm.name === named.reference);
  const adrift = referenceArm !== undefined && referenceArm.events === 0;
  const baseline = adrift ? (arms.find((arm) => arm.events > 0)?.name ?? null) : named.reference;
  const { terms } = readRegressionTerms(method, keep.length, {
    ...(input.group === undefined
      ? {}
      : {
          group: {
            levels: named.arms.map((arm) => arm.name!),
            codes: Int32Array.from(keep, (row) => named.codes[row]!),
          },
        }),
    reference: baseline,
    covariates: named.terms
      .filter((term) => term.role === 'covariate')
      .map(({ name, values }) => ({ name, values: Float64Array.from(keep, (row) => values[row]!) })),
  });
  const columns = terms.filter((term) => term.excluded === null);
  const placeOf = (term: RegressionTerm | undefined) => {
    const place = term === undefined ? -1 : columns.indexOf(term);
    return place < 0 ? null : place;
  };
  const comparisons = arms
    .filter((arm) => arm.name !== named.reference)
    .map((arm): ModelEffect => {
      const term = terms.find((own) => own.role === 'comparison' && own.of === arm.name);
      const empty = arm.n === 0 || referenceArm?.n === 0;
      const separated = adrift || arm.events === 0;
      const reason = empty ? 'empty-group' : separated ? 'separated' : (term?.excluded ?? null);
      return {
        name: arm.name!,
        role: 'comparison',
        of: arm.name,
        versus: named.reference,
        column: reason === null ? placeOf(term) : null,
        reason,
      };
    });
  const covariates = terms
    .filter((term) => term.role === 'covariate')
    .map(
      (term): ModelEffect => ({
        name: term.name,
        role: 'covariate',
        of: null,
        versus: null,
        column: placeOf(term),
        reason: term.excluded,
      }),
    );
  return { arms, keep, baseline, columns, effects: [...comparisons, ...covariates], adrift };
}

/** Columns with mean 0 and standard deviation 1, and what turned them so. */
export function standardiseColumns(columns: readonly RegressionTerm[]) {
  const means = columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const deviations = columns.map(({ values }, index) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - means[index]!) ** 2, 0) / values.length),
  );
  const standardised = columns.map(({ values }, index) =>
    values.map((value) => (value - means[index]!) / deviations[index]!),
  );
  return { standardised, means, deviations };
}

/** A subject of an arm with covariates at their means over the fitted rows: its values of the columns. */
export function armProfile(columns: readonly RegressionTerm[], arm: string | null): readonly number[] {
  return columns.map((column) => {
    if (column.role === 'comparison') return column.of === arm ? 1 : 0;
    return column.values.reduce((sum, value) => sum + value, 0) / column.values.length;
  });
}
