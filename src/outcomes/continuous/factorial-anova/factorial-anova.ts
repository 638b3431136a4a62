import {
  type Estimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
} from '../../../core/estimable.js';
import { requireLevel, requireList, requireObject } from '../../../math/argument-checks.js';
import { fUpperTail } from '../../../math/distributions/f.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { pivotedQr } from '../../../math/linear-algebra/pivoted-qr.js';
import { finiteNumbers } from '../../../math/number-list.js';
import { requireOptions } from '../../../math/option-checks.js';
import { largestSize, safeUnit } from '../../../math/safe-unit.js';
import { type CodedTerm, codeTerms, type FactorialVariables, readVariables } from './factorial-design.js';
import { type LeastSquaresMean, leastSquaresMeans } from './least-squares-means.js';

export const sumOfSquaresTypes = ['I', 'II', 'III'] as const;
export type SumOfSquaresType = (typeof sumOfSquaresTypes)[number];

export interface FactorialAnovaData {
  readonly outcome: ArrayLike<number>;
  /** Factors and numbers, in the order in which type I takes them up. */
  readonly variables: FactorialVariables;
  /** Products of variables, each by their names; taken up after the variables. */
  readonly interactions?: readonly (readonly string[])[];
}

export interface FactorialAnovaTerm {
  readonly term: string;
  readonly sumOfSquares: Estimable;
  readonly df: number;
  readonly f: Estimable;
  readonly p: Estimable;
}

export interface FactorialAnova {
  readonly terms: readonly FactorialAnovaTerm[];
  readonly residualSumOfSquares: Estimable;
  /** Subjects less independent columns. */
  readonly residualDf: number;
  /** Of each factor, and of the cells of each interaction of factors alone. */
  readonly means: readonly LeastSquaresMean[];
  readonly type: SumOfSquaresType;
  readonly level: number;
}

/**
 * Splits the variation of an outcome among several factors, covariates and their interactions, and tests each.
 *
 * Sums of squares of type I (each term after those before it, as R `anova`), type II (each after all that do not
 * contain it) or type III (each after all others, factors coded to sum to 0), as R `car::Anova` with `contr.sum` and
 * SAS GLM; F against the residual mean square of the whole model. Numbers enter as they are, so that in type III a
 * factor that interacts with one is tested where that number is 0. The three agree when cells are of equal size.
 *
 * Least-squares means have numbers at their mean and weigh the levels of other factors the same, with t intervals of
 * the residual mean square, as R `emmeans` and SAS `LSMEANS`; they do not depend on the type.
 *
 * Not estimable: `too-few-observations` without residual degrees of freedom; `no-variation` without residual variation;
 * `collinear` for a term that says nothing new, and for all of type III when cells of an interaction are empty,
 * least-squares means with it. What is beyond the largest number is `overflow`. Cost O(n p²) a term for p columns.
 *
 * @throws MethodError when lengths differ, a value is not finite, a name stands twice, an interaction names no variable
 * or level is not in (0, 1).
 *
 * Sources: Yates F. J Am Stat Assoc 1934;29:51-66. Searle SR. Linear Models for Unbalanced Data 1987. Oracle:
 * test/oracles/factorial-anova.
 */
export function factorialAnova(
  data: FactorialAnovaData,
  options: { readonly type?: SumOfSquaresType; readonly level?: number } = {},
): FactorialAnova {
  requireOptions(METHOD, options, { type: sumOfSquaresTypes, level: 'checked later' });
  const { type = 'III', level = 0.95 } = options;
  requireLevel(METHOD, 'level', level);
  requireObject(METHOD, 'data', data, 'outcome and variables');
  requireList(METHOD, 'outcome', data.outcome, 'numbers');
  const { outcome, centre, unit } = centred(data.outcome);
  const rows = outcome.length;
  const variables = readVariables(rows, data.variables);
  const terms = codeTerms(rows, variables, data.interactions ?? []);
  const residuals = (used: readonly CodedTerm[]) => residualsWith(outcome, used);
  const whole = residuals(terms);
  const columns = terms.reduce((sum, term) => sum + term.columns.length, 1);
  const residualDf = rows - whole.rank;
  const meanSquare = residualDf > 0 ? whole.sumOfSquares / residualDf : 0;
  const largest = largestSize(data.outcome) / unit;
  /** A sum of squares in the units of the outcome. */
  const squared = (value: number) => finiteOrOverflow(unit * value * unit);
  const noResidual: NotEstimableReason | null =
    residualDf <= 0
      ? 'too-few-observations'
      : Math.sqrt(meanSquare) <= 10 * Number.EPSILON * largest
        ? 'no-variation'
        : null;
  const row = (term: CodedTerm, place: number): FactorialAnovaTerm => {
    const [smaller, larger] = modelsOf(terms, term, place, type).map((used) =>
      used.length === terms.length ? whole : residuals(used),
    );
    const df = larger!.rank - smaller!.rank;
    const trouble = df === 0 || (type === 'III' && whole.rank < columns) ? 'collinear' : null;
    if (trouble !== null) {
      const none = notEstimable(trouble);
      return { term: term.name, sumOfSquares: none, df, f: none, p: none };
    }
    const sumOfSquares = Math.max(0, smaller!.sumOfSquares - larger!.sumOfSquares);
    if (noResidual !== null) {
      const none = notEstimable(noResidual);
      return { term: term.name, sumOfSquares: squared(sumOfSquares), df, f: none, p: none };
    }
    const f = finiteOrOverflow(sumOfSquares / df / meanSquare);
    const p = mapEstimable(f, (value) => fUpperTail(value, df, residualDf));
    return { term: term.name, sumOfSquares: squared(sumOfSquares), df, f, p };
  };
  const fit = {
    ...whole,
    centre,
    unit,
    meanSquare,
    residualDf,
    trouble: whole.rank < columns ? ('collinear' as const) : null,
    noResidual,
  };
  return {
    terms: terms.map(row),
    residualSumOfSquares: squared(whole.sumOfSquares),
    residualDf,
    means: leastSquaresMeans(variables, terms, fit, level),
    type,
    level,
  };
}

const METHOD = 'factorial-anova';

/** The terms beside the one tested, without and with it. */
function modelsOf(
  terms: readonly CodedTerm[],
  term: CodedTerm,
  place: number,
  type: SumOfSquaresType,
): readonly (readonly CodedTerm[])[] {
  if (type === 'I') return [terms.slice(0, place), terms.slice(0, place + 1)];
  const beside = terms.filter((other) => other !== term && (type === 'III' || !contains(other, term)));
  return [beside, terms.filter((other) => other === term || beside.includes(other))];
}

/** Whether an interaction holds all variables of a smaller term. */
function contains(larger: CodedTerm, smaller: CodedTerm): boolean {
  return (
    larger.variables.length > smaller.variables.length &&
    smaller.variables.every((name) => larger.variables.includes(name))
  );
}

function residualsWith(outcome: Float64Array, terms: readonly CodedTerm[]) {
  const rows = outcome.length;
  const columns = [new Float64Array(rows).fill(1), ...terms.flatMap((term) => term.columns)];
  const matrix = new Float64Array(rows * columns.length);
  columns.forEach((column, index) => {
    matrix.set(column, index * rows);
  });
  const qr = pivotedQr(matrix, rows, columns.length);
  const { coefficients, residualSumOfSquares } = qr.solve(outcome);
  return { qr, rank: qr.rank, coefficients, sumOfSquares: residualSumOfSquares };
}

/** The outcome less its mean, which changes no sum of squares and saves digits, in a unit in which no square overflows. */
function centred(values: ArrayLike<number>) {
  const list = finiteNumbers(METHOD, 'outcome', values, 'Leave out subjects with missing values');
  const unit = safeUnit(largestSize(list));
  const mean = list.reduce((sum, value) => sum + value / unit, 0) / list.length;
  return { outcome: list.map((value) => value / unit - mean), centre: mean, unit };
}
