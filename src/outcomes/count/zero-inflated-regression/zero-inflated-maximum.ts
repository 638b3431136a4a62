import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { maximiseByNewton, type NewtonOutcome } from '../../../math/optimise/newton.js';
import { linearPredictor } from '../../design-products.js';
import type { RegressionDesign } from '../../regression-design.js';
import { type SettledMaximum, settleMaximum } from '../../settle-maximum.js';
import { countPoint, dispersionSlope, expectedEvents, logProbability } from '../count-likelihood.js';
import { overallRate } from '../count-rows.js';
import { curvedPoint, observedInformation } from './zero-inflated-curvature.js';
import { type ZeroInflatedRows, zeroInflatedPoint } from './zero-inflated-point.js';

/** The highest point: `rows.zero` is null where no 0 is structural; without `spread` the counts are Poisson counts. */
export interface ZeroInflatedMaximum {
  readonly rows: ZeroInflatedRows;
  readonly spread: boolean;
  readonly fit: SettledMaximum;
}

/**
 * Where the likelihood rises without end: how far up the climbs came, the columns of the zeros that run off, and the
 * climb of plain Poisson counts if that is what failed.
 */
export interface NoMaximum {
  readonly logLikelihood: number;
  readonly zeroColumns: readonly number[];
  readonly poisson: NewtonOutcome | null;
}

/** A log-likelihood that is higher by less, as a share of it, is not higher. */
const roundingShare = 1e-11;
/** At a maximum the next step moves no linear predictor by more; along a parameter that runs off, each moves it by about 1. */
const movedShare = 1e-3;

/**
 * The maximum over all models from plain Poisson counts up: with or without structural zeros, and with or without a
 * dispersion where `spread` allows it. A share or a dispersion of 0 is the edge of the larger model, so the larger one
 * answers only where it is higher. The climbs start in the middle of the range and from every smaller model that rises
 * towards the inside, and so end no lower than any of them.
 */
export function zeroInflatedMaximum(
  rows: ZeroInflatedRows,
  spread: boolean,
): ZeroInflatedMaximum | NoMaximum {
  const { zero } = rows;
  const smaller: ZeroInflatedMaximum[] = [];
  let endless: NoMaximum | null = null;
  if (zero === null && !spread) return plainMaximum(rows);
  const starts = [middle(rows, spread)];
  for (const [from, keeps] of [
    [rows, false],
    [{ ...rows, zero: null }, spread],
  ] as const) {
    if (keeps === spread && from.zero === zero) continue;
    const edge = zeroInflatedMaximum(from, keeps);
    if ('zeroColumns' in edge) {
      if (edge.poisson !== null) return edge;
      if (edge.logLikelihood > (endless?.logLikelihood ?? Number.NEGATIVE_INFINITY)) endless = edge;
      continue;
    }
    smaller.push(edge);
    const inside = edge.spread === keeps && edge.rows.zero === from.zero ? stepInside(edge, rows) : null;
    if (inside !== null) starts.push(inside);
  }
  const evaluate = (parameters: Float64Array) => curvedPoint(rows, parameters);
  let highest: SettledMaximum | null = null;
  let reached: NewtonOutcome | null = null;
  for (const start of starts) {
    const climb = maximiseByNewton(start, evaluate, { maxIterations: 200 });
    if (reached === null || climb.logLikelihood > reached.logLikelihood) reached = climb;
    const fit = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate) : null;
    if (fit === null || fit.logLikelihood <= (highest?.logLikelihood ?? Number.NEGATIVE_INFINITY)) continue;
    if (runningColumns(rows, fit.parameters) === null) highest = fit;
  }
  const edge = smaller.reduce((best, one) => (one.fit.logLikelihood > best.fit.logLikelihood ? one : best));
  const rounding = roundingShare * (1 + Math.abs(edge.fit.logLikelihood));
  const top = Math.max(edge.fit.logLikelihood, reached?.logLikelihood ?? Number.NEGATIVE_INFINITY);
  if (endless !== null && endless.logLikelihood > top + rounding) return endless;
  if (reached === null || reached.logLikelihood <= edge.fit.logLikelihood + rounding) return edge;
  if (highest !== null && highest.logLikelihood >= top - rounding) return { rows, spread, fit: highest };
  return { logLikelihood: top, zeroColumns: runningColumns(rows, reached.parameters) ?? [], poisson: null };
}

function plainMaximum(rows: ZeroInflatedRows): ZeroInflatedMaximum | NoMaximum {
  const evaluate = (parameters: Float64Array) => countPoint(rows, parameters, 0);
  const climb = maximiseByNewton(overallRate(rows), evaluate);
  const fit = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate) : null;
  if (fit === null) return { logLikelihood: climb.logLikelihood, zeroColumns: [], poisson: climb };
  return { rows, spread: false, fit };
}

/** The overall rate with half of the zeros structural, and a dispersion of 1. */
function middle(rows: ZeroInflatedRows, spread: boolean): Float64Array {
  const { design, zero, events } = rows;
  const start = new Float64Array(design.size + (zero?.size ?? 0) + (spread ? 1 : 0));
  start.set(overallRate(rows));
  if (zero === null) return start;
  const share = events.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0) / events.length / 2;
  start[0] = start[0]! - Math.log1p(-share);
  start[design.size] = Math.log(share / (1 - share));
  return start;
}

/** Inside from an edge, by so much of the parameter that is 0 there that the likelihood is higher; null where it falls. */
function stepInside(
  { rows, spread, fit }: ZeroInflatedMaximum,
  inside: ZeroInflatedRows,
): Float64Array | null {
  const { design, events } = rows;
  const ofZeros = rows.zero !== inside.zero;
  const expected = expectedEvents(rows, fit.parameters.subarray(0, design.size));
  const dispersion = spread ? Math.exp(-fit.parameters[fit.parameters.length - 1]!) : 0;
  const { residual } = zeroInflatedPoint(rows, fit.parameters);
  let slope = 0;
  let squares = 0;
  for (let row = 0; row < events.length; row += 1) {
    const mean = expected[row]!;
    const count = events[row]!;
    let one: number;
    if (ofZeros) one = count > 0 ? -1 : Math.expm1(-logProbability(0, mean, dispersion));
    else if (count > 0) one = dispersionSlope(count, mean, 0);
    // The chance that this 0 is a count, which is residual / -mean, times the slope of a count of 0, which is mean² / 2.
    else one = (-residual[row]! * mean) / 2;
    slope += one;
    squares += one * one;
  }
  if (!(slope > 0)) return null;
  const { parameters } = fit;
  for (let value = Math.min(0.5, slope / squares); value > 1e-12; value /= 2) {
    const start = new Float64Array(parameters.length + (ofZeros ? inside.zero!.size : 1));
    start.set(parameters.subarray(0, design.size));
    if (ofZeros) {
      start[design.size] = Math.log(value / (1 - value));
      start.set(parameters.subarray(design.size), design.size + inside.zero!.size);
    } else {
      start.set(parameters);
      start[parameters.length] = -Math.log(value);
    }
    if (zeroInflatedPoint(inside, start).logLikelihood > fit.logLikelihood) return start;
  }
  return null;
}

/**
 * Null at a maximum: the information is positive definite, and the next step moves no linear predictor. Else the
 * columns of the zeros that the step moves most.
 */
function runningColumns(rows: ZeroInflatedRows, parameters: Float64Array): readonly number[] | null {
  const { design, zero } = rows;
  const size = parameters.length;
  const factor = cholesky(observedInformation(rows, parameters), size);
  if (factor === null) return [];
  const step = factor.solve(zeroInflatedPoint(rows, parameters).score);
  const last = design.size + (zero?.size ?? 0);
  const moves = (of: RegressionDesign, part: Float64Array) =>
    linearPredictor(of, part).some((move) => Math.abs(move) > movedShare);
  const counts = moves(design, step.subarray(0, design.size));
  const spread = size > last && Math.abs(step[last]!) > movedShare;
  if (zero === null || !moves(zero, step.subarray(design.size, last))) return counts || spread ? [] : null;
  const columns = Array.from({ length: zero.size }, (_, column) => column);
  return columns.filter((column) => {
    const alone = new Float64Array(zero.size);
    alone[column] = step[design.size + column]!;
    return moves(zero, alone);
  });
}
