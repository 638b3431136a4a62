import type { Covariate, Factor } from '../../../core/analysis-data.js';
import { finiteNumbers } from '../../../math/number-list.js';

/** Where covariates stand in the least-squares means: at their observed means, or factors with all levels alike. */
export const ancovaMargins = ['observed', 'equal'] as const;
export type AncovaMargins = (typeof ancovaMargins)[number];

/**
 * The design matrix of an analysis of covariance: one column an arm that has subjects, then the centred covariates, then
 * with interactions their products with each other arm.
 */
export interface AncovaDesign {
  readonly matrix: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly outcome: Float64Array;
  /** Column of each arm; -1 for an arm without subjects. */
  readonly armColumn: readonly number[];
  /** Subjects of each arm. */
  readonly counts: readonly number[];
  /** Column of the first covariate. */
  readonly covariateColumn: number;
  /** Products of an arm (not the reference) and a covariate, by their positions. */
  readonly interactions: readonly {
    readonly arm: number;
    readonly covariate: number;
    readonly column: number;
  }[];
  /** Largest size of an outcome, the scale of rounding. */
  readonly largest: number;
}

/** Subjects as numbers and codes. */
export interface AncovaRows {
  readonly outcome: ArrayLike<number>;
  readonly group: Factor;
  readonly covariates: readonly Covariate[];
}

/** With covariates centred at the values of the least-squares means, the coefficient of an arm is its own. */
export function ancovaDesign(
  data: AncovaRows,
  reference: number,
  margins: AncovaMargins,
  interaction: boolean,
): AncovaDesign {
  const rows = data.outcome.length;
  const outcome = finiteValues('outcome', data.outcome);
  const counts = data.group.levels.map(() => 0);
  for (const code of data.group.codes) counts[code] = counts[code]! + 1;
  let next = 0;
  const armColumn = counts.map((count) => (count > 0 ? next++ : -1));
  const covariateColumn = next;
  const others = interaction
    ? counts.flatMap((count, arm) => (count > 0 && arm !== reference ? [arm] : []))
    : [];
  const size = data.covariates.length;
  const interactions = others.flatMap((arm, place) =>
    Array.from({ length: size }, (_, covariate) => ({
      arm,
      covariate,
      column: covariateColumn + size + place * size + covariate,
    })),
  );
  const columns = covariateColumn + size + interactions.length;
  const matrix = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) matrix[armColumn[data.group.codes[row]!]! * rows + row] = 1;
  const values = data.covariates.map(({ name, values: given }) => finiteValues(name, given));
  const centres = margins === 'equal' ? equalCentres(data.covariates, values) : values.map(mean);
  values.forEach((column, index) => {
    // A column that never varies says nothing; what rounding leaves of it beside its mean must not say otherwise.
    if (column.every((value) => value === column[0])) return;
    matrix.set(
      column.map((value) => value - centres[index]!),
      (covariateColumn + index) * rows,
    );
  });
  for (const { arm, covariate, column } of interactions) {
    for (let row = 0; row < rows; row += 1) {
      if (data.group.codes[row] === arm)
        matrix[column * rows + row] = values[covariate]![row]! - centres[covariate]!;
    }
  }
  const largest = outcome.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    matrix,
    rows,
    columns,
    outcome,
    armColumn,
    counts,
    covariateColumn,
    interactions,
    largest,
  };
}

/**
 * Means of numbers, and for the indicators of a factor one over its number of levels. A term is a factor when its columns
 * hold 0 and 1 only, at most one of them 1 in a row.
 */
function equalCentres(covariates: readonly Covariate[], values: readonly Float64Array[]): readonly number[] {
  return covariates.map(({ name, term }, index) => {
    const members = covariates.flatMap((other, place) =>
      (other.term ?? other.name) === (term ?? name) ? [values[place]!] : [],
    );
    const isFactor = values[index]!.every((_, row) => {
      const cells = members.map((member) => member[row]!);
      return (
        cells.every((cell) => cell === 0 || cell === 1) && cells.filter((cell) => cell === 1).length <= 1
      );
    });
    return isFactor ? 1 / (members.length + 1) : mean(values[index]!);
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function finiteValues(name: string, values: ArrayLike<number>): Float64Array {
  return finiteNumbers('ancova', name, values, 'Leave out subjects with missing values');
}
