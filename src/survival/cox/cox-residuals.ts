import { MethodError } from '../../core/errors.js';
import type { CoxModel } from './fit-cox-model.js';
import { type CoxMartingaleResiduals, coxMartingaleResiduals, noFit } from './martingale-residuals.js';
import { scoreResiduals } from './score-residuals.js';

/** Residuals of one kind with a column for each estimated coefficient; `values[row][column]`, per unit of x. */
export interface ResidualTable {
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** Residuals at events, by stratum and time; `row` is the row of the input. */
export interface EventResiduals extends ResidualTable {
  readonly row: readonly number[];
  readonly time: readonly number[];
}

export interface CoxResiduals extends CoxMartingaleResiduals {
  /** Share of each row in the gradient. */
  readonly score: ResidualTable;
  /** Change in each log hazard ratio when a row is left out, to first order; case weights included. */
  readonly dfbeta: ResidualTable;
  /** x of each event less its mean among those at risk: a trend over time breaks proportional hazards. */
  readonly schoenfeld: EventResiduals;
  /** Schoenfeld residuals in units of the log hazard ratio: their smooth over time is the ratio over time. */
  readonly scaledSchoenfeld: EventResiduals;
}

/**
 * Residuals of a fitted Cox model: who is predicted badly, who moves the estimates, and whether hazard ratios change
 * over time. Rows are in the order of the input.
 *
 * Conventions as R's residuals.coxph: martingale, deviance, score and Schoenfeld residuals without case weights,
 * dfbeta with them; under Efron's rule tied events count against the mean of the shrinking risk sets; scaled
 * Schoenfeld residuals use the average variance, events times covariance times residual plus coefficient. Throws a
 * `MethodError` when the model has no estimates (not converged, separated, no events), and for exact ties, for which R
 * has martingale and deviance residuals only: `coxMartingaleResiduals`. O(n p).
 * Source: Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000, chapters 4 to 7; Grambsch PM, Therneau TM.
 * Biometrika 1994;81:515-526. Oracle: test/oracles/cox/residuals.json.
 */
export function coxResiduals(model: CoxModel): CoxResiduals {
  const { rows, likelihood, maximum, modelCovariance, kept, terms } = model;
  if (maximum === null || modelCovariance === null || maximum.status !== 'converged') throw noFit(model);
  refuseExactTies(model);
  const { n, columnCount: p, source, scale, weight } = rows;
  const columns = kept.map((index) => terms[index]!.name);
  const scores = scoreResiduals(rows, likelihood, maximum.beta);
  const { residuals } = scores;
  const score = new Array<readonly number[]>(n);
  const dfbeta = new Array<readonly number[]>(n);
  for (let place = 0; place < n; place += 1) {
    const row = source[place]!;
    const share = weight === null ? 1 : weight[place]!;
    const values: number[] = [];
    const changes: number[] = [];
    for (let column = 0; column < p; column += 1) {
      values.push(residuals[place * p + column]! * scale[column]!);
      let change = 0;
      for (let other = 0; other < p; other += 1) {
        change += modelCovariance[column * p + other]! * residuals[place * p + other]!;
      }
      changes.push((share * change) / scale[column]!);
    }
    score[row] = values;
    dfbeta[row] = changes;
  }
  const atEvents = schoenfeld(model, scores.eventMean, modelCovariance, maximum.beta);
  return {
    ...coxMartingaleResiduals(model),
    score: { columns, values: score },
    dfbeta: { columns, values: dfbeta },
    schoenfeld: { columns, row: atEvents.row, time: atEvents.time, values: atEvents.plain },
    scaledSchoenfeld: { columns, row: atEvents.row, time: atEvents.time, values: atEvents.scaled },
  };
}

function schoenfeld(model: CoxModel, eventMean: Float64Array, covariance: Float64Array, beta: Float64Array) {
  const { columnCount: p, x, scale, event, firstRow, endRow, eventTime, source } = model.rows;
  const row: number[] = [];
  const time: number[] = [];
  const plain: number[][] = [];
  const scaled: number[][] = [];
  const events = event.reduce((sum, value) => sum + value, 0);
  for (let step = 0; step < eventTime.length; step += 1) {
    for (let place = firstRow[step]!; place < endRow[step]!; place += 1) {
      if (event[place] !== 1) continue;
      const residual = Array.from({ length: p }, (_, column) => {
        return x[place * p + column]! - eventMean[step * p + column]!;
      });
      row.push(source[place]!);
      time.push(eventTime[step]!);
      plain.push(residual.map((value, column) => value * scale[column]!));
      scaled.push(
        residual.map((_, column) => {
          const moved = residual.reduce(
            (sum, value, other) => sum + covariance[column * p + other]! * value,
            0,
          );
          return (events * moved + beta[column]!) / scale[column]!;
        }),
      );
    }
  }
  return { row, time, plain, scaled };
}

/** Throws for the discrete likelihood, which has no hazards of continuous time. */
export function refuseExactTies({ result }: CoxModel): void {
  if (result.ties !== 'exact') return;
  throw new MethodError({
    code: 'cox/exact-ties',
    where: 'cox(model)',
    what: 'the discrete likelihood has no hazards to make these residuals or curves of',
    got: 'ties "exact"',
    expected: 'efron or breslow',
    fix: "Fit the model with ties: 'efron', which is close where ties are few",
  });
}
