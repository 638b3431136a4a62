import { argumentError } from '../../core/errors.js';
import type { NotEstimableReason } from '../../core/estimable.js';
import { readNames } from '../../math/columns/name-column.js';
import { Xoshiro256 } from '../../math/random/xoshiro256.js';
import { type CoxInput, fitCoxModel, whyNoPrediction } from '../cox-influence.js';
import { readHazardTerms } from '../hazard-terms.js';
import { singleLevel } from '../survival-columns.js';

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

export interface CrossValidationOptions {
  readonly times: readonly number[];
  readonly ties?: 'efron' | 'breslow';
  /** Parts that the subjects are divided into, from 2 to their number: as many leaves out one subject at a time. */
  readonly folds: number;
  /** Of the division, a whole number. Default 1. */
  readonly seed?: number;
}

/**
 * The risk of the event by each time that a Cox model predicts for subjects that it has not seen: subjects are divided
 * into parts by chance, and each part gets its risks from a model fitted to the others.
 *
 * Conventions are those of `coxRisks`. Columns that cannot be estimated without a part are left out for that part.
 * Errors: `MethodError` for folds that are not 2 to n, and those of `fitCoxModel`. O(folds) fits.
 *
 * @returns one column a time, or the reason why the model of some part has no estimates; `empty-group` where a stratum
 * lies in one part alone.
 * Source: Stone M. J R Stat Soc B 1974;36:111-147; Gerds TA, Schumacher M. Biometrics 2007;63:1283-1287.
 * Oracle: test/oracles/brier-score, one subject left out at a time.
 */
export function crossValidatedCoxRisks(
  input: CoxInput,
  { times, ties = 'efron', folds, seed = 1 }: CrossValidationOptions,
): readonly Float64Array[] | { readonly notEstimable: NotEstimableReason } {
  const n = input.time.length;
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= n)) {
    throw argumentError('brier-score', 'folds', 'cannot divide the subjects', String(folds), `2 to ${n}`);
  }
  const terms = readHazardTerms('brier-score', n, input.group, input.reference, input.covariates);
  const strata =
    input.strata === undefined ? singleLevel('', n) : readNames('brier-score', 'strata', input.strata, n);
  const order = new Xoshiro256(seed).shuffled(Array.from({ length: n }, (_, row) => row));
  const risks = times.map(() => new Float64Array(n));
  for (let fold = 0; fold < folds; fold += 1) {
    const left = order.filter((_, place) => place % folds === fold);
    const training = order.filter((_, place) => place % folds !== fold).sort((a, b) => a - b);
    const column = (values: ArrayLike<number>) => Float64Array.from(training, (row) => values[row]!);
    const model = fitCoxModel(
      {
        time: column(input.time),
        event: Uint8Array.from(training, (row) => (input.event[row] ? 1 : 0)),
        covariates: terms.map(({ name, values }) => ({ name, values: column(values) })),
        strata: { levels: strata.levels, codes: Int32Array.from(training, (row) => strata.codes[row]!) },
      },
      { ties },
    );
    const reason = whyNoPrediction(model);
    if (reason !== null || model.maximum === null) return { notEstimable: reason ?? 'not-converged' };
    const { rows, likelihood, maximum, kept } = model;
    const { hazard, shift } = likelihood.sweep(maximum.beta);
    const cumulative = times.map((time) => cumulativeHazards(time, hazard, rows.eventTime, rows.strataTimes));
    for (const row of left) {
      const stratum = strata.codes[row]!;
      if (rows.strataRows[stratum] === rows.strataRows[stratum + 1]) return { notEstimable: 'empty-group' };
      let linear = 0;
      kept.forEach((index, place) => {
        const value = (terms[index]!.values[row]! - rows.center[stratum]![place]!) / rows.scale[place]!;
        linear += value * maximum.beta[place]!;
      });
      const risk = Math.exp(linear - shift);
      times.forEach((_, place) => {
        risks[place]![row] = -Math.expm1(-risk * cumulative[place]![stratum]!);
      });
    }
  }
  return risks;
}

/** The cumulative hazard of each stratum at a time. */
function cumulativeHazards(
  time: number,
  hazard: Float64Array,
  eventTime: Float64Array,
  strataTimes: Int32Array,
): Float64Array {
  const sums = new Float64Array(strataTimes.length - 1);
  for (let stratum = 0; stratum < sums.length; stratum += 1) {
    for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
      if (eventTime[step]! > time + timeTolerance) break;
      sums[stratum]! += hazard[step]!;
    }
  }
  return sums;
}
