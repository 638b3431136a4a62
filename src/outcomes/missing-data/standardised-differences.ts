import type { Covariate } from '../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { maximiseByNewton } from '../../math/optimise/newton.js';
import { logisticPoint } from '../binary/logistic-likelihood.js';
import { regressionDesign } from '../regression-design.js';

export interface StandardisedDifference {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
}

/**
 * Risk differences standardised over covariates, for many completed yes-no outcomes of one design: a logistic model with
 * arms and covariates predicts every subject in each arm, and the mean predictions are compared. Standard errors by the
 * delta method with the covariates held fixed (Ge et al.). A model without a finite maximum is `separated`.
 *
 * Source: Ge M, Durham LK, Meyer RD, Xie W, Thomas N. Drug Inf J 2011;45:481-493.
 */
export function standardisedDifferences(
  method: string,
  codes: ArrayLike<number>,
  others: readonly number[],
  covariates: readonly Covariate[],
): (outcome: Float64Array) => readonly StandardisedDifference[] {
  const rows = codes.length;
  const weight = new Float64Array(rows).fill(1);
  const indicators = others.map((arm) => ({
    name: `arm ${arm}`,
    values: Float64Array.from({ length: rows }, (_, row) => (codes[row] === arm ? 1 : 0)),
  }));
  const design = regressionDesign(method, [...indicators, ...covariates], weight);
  const { size, matrix, kept, centre } = design;
  const places = others.map((_, index) => kept.indexOf(index));
  const fixed = new Set(places.map((place) => place + 1));
  let start: Float64Array = new Float64Array(size);
  return (outcome) => {
    const rowsOf = { design, outcome, weight };
    const fit = maximiseByNewton(start, (parameters) => logisticPoint(rowsOf, parameters, false));
    if (fit.status !== 'converged' || fit.factor === null) {
      const none = notEstimable(fit.status === 'diverging' ? 'separated' : 'not-converged');
      return others.map(() => ({ estimate: none, standardError: none }));
    }
    start = fit.parameters;
    const predict = (arm: number | null): { readonly risk: number; readonly gradient: Float64Array } => {
      const gradient = new Float64Array(size);
      const line = new Float64Array(size);
      let risk = 0;
      for (let row = 0; row < rows; row += 1) {
        let linear = 0;
        for (let column = 0; column < size; column += 1) {
          line[column] = fixed.has(column)
            ? (column - 1 === arm ? 1 : 0) - centre[column - 1]!
            : matrix[row * size + column]!;
          linear += line[column]! * fit.parameters[column]!;
        }
        const p = 1 / (1 + Math.exp(-linear));
        risk += p / rows;
        const slope = (p * (1 - p)) / rows;
        for (let column = 0; column < size; column += 1) {
          gradient[column] = gradient[column]! + slope * line[column]!;
        }
      }
      return { risk, gradient };
    };
    const base = predict(null);
    return places.map((place) => {
      const of = predict(place);
      const half = fit.factor!.solveLower(of.gradient.map((value, index) => value - base.gradient[index]!));
      return { estimate: of.risk - base.risk, standardError: Math.hypot(...half) };
    });
  };
}
