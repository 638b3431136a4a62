import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import type { LinkFunction } from './link-functions.js';

/**
 * Rows of a cumulative link model. A row's category lies between the thresholds `below` and `above` it, positions in one
 * list; -1 where the category has none on that side, so that strata can have thresholds of their own.
 */
export interface CumulativeLinkRows {
  readonly below: Int32Array;
  readonly above: Int32Array;
  readonly weight: Float64Array;
  readonly thresholdCount: number;
  /** One slope for the whole scale. */
  readonly columns: readonly Float64Array[];
  /** A slope of its own at each threshold. */
  readonly freeColumns: readonly Float64Array[];
}

/** Parameters: thresholds, then for each free column its slopes at the thresholds, then the slopes of the columns. */
export function parameterCount({ thresholdCount, columns, freeColumns }: CumulativeLinkRows): number {
  return thresholdCount * (1 + freeColumns.length) + columns.length;
}

/**
 * Log likelihood of P(Y at most threshold j) = F(threshold_j - x'beta - z'gamma_j) with score and observed information.
 * A row touches the parameters of its two thresholds only: O(n (2 (1 + q) + p)²) for q free and p other columns. The
 * value is -Infinity where the parameters give a row's category no probability.
 */
export function cumulativeLinkLikelihood(
  rows: CumulativeLinkRows,
  link: LinkFunction,
  parameters: Float64Array,
): LikelihoodPoint {
  const { below, above, weight, thresholdCount, columns, freeColumns } = rows;
  const size = parameters.length;
  const free = freeColumns.length;
  const first = thresholdCount * (1 + free);
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  const most = 2 * (1 + free) + columns.length;
  // What each of the parameters that a row touches adds to the row's two predictors.
  const place = new Int32Array(most);
  const high = new Float64Array(most);
  const low = new Float64Array(most);
  let logLikelihood = 0;
  for (let row = 0; row < weight.length; row += 1) {
    const subjects = weight[row]!;
    const over = above[row]!;
    const under = below[row]!;
    if (subjects === 0 || (over < 0 && under < 0)) continue;
    let shift = 0;
    for (let column = 0; column < columns.length; column += 1) {
      shift += columns[column]![row]! * parameters[first + column]!;
    }
    let touched = 0;
    let highPredictor = 0;
    let lowPredictor = 0;
    for (let side = 0; side < 2; side += 1) {
      const threshold = side === 0 ? over : under;
      if (threshold < 0) continue;
      let predictor = parameters[threshold]! - shift;
      place[touched] = threshold;
      high[touched] = side === 0 ? 1 : 0;
      low[touched] = 1 - high[touched]!;
      touched += 1;
      for (let column = 0; column < free; column += 1) {
        const value = freeColumns[column]![row]!;
        const index = thresholdCount * (1 + column) + threshold;
        predictor -= value * parameters[index]!;
        place[touched] = index;
        high[touched] = side === 0 ? -value : 0;
        low[touched] = side === 0 ? 0 : -value;
        touched += 1;
      }
      if (side === 0) highPredictor = predictor;
      else lowPredictor = predictor;
    }
    for (let column = 0; column < columns.length; column += 1) {
      const value = columns[column]![row]!;
      place[touched] = first + column;
      high[touched] = over < 0 ? 0 : -value;
      low[touched] = under < 0 ? 0 : -value;
      touched += 1;
    }
    const probability =
      over < 0
        ? link.upper(lowPredictor)
        : under < 0
          ? link.cdf(highPredictor)
          : lowPredictor > 0
            ? link.upper(lowPredictor) - link.upper(highPredictor)
            : link.cdf(highPredictor) - link.cdf(lowPredictor);
    if (!(probability > 0)) return { logLikelihood: Number.NEGATIVE_INFINITY, score, information };
    logLikelihood += subjects * Math.log(probability);
    const highSlope = over < 0 ? 0 : link.density(highPredictor) / probability;
    const lowSlope = under < 0 ? 0 : -link.density(lowPredictor) / probability;
    const highBend = highSlope === 0 ? 0 : highSlope * (highSlope - link.logSlope(highPredictor));
    const lowBend = lowSlope === 0 ? 0 : lowSlope * (lowSlope - link.logSlope(lowPredictor));
    const between = highSlope * lowSlope;
    for (let left = 0; left < touched; left += 1) {
      const onHigh = high[left]!;
      const onLow = low[left]!;
      score[place[left]!] = score[place[left]!]! + subjects * (onHigh * highSlope + onLow * lowSlope);
      const byHigh = subjects * (onHigh * highBend + onLow * between);
      const byLow = subjects * (onHigh * between + onLow * lowBend);
      for (let right = 0; right <= left; right += 1) {
        const value = byHigh * high[right]! + byLow * low[right]!;
        const cell = place[left]! * size + place[right]!;
        information[cell] = information[cell]! + value;
      }
    }
  }
  // The places of a row are not in order: fold both triangles into one symmetric matrix.
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < column; row += 1) {
      const sum = information[column * size + row]! + information[row * size + column]!;
      information[column * size + row] = sum;
      information[row * size + column] = sum;
    }
  }
  return { logLikelihood, score, information };
}
