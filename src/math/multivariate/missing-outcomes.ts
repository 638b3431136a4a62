import { factoriseLower } from '../linear-algebra/factorise-lower.js';
import type { NormalDraws } from '../random/normal-draws.js';

/** Rows that lack the same outcomes: which of them are known, which are drawn, and where the rows stand. */
export interface MissingPattern {
  readonly observed: readonly number[];
  readonly missing: readonly number[];
  readonly rows: ArrayLike<number>;
}

/** Rows of `predictors` + `outcomes` numbers, one a subject: what the outcomes are regressed on, then the outcomes. */
export interface OutcomeTable {
  readonly table: Float64Array;
  readonly predictors: number;
  readonly outcomes: number;
}

/**
 * Draws the missing outcomes of all rows of one pattern, in place, given `coefficients` (predictors × outcomes, column
 * after column) and `covariance` (outcomes × outcomes, positive definite). False, with nothing drawn, where rounding has
 * made the covariance singular.
 */
export type MissingOutcomes = (
  coefficients: Float64Array,
  covariance: Float64Array,
  draws: NormalDraws,
) => boolean;

/**
 * What draws the missing outcomes of a pattern from the normal distribution that a regression gives them: each given the
 * outcomes before it in the list, observed ones first, then the missing ones already drawn. The Cholesky factor of the
 * covariance in that order holds all those regressions. Outcomes in neither list take no part.
 *
 * Source: Schafer JL. Analysis of incomplete multivariate data 1997: section 5.4.1 (the I-step).
 */
export function missingOutcomes(
  { table, predictors, outcomes }: OutcomeTable,
  { observed, missing, rows }: MissingPattern,
): MissingOutcomes {
  const width = predictors + outcomes;
  const order = Int32Array.from([...observed, ...missing]);
  const known = observed.length;
  const size = order.length;
  const lower = new Float64Array(size * size);
  const z = new Float64Array(size);
  return (coefficients, covariance, draws) => {
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column <= row; column += 1) {
        lower[row * size + column] = covariance[order[row]! * outcomes + order[column]!]!;
      }
    }
    if (!factoriseLower(lower, 0, size, size, 0)) return false;
    for (let index = 0; index < rows.length; index += 1) {
      const from = rows[index]! * width;
      for (let place = 0; place < size; place += 1) {
        const outcome = order[place]!;
        const line = place * size;
        let mean = 0;
        for (let column = 0; column < predictors; column += 1) {
          mean += table[from + column]! * coefficients[outcome * predictors + column]!;
        }
        for (let inner = 0; inner < place; inner += 1) mean += lower[line + inner]! * z[inner]!;
        const diagonal = lower[line + place]!;
        if (place < known) {
          z[place] = (table[from + predictors + outcome]! - mean) / diagonal;
        } else {
          z[place] = draws.normal();
          table[from + predictors + outcome] = mean + diagonal * z[place]!;
        }
      }
    }
    return true;
  };
}
