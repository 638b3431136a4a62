import type { LikelihoodPoint } from '../../math/optimise/newton.js';

/** Fewer parameters that stand for all of a cumulative link model, whose order is that of `parameterCount`. */
export interface ReducedParameters {
  readonly count: number;
  /** All parameters from the few. */
  readonly expand: (few: Float64Array) => Float64Array;
  /** The likelihood as a function of the few: its score and information by the chain rule. */
  readonly compress: (point: LikelihoodPoint) => LikelihoodPoint;
  /** The combination of the few that is a combination of all. */
  readonly project: (all: Float64Array) => Float64Array;
}

/**
 * Free slopes that lie on a line over the scores of their thresholds: for each free column a level and a slope by
 * standardised score, in place of a slope at each threshold. Scores must differ.
 */
export function trendParameters(
  thresholdCount: number,
  freeColumns: number,
  columns: number,
  scores: readonly number[],
): ReducedParameters {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const spread = Math.hypot(...scores.map((score) => score - mean)) / Math.sqrt(scores.length);
  const total = thresholdCount * (1 + freeColumns) + columns;
  const count = thresholdCount + 2 * freeColumns + columns;
  // Each of all parameters is one of the few, or that and the next times a score.
  const place = new Int32Array(total);
  const factor = new Float64Array(total);
  for (let index = 0; index < total; index += 1) {
    const column = Math.floor(index / thresholdCount) - 1;
    if (column < 0) place[index] = index;
    else if (column >= freeColumns) place[index] = index - freeColumns * (thresholdCount - 2);
    else {
      place[index] = thresholdCount + 2 * column;
      factor[index] = (scores[index % thresholdCount]! - mean) / spread;
    }
  }
  const project = (all: Float64Array) => {
    const few = new Float64Array(count);
    for (let index = 0; index < total; index += 1) {
      const at = place[index]!;
      few[at] = few[at]! + all[index]!;
      if (factor[index] !== 0) few[at + 1] = few[at + 1]! + factor[index]! * all[index]!;
    }
    return few;
  };
  return {
    count,
    project,
    expand: (few) =>
      Float64Array.from(place, (at, index) =>
        factor[index] === 0 ? few[at]! : few[at]! + factor[index]! * few[at + 1]!,
      ),
    compress: ({ logLikelihood, score, information }) => {
      // The rows of the information and then its columns.
      const half = Array.from({ length: total }, (_, row) =>
        project(information.subarray(row * total, (row + 1) * total)),
      );
      const small = new Float64Array(count * count);
      const line = new Float64Array(total);
      for (let column = 0; column < count; column += 1) {
        for (let row = 0; row < total; row += 1) line[row] = half[row]![column]!;
        small.set(project(line), column * count);
      }
      return { logLikelihood, score: project(score), information: small };
    },
  };
}
