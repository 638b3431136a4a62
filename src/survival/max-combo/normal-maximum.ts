import {
  normalCdf,
  normalQuantile,
  normalUpperQuantile,
  normalUpperTail,
} from '../../math/distributions/normal.js';
import { gaussLegendre } from '../gauss-legendre.js';

/** Correlations closer to 1 than this make one variable repeat another. */
const repeatTolerance = 1e-9;
/** A conditional standard deviation below this is rounding: the variable is a sum of those before it. */
const pivotTolerance = 1e-5;
/** Nodes in each direction, by the number of directions. */
const nodesByDimension = [0, 96, 96, 40, 16, 10];

/**
 * The probability that the largest of several correlated standard normal variables reaches z, in either direction or
 * upwards only.
 *
 * The event is split by the first variable that reaches z, so every term is positive and small probabilities keep
 * their relative accuracy. Each term is a probability of a tail and of intervals, turned into an integral over a cube
 * by conditioning one variable on those before (Genz 1992) and taken by Gauss-Legendre quadrature, the last variable
 * in closed form: deterministic. A variable that is a sum of others, as the log-rank statistic is of the early and the
 * late one of Fleming and Harrington, adds limits to the last of them and no direction. Right to about 1e-6 relative
 * for up to four tests, fewer digits for five and six.
 *
 * @param correlation row-major, size x size. Variables that repeat earlier ones are left out.
 * Source: Genz A. J Comput Graph Stat 1992;1:141-149. Oracle: test/oracles/max-combo.
 */
export function normalMaximumTail(
  correlation: Float64Array,
  size: number,
  z: number,
  twoSided: boolean,
): number {
  const kept: number[] = [];
  for (let index = 0; index < size; index += 1) {
    const repeats = kept.some((other) => {
      const value = correlation[index * size + other]!;
      return value > 1 - repeatTolerance || (twoSided && value < -1 + repeatTolerance);
    });
    if (!repeats) kept.push(index);
  }
  let total = 0;
  kept.forEach((first, position) => {
    total += tailThenIntervals(arrange(correlation, size, first, kept.slice(0, position)), z, twoSided);
  });
  return Math.min(1, total);
}

/** Variables in terms of independent normal numbers: one row a variable, sorted by the last number it needs. */
interface Arrangement {
  readonly count: number;
  /** For each number, the rows that are limited by it once those before are known. */
  readonly rowsOf: readonly (readonly Float64Array[])[];
}

/**
 * Expresses the first variable and then the others, those with least room first, in independent numbers; variables
 * without room of their own are sums and limit the last number they hold.
 */
function arrange(
  correlation: Float64Array,
  size: number,
  first: number,
  others: readonly number[],
): Arrangement {
  const order = [first];
  const rows: Float64Array[] = [Float64Array.of(1)];
  const rowsOf: Float64Array[][] = [[rows[0]!]];
  const left = [...others];
  while (left.length > 0) {
    const candidates = left.map((candidate) => conditionalRow(correlation, size, order, rows, candidate));
    let chosen = candidates.findIndex((row) => row[row.length - 1]! <= pivotTolerance);
    if (chosen >= 0) {
      const row = candidates[chosen]!.slice(0, -1);
      let last = row.length - 1;
      while (Math.abs(row[last]!) <= pivotTolerance) last -= 1;
      rowsOf[last]!.push(row.slice(0, last + 1));
    } else {
      const room = candidates.map((row) => row[row.length - 1]!);
      chosen = room.indexOf(Math.min(...room));
      rows.push(candidates[chosen]!);
      order.push(left[chosen]!);
      rowsOf.push([candidates[chosen]!]);
    }
    left.splice(chosen, 1);
  }
  return { count: order.length, rowsOf };
}

/** One row of a Cholesky factor: coefficients of the numbers so far, then what room is left. */
function conditionalRow(
  correlation: Float64Array,
  size: number,
  order: readonly number[],
  rows: readonly Float64Array[],
  candidate: number,
): Float64Array {
  const row = new Float64Array(order.length + 1);
  let rest = 1;
  for (let column = 0; column < order.length; column += 1) {
    let value = correlation[candidate * size + order[column]!]!;
    for (let inner = 0; inner < column; inner += 1) value -= row[inner]! * rows[column]![inner]!;
    row[column] = value / rows[column]![column]!;
    rest -= row[column]! ** 2;
  }
  row[order.length] = Math.sqrt(Math.max(0, rest));
  return row;
}

/** P(first variable reaches z, all others do not). */
function tailThenIntervals({ count, rowsOf }: Arrangement, z: number, twoSided: boolean): number {
  // Both tails of the first variable weigh the same, since intervals are symmetric when two-sided.
  // An exact opposite of the first variable stays below z where the first stays above -z.
  const single = normalUpperTail(rowsOf[0]!.length > 1 ? Math.abs(z) : z);
  const tail = single * (twoSided ? 2 : 1);
  const values = new Float64Array(count);
  if (count === 1) return tail;
  const { node, weight } = gaussLegendre(nodesByDimension[Math.min(count - 1, nodesByDimension.length - 1)]!);
  const inner = (index: number): number => {
    let above = Number.POSITIVE_INFINITY;
    let below = Number.NEGATIVE_INFINITY;
    for (const row of rowsOf[index]!) {
      let shift = 0;
      for (let column = 0; column < index; column += 1) shift += row[column]! * values[column]!;
      const limits = [(z - shift) / row[index]!, twoSided ? (-z - shift) / row[index]! : Number.NaN];
      // A negative coefficient turns upper limits into lower ones.
      const [upper, lower] = row[index]! > 0 ? limits : [limits[1], limits[0]];
      if (upper! < above) above = upper!;
      if (lower! > below) below = lower!;
    }
    if (below >= above) return 0;
    const mass = intervalMass(below, above);
    if (index === count - 1 || mass <= 0) return Math.max(0, mass);
    let sum = 0;
    for (let place = 0; place < node.length; place += 1) {
      values[index] = quantileWithin(below, above, mass, node[place]!);
      sum += weight[place]! * inner(index + 1);
    }
    return mass * sum;
  };
  let sum = 0;
  for (let place = 0; place < node.length; place += 1) {
    // A cubic substitution takes the logarithmic end of the normal tail off the quadrature.
    values[0] = normalUpperQuantile(single * node[place]! ** 3);
    sum += weight[place]! * 3 * node[place]! ** 2 * inner(1);
  }
  return tail * sum;
}

function intervalMass(below: number, above: number): number {
  return below > 0 ? normalUpperTail(below) - normalUpperTail(above) : normalCdf(above) - normalCdf(below);
}

/** The number that cuts a share off the normal distribution between two limits, from whichever tail is smaller. */
function quantileWithin(below: number, above: number, mass: number, share: number): number {
  if (below > 0) return normalUpperQuantile(normalUpperTail(below) - share * mass);
  if (above < 0) return normalQuantile(normalCdf(below) + share * mass);
  const cut = normalCdf(below) + share * mass;
  return cut < 0.5 ? normalQuantile(cut) : normalUpperQuantile(normalUpperTail(above) + (1 - share) * mass);
}
