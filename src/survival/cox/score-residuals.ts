import type { CoxRows } from './cox-rows.js';
import type { CoxPartialLikelihood, RiskSweep } from './partial-likelihood.js';

export interface ScoreResiduals {
  readonly residuals: Float64Array;
  /** Mean of x that events of each time are compared with; event times x columns. */
  readonly eventMean: Float64Array;
  readonly sweep: RiskSweep;
}

/**
 * Each subject's share of the gradient: the integral of (x - mean of x among those at risk) over its martingale
 * residual. Rows are sorted places, columns standardised; no case weight. One sweep, O(n p).
 *
 * Under Efron's rule a tied event counts against the mean of the shrinking risk sets, as in R.
 * Source: Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000, section 4.6. Oracle: test/oracles/cox.
 */
export function scoreResiduals(
  rows: CoxRows,
  likelihood: CoxPartialLikelihood,
  beta: Float64Array,
): ScoreResiduals {
  const { n, columnCount: p, x, event, strataTimes, untilSlot, fromSlot, firstRow, endRow } = rows;
  const steps = rows.eventTime.length;
  // At each event time: mean of x for the events, and hazard-weighted means in full and as a tied event counts them.
  const eventMean = new Float64Array(steps * p);
  const full = new Float64Array(steps * p);
  const own = new Float64Array(steps * p);
  const sweep = likelihood.sweep(beta, (step, total, mean, tied, ties) => {
    for (let column = 0, cell = step * p; column < p; column += 1, cell += 1) {
      eventMean[cell] = (ties.first0 * mean[column]! - ties.first1 * tied[column]!) / ties.weight;
      const once = ties.second0 * mean[column]! - ties.second1 * tied[column]!;
      const reduced = ties.second1 * mean[column]! - ties.second2 * tied[column]!;
      full[cell] = once / total;
      own[cell] = (once - reduced) / total;
    }
  });
  const cumulative = new Float64Array((steps + strataTimes.length - 1) * p);
  for (let stratum = 0; stratum + 1 < strataTimes.length; stratum += 1) {
    for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
      const slot = step + stratum + 1;
      for (let column = 0; column < p; column += 1) {
        cumulative[slot * p + column] = cumulative[(slot - 1) * p + column]! + full[step * p + column]!;
      }
    }
  }
  const residuals = new Float64Array(n * p);
  for (let place = 0; place < n; place += 1) {
    const until = untilSlot[place]!;
    const from = fromSlot[place]!;
    const hazard = sweep.cumulativeHazard[until]! - sweep.cumulativeHazard[from]!;
    for (let column = 0; column < p; column += 1) {
      const means = cumulative[until * p + column]! - cumulative[from * p + column]!;
      residuals[place * p + column] = -sweep.relativeRisk[place]! * (x[place * p + column]! * hazard - means);
    }
  }
  for (let step = 0; step < steps; step += 1) {
    const excess = sweep.hazard[step]! - sweep.ownHazard[step]!;
    for (let place = firstRow[step]!; place < endRow[step]!; place += 1) {
      if (event[place] !== 1) continue;
      for (let column = 0; column < p; column += 1) {
        const value = x[place * p + column]!;
        const cell = step * p + column;
        residuals[place * p + column]! +=
          value -
          eventMean[cell]! +
          sweep.relativeRisk[place]! * (value * excess - (full[cell]! - own[cell]!));
      }
    }
  }
  return { residuals, eventMean, sweep };
}
