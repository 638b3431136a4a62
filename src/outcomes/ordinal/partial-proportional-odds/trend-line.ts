import type { CumulativeLinkFit } from '../cumulative-link-fit.js';

/**
 * The slope, with its standard error, of free slopes that lie on a line over the scores of their cuts. `first` is the
 * place of the first of them and `size` the number of all slopes. The two furthest apart lose the fewest digits.
 */
export function lineThrough(
  fit: CumulativeLinkFit,
  scores: readonly number[],
  first: number,
  size: number,
): { readonly slope: number; readonly error: number } {
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  const low = first + scores.indexOf(least);
  const high = first + scores.indexOf(most);
  const run = most - least;
  const covariance = (a: number, b: number) => fit.covariance[a * size + b]!;
  const variance = covariance(high, high) + covariance(low, low) - 2 * covariance(high, low);
  return { slope: (fit.slopes[high]! - fit.slopes[low]!) / run, error: Math.sqrt(variance) / run };
}
