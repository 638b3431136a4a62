import { describe, expect, it } from 'vitest';
import { columnScale, orderByCategory } from '../../../src/outcomes/ordinal/category-ordered-rows.js';
import { cumulativeLogitLikelihood } from '../../../src/outcomes/ordinal/cumulative-logit-likelihood.js';

const outcome = Int32Array.of(2, 0, 1, 1, 2, 0, 1, 2);
const x = Float64Array.of(3, -1, 0.5, -2, 1, 4, -0.5, 2);
const thresholds = Float64Array.of(-1, 1.5);

/** Log likelihood written out with differences of probabilities, which serves while no predictor is far out. */
function direct(at: Float64Array, slope: number, weight: Float64Array): number {
  const { centre, scale } = columnScale(x, weight);
  const below = (cut: number, predictor: number) =>
    cut < 0 ? 0 : cut >= at.length ? 1 : 1 / (1 + Math.exp(predictor - at[cut]!));
  return outcome.reduce((sum, category, row) => {
    const predictor = (slope * (x[row]! - centre)) / scale;
    return sum + weight[row]! * Math.log(below(category, predictor) - below(category - 1, predictor));
  }, 0);
}

function likelihood(at: Float64Array, slope: number, weight: Float64Array) {
  const rows = orderByCategory({ outcome, weight, categoryCount: 3, columns: [x] }, [columnScale(x, weight)]);
  return cumulativeLogitLikelihood(rows, at, Float64Array.of(slope));
}

describe('the cumulative logit likelihood', () => {
  it.each([
    ['single subjects', new Float64Array(8).fill(1)],
    ['counted cells', Float64Array.of(2, 1, 3, 1, 5, 1, 1, 2)],
  ])('is the sum of logarithms of probabilities, its score their slope: %s', (_, weight) => {
    const point = likelihood(thresholds, 0.7, weight);
    expect(point.logLikelihood).toBeCloseTo(direct(thresholds, 0.7, weight), 12);
    const step = 1e-5;
    const slope = direct(thresholds, 0.7 + step, weight) - direct(thresholds, 0.7 - step, weight);
    expect(point.coefficientGradient[0]).toBeCloseTo(slope / (2 * step), 8);
    thresholds.forEach((__, cut) => {
      const moved = (by: number) =>
        direct(
          thresholds.map((value, index) => (index === cut ? value + by : value)),
          0.7,
          weight,
        );
      expect(point.thresholdGradient[cut]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 8);
    });
  });

  it('stays a number where exponentials of the predictor are beyond the largest one', () => {
    const weight = new Float64Array(8).fill(1);
    const steep = 900;
    const point = likelihood(thresholds, steep, weight);
    const { centre, scale } = columnScale(x, weight);
    // Far out a probability's logarithm is minus the distance to the nearer threshold, or 0.
    const distance = outcome.reduce((sum, category, row) => {
      const predictor = (steep * (x[row]! - centre)) / scale;
      const above = (thresholds[category] ?? Number.POSITIVE_INFINITY) - predictor;
      const below = predictor - (thresholds[category - 1] ?? Number.NEGATIVE_INFINITY);
      return sum + Math.min(0, above) + Math.min(0, below);
    }, 0);
    const gap = Math.log(-Math.expm1(thresholds[0]! - thresholds[1]!));
    expect(point.logLikelihood / (distance + 3 * gap)).toBeCloseTo(1, 12);
    expect(point.coefficientGradient.every(Number.isFinite)).toBe(true);
    expect(point.coefficientInformation.every((value) => value >= 0)).toBe(true);
  });
});
