import type { CoxResult } from './cox-result.js';
import { type CoxInput, type CoxOptions, fitCoxModel } from './fit-cox-model.js';

/**
 * Estimates hazard ratios: by what factor the event rate at any time differs between arms, or per unit of a
 * covariate, other columns being equal.
 *
 * Conventions. Ties by Efron's rule, R's default; SAS defaults to Breslow's, `ties: 'breslow'`. Times that differ by
 * rounding error are equal, as in R. A counting process is given by `entry`: at risk after entry and up to time.
 * Case weights multiply a row's terms. Robust variance is the sandwich without a small-sample factor, as R. Fits go
 * on until a Newton step is below 1e-12 standard errors, further than R or SAS, so late digits may differ from
 * theirs. Columns are centred within strata and scaled inside the kernel; coefficients come back per unit.
 * `ties: 'exact'` is the discrete likelihood, R's `exact` and SAS's DISCRETE (not SAS's EXACT). Profile intervals come
 * with likelihood-ratio p-values; under separation the finite limit remains. Firth's penalty: intervals and tests from
 * the penalised likelihood, standard errors from the information without it, as R's coxphf and SAS's FIRTH. A ridge
 * has standard errors from the penalised information, as R's ridge(scale = FALSE), and no overall tests.
 *
 * Not estimable: `separated` when the likelihood rises for ever and the ratio is 0 or infinite (the score and
 * likelihood-ratio tests remain); that and which other coefficients stay finite is decided by a linear program and by
 * the limit itself, the model stratified by the rising score (for exact ties by the steps of the search); `collinear`
 * and `no-variation` for columns that repeat others or never vary, named in `collinear`; `empty-group`; `no-events`;
 * `not-converged`, also where the maximum is finite but hazard ratios within it exceed e^700. Never the last iterate.
 * Errors: `MethodError` for unequal lengths, missing values, an unknown reference, no column at all, options that do
 * not go together (exact ties with weights, robust variance or Firth; robust variance with profile limits).
 * Cost: O(n log n) once and O(n p^2) an iteration, typically five; exact ties
 * O(at risk x tied x p^2) for each tied time.
 *
 * Source: Cox DR. J R Stat Soc B 1972;34:187-220; Efron B. J Am Stat Assoc 1977;72:557-565; Breslow N. Biometrics
 * 1974;30:89-99; Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078 (robust); Gail MH et al. Biometrika
 * 1981;68:703-707 (exact); Heinze G, Schemper M. Biometrics 2001;57:114-119 (Firth); Venzon DJ, Moolgavkar SH. Appl
 * Stat 1988;37:87-94 (profile); Jacobsen M. Scand J Stat 1989;16:335-349 (existence of the maximum).
 * Oracle: test/oracles/cox.
 */
export function cox(input: CoxInput, options: CoxOptions = {}): CoxResult {
  return fitCoxModel(input, options).result;
}
