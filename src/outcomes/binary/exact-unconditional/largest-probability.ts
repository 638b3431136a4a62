import { brentMinimum } from '../../../math/optimise/brent-minimum.js';
import { binomialDensities, logCoefficients } from '../binomial-densities.js';

/** Points of the search, evenly spaced in the arcsine of the square root. */
const gridSize = 600;

/**
 * The largest probability of a set of tables over all common proportions, and the proportion that gives it. `runs` holds
 * x, first y and last y of each run of tables. The probability is a polynomial in the proportion: a grid finds the
 * neighbourhoods of its highest maxima, each of which is then searched.
 */
export function largestProbability(
  runs: Int32Array,
  n: number,
  m: number,
): { readonly probability: number; readonly proportion: number } {
  if (runs.length === 0) return { probability: 0, proportion: 0.5 };
  const ofTerms = logCoefficients(n);
  const versusTerms = logCoefficients(m);
  const ofDensity = new Float64Array(n + 1);
  const below = new Float64Array(m + 2);
  const at = (angle: number) => {
    const proportion = Math.sin(angle / 2) ** 2;
    const rest = Math.cos(angle / 2) ** 2;
    binomialDensities(ofDensity, ofTerms, proportion, rest);
    const versusDensity = below.subarray(1);
    binomialDensities(versusDensity, versusTerms, proportion, rest);
    for (let y = 0; y <= m; y += 1) below[y + 1] = below[y]! + below[y + 1]!;
    let sum = 0;
    for (let run = 0; run < runs.length; run += 3) {
      sum += ofDensity[runs[run]!]! * (below[runs[run + 2]! + 1]! - below[runs[run + 1]!]!);
    }
    return sum;
  };
  const step = Math.PI / gridSize;
  const values = Float64Array.from({ length: gridSize + 1 }, (_, index) => at(index * step));
  const peaks = Array.from(values.keys())
    .filter(
      (index) => values[index]! >= (values[index - 1] ?? 0) && values[index]! >= (values[index + 1] ?? 0),
    )
    .sort((a, b) => values[b]! - values[a]!)
    .slice(0, 6);
  let best = { probability: 0, proportion: 0 };
  for (const peak of peaks) {
    const edge = { location: peak * step, value: -values[peak]! };
    const found = brentMinimum(
      (angle) => -at(angle),
      Math.max(0, (peak - 1) * step),
      Math.min(Math.PI, (peak + 1) * step),
    );
    const { location, value } = found.value < edge.value ? found : edge;
    if (-value > best.probability) {
      best = { probability: -value, proportion: Math.sin(location / 2) ** 2 };
    }
  }
  return { ...best, probability: Math.min(1, best.probability) };
}
