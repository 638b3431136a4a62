import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { criticalT } from '../../../math/distributions/student-t.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import type { PivotedQr } from '../../../math/linear-algebra/pivoted-qr.js';
import type { CodedTerm, FactorialTerm } from './factorial-design.js';

/** Mean of the outcome at a level of a factor, or at levels of several, as the model has it in a balanced trial. */
export interface LeastSquaresMean {
  /** The factors, as the term that joins them is called. */
  readonly term: string;
  readonly levels: readonly { readonly variable: string; readonly level: string }[];
  readonly mean: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** The fit of all terms: an intercept, then the columns of the terms in their order. */
export interface FactorialFit {
  readonly qr: PivotedQr;
  readonly coefficients: Float64Array;
  /** What was taken off the outcome before the fit. */
  readonly centre: number;
  /** What the outcome, and so the coefficients and the centre, were divided by. */
  readonly unit: number;
  readonly meanSquare: number;
  readonly residualDf: number;
  /** Why there is no mean at all; null where there is. */
  readonly trouble: NotEstimableReason | null;
  /** Why means have no error; null where they do. */
  readonly noResidual: NotEstimableReason | null;
}

/**
 * Means of each factor, and of the cells of each interaction of factors alone: numbers at their mean over all subjects,
 * the levels of other factors weighing the same however many subjects have them (as R `emmeans`, SAS `LSMEANS`). Coded
 * to sum to 0, a factor that is averaged over has the value 0 in every column.
 *
 * Source: Searle SR, Speed FM, Milliken GA. Am Stat 1980;34:216-221.
 */
export function leastSquaresMeans(
  variables: readonly FactorialTerm[],
  terms: readonly CodedTerm[],
  fit: FactorialFit,
  level: number,
): readonly LeastSquaresMean[] {
  const named = new Map(variables.map((variable) => [variable.name, variable]));
  const average = new Map(variables.map((variable) => [variable.name, averageColumns(variable)]));
  const { trouble } = fit;
  const inUnits = (value: number) => finiteOrOverflow(fit.unit * value);
  const inverse = trouble === null ? fit.qr.inverseCrossProduct() : null;
  return terms.flatMap((term) => {
    const factors = term.variables.map((name) => named.get(name)!);
    if (!factors.every((variable) => 'factor' in variable)) return [];
    return cells(factors).map((levels): LeastSquaresMean => {
      const shown = { term: term.name, levels: levels.map(({ variable, level }) => ({ variable, level })) };
      if (trouble !== null || inverse === null) {
        const none = notEstimable(trouble ?? 'collinear');
        return { ...shown, mean: none, standardError: none, lower: none, upper: none };
      }
      const at = new Map([
        ...average,
        ...levels.map(({ variable, columns }) => [variable, columns] as const),
      ]);
      const weights = [1, ...terms.flatMap(({ variables: of }) => product(of.map((name) => at.get(name)!)))];
      const mean = weights.reduce(
        (sum, weight, index) => sum + weight * fit.coefficients[index]!,
        fit.centre,
      );
      if (fit.noResidual !== null) {
        const none = notEstimable(fit.noResidual);
        return { ...shown, mean: inUnits(mean), standardError: none, lower: none, upper: none };
      }
      const standardError = Math.sqrt(fit.meanSquare * quadratic(inverse, weights));
      const halfWidth = criticalT(level, fit.residualDf) * standardError;
      return {
        ...shown,
        mean: inUnits(mean),
        standardError: inUnits(standardError),
        lower: inUnits(mean - halfWidth),
        upper: inUnits(mean + halfWidth),
      };
    });
  });
}

interface CodedLevel {
  readonly variable: string;
  readonly level: string;
  readonly columns: readonly number[];
}

/** All combinations of the levels that occur, the last factor's changing first. */
function cells(factors: readonly FactorialTerm[]): readonly (readonly CodedLevel[])[] {
  return factors.reduce<readonly (readonly CodedLevel[])[]>(
    (left, factor) => left.flatMap((cell) => codedLevels(factor).map((level) => [...cell, level])),
    [[]],
  );
}

/** The levels of a factor that occur, with their values in its columns: 1 in its own, -1 in all for the last. */
function codedLevels(variable: FactorialTerm): readonly CodedLevel[] {
  if (!('factor' in variable)) return [];
  const { levels, codes } = variable.factor;
  const present = new Set(codes);
  const used = levels.filter((_, code) => present.has(code));
  const last = used.length - 1;
  return used.map((level, place) => ({
    variable: variable.name,
    level,
    columns: Array.from({ length: last }, (_, column) => (place === last ? -1 : place === column ? 1 : 0)),
  }));
}

function averageColumns(variable: FactorialTerm): readonly number[] {
  if ('factor' in variable) return new Array<number>(Math.max(0, codedLevels(variable).length - 1)).fill(0);
  return variable.columns.map((column) => {
    let sum = 0;
    for (let row = 0; row < column.length; row += 1) sum += column[row]!;
    return sum / column.length;
  });
}

/** All products of one entry of each list, in the order in which interactions are coded. */
function product(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.reduce((left, right) => left.flatMap((one) => right.map((other) => one * other)));
}

function quadratic(matrix: Float64Array, vector: readonly number[]): number {
  const size = vector.length;
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      sum += vector[row]! * matrix[column * size + row]! * vector[column]!;
    }
  }
  return sum;
}
