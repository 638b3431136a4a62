import { MethodError } from '../../core/errors.js';
import type { CoxModel } from './fit-cox-model.js';
import { expectedEvents } from './partial-likelihood.js';

export interface CoxMartingaleResiduals {
  /** Observed less expected events of each row; they add to 0 (weighted). */
  readonly martingale: readonly number[];
  /** Martingale residuals made symmetric; large ones mark subjects the model predicts badly. */
  readonly deviance: readonly number[];
}

/**
 * How many more or fewer events each row had than a fitted Cox model expects. Rows are in the order of the input.
 *
 * Conventions as R's residuals.coxph: no case weights; hazards by the rule of the fit for ties, and by Breslow's for a
 * fit with exact ties. Throws a `MethodError` when the model has no estimates. O(n p).
 * Source: Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000, chapter 4. Oracle:
 * test/oracles/cox/residuals.json and exact.json.
 */
export function coxMartingaleResiduals(model: CoxModel): CoxMartingaleResiduals {
  const { rows, likelihood, maximum } = model;
  if (maximum === null || maximum.status !== 'converged') throw noFit(model);
  const { n, source, event } = rows;
  const expected = expectedEvents(rows, likelihood.sweep(maximum.beta), new Float64Array(n));
  const martingale = new Array<number>(n);
  const deviance = new Array<number>(n);
  for (let place = 0; place < n; place += 1) {
    const own = event[place]! - expected[place]!;
    martingale[source[place]!] = own;
    deviance[source[place]!] = devianceOf(own, event[place]!);
  }
  return { martingale, deviance };
}

function devianceOf(martingale: number, event: number): number {
  const inner = martingale + (event === 1 ? Math.log1p(-martingale) : 0);
  return Math.sign(martingale) * Math.sqrt(Math.max(0, -2 * inner));
}

/** The error of asking a model without estimates for what follows from them. */
export function noFit({ result }: CoxModel): MethodError {
  return new MethodError({
    code: 'cox/no-estimates',
    where: 'cox(model)',
    what: 'the model has no estimates to work with',
    got: `status "${result.status}"`,
    expected: 'a converged fit',
    fix: 'Look at the notices of the fit: separated and collinear columns are named there',
  });
}
