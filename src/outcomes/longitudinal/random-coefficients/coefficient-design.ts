import type { Covariate } from '../../../core/analysis-data.js';
import type { AnalysedRows } from '../analysed-rows.js';

/** Columns of a line over time for each arm with covariates, and what contrasts of their coefficients mean. */
export interface CoefficientDesign {
  readonly columns: readonly Covariate[];
  /** Mean of an arm at a time, covariates at their means. */
  meanWeights(arm: number, time: number): Float64Array;
  /** Change of the mean of an arm for a step of 1 in time. */
  slopeWeights(arm: number): Float64Array;
  /** Weights of a covariate by its position. */
  covariateWeights(index: number): Float64Array;
}

/**
 * Lays out intercept, time, arm, arm × time and covariates (`baseline` among them). Covariates are centred at their
 * means, so that least-squares means are sums of few coefficients, and times at `centre`, so that calendar years lose no
 * digits. `reference` is a position, -1 for a single arm.
 */
export function coefficientDesign(
  { group, visit, covariates, kernel }: AnalysedRows,
  times: Float64Array,
  centre: number,
  reference: number,
): CoefficientDesign {
  const rows = kernel.outcome.length;
  const column = (name: string, value: (row: number) => number): Covariate => ({
    name,
    values: Float64Array.from({ length: rows }, (_, row) => value(row)),
  });
  const timeOf = (row: number) => times[visit.codes[row]!]! - centre;
  const others = group.levels.flatMap((_, arm) => (arm === Math.max(reference, 0) ? [] : [arm]));
  const isIn = (arm: number) => (row: number) => (group.codes[row] === arm ? 1 : 0);
  const columns = [
    column('intercept', () => 1),
    column('time', timeOf),
    ...others.map((arm) => column(group.levels[arm]!, isIn(arm))),
    ...others.map((arm) => column(`${group.levels[arm]!} at time`, (row) => isIn(arm)(row) * timeOf(row))),
    ...covariates.map(({ name, values }) => {
      const mean = meanOf(values);
      return column(name, (row) => values[row]! - mean);
    }),
  ];
  const line = (arm: number, level: number, rise: number) => {
    const weights = new Float64Array(columns.length);
    weights[0] = level;
    weights[1] = rise;
    const place = others.indexOf(arm);
    if (place >= 0) {
      weights[2 + place] = level;
      weights[2 + others.length + place] = rise;
    }
    return weights;
  };
  return {
    columns,
    meanWeights: (arm, time) => line(arm, 1, time - centre),
    slopeWeights: (arm) => line(arm, 0, 1),
    covariateWeights: (index) => {
      const weights = new Float64Array(columns.length);
      weights[2 + 2 * others.length + index] = 1;
      return weights;
    },
  };
}

/** Summed in order of size, so that the mean does not depend on the order of rows. */
function meanOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? 0 : sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
}
