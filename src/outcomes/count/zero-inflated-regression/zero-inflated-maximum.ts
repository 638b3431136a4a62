import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { maximiseByNewton, type NewtonOutcome } from '../../../math/optimise/newton.js';
import { linearPredictor } from '../../design-products.js';
import type { RegressionDesign } from '../../regression-design.js';
import { type SettledMaximum, settleMaximum } from '../../settle-maximum.js';
import { countPoint, dispersionSlope, expectedEvents, logProbability } from '../count-likelihood.js';
import { overallRate } from '../count-rows.js';
import { columnLengths, curvedPoint, observedInformation } from './zero-inflated-curvature.js';
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
/** Log odds per standard deviation of a covariate that no data of use give. */
const steep = 5;
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
    if (isMaximum(rows, fit.parameters)) highest = fit;
  }
  const edge = smaller.reduce((best, one) => (one.fit.logLikelihood > best.fit.logLikelihood ? one : best));
  const rounding = roundingShare * (1 + Math.abs(edge.fit.logLikelihood));
  // A maximum inside stands, even where the likelihood rises without end elsewhere.
  if (highest !== null && highest.logLikelihood > edge.fit.logLikelihood + rounding) {
    return { rows, spread, fit: highest };
  }
  const top = Math.max(edge.fit.logLikelihood, reached?.logLikelihood ?? Number.NEGATIVE_INFINITY);
  if (endless !== null && endless.logLikelihood > top + rounding) return endless;
  if (reached === null || reached.logLikelihood <= edge.fit.logLikelihood + rounding) return edge;
  return { logLikelihood: top, zeroColumns: steepColumns(rows, reached.parameters), poisson: null };
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

/** Inside from an edge, by so much of what is 0 there that the likelihood is higher; null where it only falls. */
function stepInside(edge: ZeroInflatedMaximum, inside: ZeroInflatedRows): Float64Array | null {
  const { rows, spread, fit } = edge;
  const { parameters, logLikelihood } = fit;
  const { design, events } = rows;
  const expected = expectedEvents(rows, parameters.subarray(0, design.size));
  const { zero } = inside;
  if (rows.zero === null && zero !== null) {
    const dispersion = spread ? Math.exp(-parameters[parameters.length - 1]!) : 0;
    const slopes = expected.map((mean, row) =>
      events[row]! > 0 ? -1 : Math.expm1(-logProbability(0, mean, dispersion)),
    );
    return highestStart(
      inside,
      logLikelihood,
      zeroTilts(zero),
      (tilt, value) => {
        const start = new Float64Array(parameters.length + zero.size);
        start.set(parameters.subarray(0, design.size));
        start.set(tilt.coefficients, design.size);
        start[design.size] = start[design.size]! + Math.log(value / (1 - value));
        start.set(parameters.subarray(design.size), design.size + zero.size);
        return start;
      },
      slopes,
    );
  }
  const { residual } = zeroInflatedPoint(rows, parameters);
  // The chance that a 0 is a count is residual / -mean, and the slope of a count of 0 is mean² / 2.
  const slopes = expected.map((mean, row) =>
    events[row]! > 0 ? dispersionSlope(events[row]!, mean, 0) : (-residual[row]! * mean) / 2,
  );
  const everyRow = [{ weights: new Float64Array(events.length).fill(1), coefficients: new Float64Array(0) }];
  return highestStart(
    inside,
    logLikelihood,
    everyRow,
    (_, value) => Float64Array.of(...parameters, -Math.log(value)),
    slopes,
  );
}

/** Shares of structural zeros in proportion to `weights`, the largest of which is 1: their log odds but for a constant. */
interface Tilt {
  readonly weights: Float64Array;
  readonly coefficients: Float64Array;
}

/** The same share for all, and shares that grow along each covariate of the zeros up or down, gently to steeply. */
function zeroTilts(zero: RegressionDesign): readonly Tilt[] {
  const lengths = columnLengths(zero);
  const steepness = [0.5, 2, 8, 32, 128];
  const slopes = Array.from({ length: zero.size - 1 }, (_, place) =>
    steepness.flatMap((one) => [one, -one]).map((one) => [place + 1, one / lengths[place + 1]!] as const),
  ).flat();
  return [[0, 0] as const, ...slopes].map(([column, slope]) => {
    const coefficients = new Float64Array(zero.size);
    coefficients[column] = slope;
    const linear = linearPredictor(zero, coefficients);
    const highest = linear.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    coefficients[0] = coefficients[0]! - highest;
    return { weights: linear.map((value) => Math.exp(value - highest)), coefficients };
  });
}

/** The highest of the starts, one a tilt, that lie above the edge; `slopes` are those of the rows by what is 0 there. */
function highestStart(
  rows: ZeroInflatedRows,
  edge: number,
  tilts: readonly Tilt[],
  startAt: (tilt: Tilt, value: number) => Float64Array,
  slopes: Float64Array,
): Float64Array | null {
  let highest = edge;
  let best: Float64Array | null = null;
  for (const tilt of tilts) {
    let slope = 0;
    let squares = 0;
    for (let row = 0; row < slopes.length; row += 1) {
      const one = slopes[row]! * tilt.weights[row]!;
      slope += one;
      squares += one * one;
    }
    if (!(slope > 0)) continue;
    for (let value = Math.min(0.5, slope / squares); value > 1e-12; value /= 2) {
      const start = startAt(tilt, value);
      const { logLikelihood } = zeroInflatedPoint(rows, start);
      if (!(logLikelihood > edge)) continue;
      if (logLikelihood > highest) {
        highest = logLikelihood;
        best = start;
      }
      break;
    }
  }
  return best;
}

/** Whether the information is positive definite, and the next step moves no linear predictor. */
function isMaximum(rows: ZeroInflatedRows, parameters: Float64Array): boolean {
  const { design, zero } = rows;
  const size = parameters.length;
  const factor = cholesky(observedInformation(rows, parameters), size);
  if (factor === null) return false;
  const step = factor.solve(zeroInflatedPoint(rows, parameters).score);
  const last = design.size + (zero?.size ?? 0);
  const still = (of: RegressionDesign, part: Float64Array) =>
    linearPredictor(of, part).every((move) => Math.abs(move) <= movedShare);
  return (
    still(design, step.subarray(0, design.size)) &&
    (zero === null || still(zero, step.subarray(design.size, last))) &&
    (size === last || Math.abs(step[last]!) <= movedShare)
  );
}

/** The columns of the zeros along which a climb has run off: those whose log odds differ most between the rows. */
function steepColumns({ design, zero }: ZeroInflatedRows, parameters: Float64Array): readonly number[] {
  if (zero === null) return [];
  return Array.from(columnLengths(zero), (length, column) => {
    return column > 0 && Math.abs(parameters[design.size + column]!) * length > steep ? column : 0;
  }).filter((column) => column > 0);
}
