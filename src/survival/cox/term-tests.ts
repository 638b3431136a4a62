import { type Estimable, mapEstimable, notEstimable } from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { generalisedQuadraticForm } from '../../math/linear-algebra/generalised-quadratic-form.js';
import type { HazardTerm } from '../hazard-terms.js';
import type { LikelihoodPoint } from '../maximise-likelihood.js';
import type { CoxTermTest, CoxTest } from './cox-result.js';
import type { CoxModel } from './fit-cox-model.js';
import { maximiseWithout } from './maximise-without.js';
import type { CoxSettings } from './read-cox-options.js';

/** Places of the model's terms that code one variable or product. */
export interface CoxVariable {
  readonly term: string;
  readonly terms: readonly number[];
}

/** Columns side by side that code one variable; an arm column and a covariate are never one. */
export function modelVariables(terms: readonly HazardTerm[]): readonly CoxVariable[] {
  const variables = new Map<string, { term: string; terms: number[] }>();
  terms.forEach(({ role, variable }, index) => {
    const key = `${role} ${variable}`;
    const known = variables.get(key);
    if (known === undefined) variables.set(key, { term: variable, terms: [index] });
    else known.terms.push(index);
  });
  return [...variables.values()];
}

/** How endpoints name the product of two variables. */
const product = ' × ';

type Fit = Omit<CoxModel, 'result' | 'strataLevels'>;

/**
 * Joint tests of each variable with several columns and of each interaction (a covariate whose `term` is `A × B`):
 * Wald with the variance of the fit, and the likelihood ratio against the model without the term, which costs one more
 * fit a term. Degrees of freedom are the columns that were estimated.
 * Source: Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000, section 3.4. Oracle:
 * test/oracles/cox/terms.json.
 */
export function termTests(
  fit: Fit,
  { variance, penalty }: Pick<CoxSettings, 'variance' | 'penalty'>,
  objective: (beta: Float64Array) => LikelihoodPoint,
): readonly CoxTermTest[] {
  const { terms, kept, maximum, covariance, infinite, flat } = fit;
  return modelVariables(terms).flatMap((variable): readonly CoxTermTest[] => {
    const interaction = terms[variable.terms[0]!]!.role === 'covariate' && variable.term.includes(product);
    if (variable.terms.length === 1 && !interaction) return [];
    const columns = variable.terms.map((term) => kept.indexOf(term)).filter((column) => column >= 0);
    const df = columns.length;
    const test = (chiSquare: Estimable): CoxTest => ({
      chiSquare,
      df,
      p: mapEstimable(chiSquare, (value) => chiSquareUpperTail(value, df)),
    });
    const wald = (): Estimable => {
      if (penalty === 'ridge') return notEstimable('not-applicable');
      if (maximum === null || df === 0) return notEstimable('no-variation');
      if (columns.some((column) => infinite.includes(column) || flat.includes(column))) {
        return notEstimable('separated');
      }
      return covariance === null ? notEstimable('not-converged') : waldChiSquare(fit, covariance, columns);
    };
    const likelihoodRatio = (): Estimable => {
      if (penalty === 'ridge' || variance === 'robust') return notEstimable('not-applicable');
      if (maximum === null || df === 0) return notEstimable('no-variation');
      if (maximum.status === 'not-converged') return notEstimable('not-converged');
      const without = maximiseWithout(objective, kept.length, columns);
      return without === null
        ? notEstimable('not-converged')
        : Math.max(0, 2 * (maximum.point.logLikelihood - without));
    };
    return [
      {
        term: variable.term,
        interaction,
        coefficients: variable.terms.map((term) => terms[term]!.name),
        waldTest: test(wald()),
        likelihoodRatioTest: test(likelihoodRatio()),
      },
    ];
  });
}

function waldChiSquare(
  { maximum, kept }: Fit,
  covariance: Float64Array,
  columns: readonly number[],
): Estimable {
  const block = Float64Array.from(
    columns.flatMap((row) => columns.map((column) => covariance[row * kept.length + column]!)),
  );
  const form = generalisedQuadraticForm(
    columns.map((column) => maximum!.beta[column]!),
    block,
  );
  return form.rank === columns.length ? form.value : notEstimable('no-variation');
}
