import { normalQuantile } from '../../../math/distributions/normal.js';

/**
 * Royston's approximation of the weights of the Shapiro-Wilk statistic, one for each value in rising order; they sum to 0
 * and their squares to 1. Blom's scores, with the outermost one or two corrected by a polynomial in 1/√n. Source: Royston P.
 * Appl Stat 1995;44:547-551; Stat Comput 1992;2:117-119.
 */
export function shapiroWilkWeights(n: number): Float64Array {
  const weights = new Float64Array(n);
  if (n === 3) {
    weights.set([-Math.SQRT1_2, 0, Math.SQRT1_2]);
    return weights;
  }
  const half = Math.floor(n / 2);
  // The upper scores, largest first.
  const scores = Float64Array.from(
    { length: half },
    (_, index) => -normalQuantile((index + 0.625) / (n + 0.25)),
  );
  let squares = 0;
  for (const score of scores) squares += 2 * score * score;
  const root = Math.sqrt(squares);
  const u = 1 / Math.sqrt(n);
  const first =
    scores[0]! / root + u * (0.221157 + u * (-0.147981 + u * (-2.07119 + u * (4.434685 - u * 2.706056))));
  const corrected = [first];
  if (n > 5) {
    corrected.push(
      scores[1]! / root + u * (0.042981 + u * (-0.293762 + u * (-1.752461 + u * (5.682633 - u * 3.582633)))),
    );
  }
  let rest = squares;
  let left = 1;
  corrected.forEach((weight, index) => {
    rest -= 2 * scores[index]! * scores[index]!;
    left -= 2 * weight * weight;
  });
  const factor = Math.sqrt(rest / left);
  for (let index = 0; index < half; index += 1) {
    const weight = corrected[index] ?? scores[index]! / factor;
    weights[n - 1 - index] = weight;
    weights[index] = -weight;
  }
  return weights;
}
