import { brentMinimum } from '../../math/optimise/brent-minimum.js';
import { logGamma } from '../../math/special/log-gamma.js';
import type { EventCount } from './event-count.js';
import { observedDifference, restrictedVariance } from './score-difference.js';

/** Points of the search over the nuisance proportion, densest where a proportion is near 0 or 1. */
const gridSize = 200;

/**
 * The probability, at a given risk difference, of tables whose score statistic is at least the observed one, as a
 * function of that difference: the largest over all pairs of proportions with that difference. Arms change places to
 * look at the other tail.
 *
 * The statistic rises with the events of `of` and falls with those of `versus`, so that the tables of the tail have a
 * border that is walked once. Work space is kept from one difference to the next.
 *
 * Source: Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209.
 */
export function exactDifferenceTail(of: EventCount, versus: EventCount): (difference: number) => number {
  const [n, m] = [of.n, versus.n];
  const ofTerms = logCoefficients(n);
  const versusTerms = logCoefficients(m);
  const ofDensity = new Float64Array(n + 1);
  const versusSum = new Float64Array(m + 1);
  const border = new Int32Array(n + 1);
  const values = new Float64Array(gridSize + 1);
  return (difference) => {
    walkBorder(border, of, versus, difference);
    const lowest = Math.max(0, -difference);
    const width = Math.min(1, 1 - difference) - lowest;
    const at = (angle: number) => {
      const low = width * Math.sin(angle / 2) ** 2;
      const high = width * Math.cos(angle / 2) ** 2;
      // Shares with and without the event of each arm, none of them a difference from 1.
      const gap = Math.abs(difference);
      const up = difference > 0;
      binomialDensities(ofDensity, ofTerms, up ? low + gap : low, up ? high : high + gap);
      binomialDensities(versusSum, versusTerms, up ? low : low + gap, up ? high + gap : high);
      for (let y = 1; y <= m; y += 1) versusSum[y] = versusSum[y - 1]! + versusSum[y]!;
      let sum = 0;
      for (let x = 0; x <= n; x += 1) {
        const last = border[x]!;
        if (last >= 0) sum += ofDensity[x]! * versusSum[last]!;
      }
      return sum;
    };
    const step = Math.PI / gridSize;
    for (let index = 0; index <= gridSize; index += 1) values[index] = at(index * step);
    return highestPeak(values, step, at);
  };
}

/** For each number of events of `of`, the most events of `versus` of a table in the tail; -1 where there is none. */
function walkBorder(border: Int32Array, of: EventCount, versus: EventCount, difference: number): void {
  const statistic = (x: number, y: number) => {
    const [first, second] = [
      { events: x, n: of.n },
      { events: y, n: versus.n },
    ];
    const variance = restrictedVariance(first, second, difference);
    return variance > 0 ? (observedDifference(first, second) - difference) / Math.sqrt(variance) : 0;
  };
  const observed = statistic(of.events, versus.events);
  const least = observed - 1e-9 * Math.max(1, Math.abs(observed));
  let y = -1;
  for (let x = 0; x <= of.n; x += 1) {
    while (y < versus.n && statistic(x, y + 1) >= least) y += 1;
    border[x] = y;
  }
}

/** The highest value of a smooth function on [0, π], from its values at even steps and a search about the best of them. */
function highestPeak(values: Float64Array, step: number, at: (angle: number) => number): number {
  const peaks = Array.from(values.keys())
    .filter(
      (index) => values[index]! >= (values[index - 1] ?? 0) && values[index]! >= (values[index + 1] ?? 0),
    )
    .sort((a, b) => values[b]! - values[a]!)
    .slice(0, 3);
  let highest = 0;
  for (const peak of peaks) {
    const found = brentMinimum(
      (angle) => -at(angle),
      Math.max(0, (peak - 1) * step),
      Math.min(Math.PI, (peak + 1) * step),
    );
    highest = Math.max(highest, values[peak]!, -found.value);
  }
  return Math.min(1, highest);
}

function logCoefficients(n: number): Float64Array {
  return Float64Array.from(
    { length: n + 1 },
    (_, k) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1),
  );
}

/** Fills `into` with the probabilities of 0 to n events, given the shares with and without the event. */
function binomialDensities(
  into: Float64Array,
  coefficients: Float64Array,
  share: number,
  others: number,
): void {
  const n = into.length - 1;
  if (share <= 0 || others <= 0) {
    into.fill(0);
    into[share <= 0 ? 0 : n] = 1;
    return;
  }
  const logShare = Math.log(share);
  const logOthers = Math.log(others);
  for (let k = 0; k <= n; k += 1) into[k] = Math.exp(coefficients[k]! + k * logShare + (n - k) * logOthers);
}
