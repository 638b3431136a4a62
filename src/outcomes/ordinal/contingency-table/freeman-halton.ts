import { countUpTo } from '../../../math/order/count-up-to.js';
import { logGamma } from '../../../math/special/log-gamma.js';

/** As in Fisher's test: tables as likely as the observed one may differ by rounding. */
const tieTolerance = 1e-7;
/** What a way to fill a column costs, and a cell of a bound, beside a product that is carried on. */
const perWay = 3;
const perCell = 2;
/** Logarithms this close belong to one and the same product of factorials. */
const sameProduct = 1e9;

/**
 * Fisher's exact test for tables of any size: the probability, given the margins, of all tables no more likely than the
 * observed one. Null where it would take more than `mostSteps`: a step takes a tenth of a
 * microsecond or two.
 *
 * Columns are filled one after the other. Ways to fill the first few that leave the same places to the rows are kept
 * together (places in any order), with their probabilities so far. Bounds for the likeliest and the least likely way to
 * go on from there decide for many of them at once whether all their tables count, or none; the rest are followed
 * further, down to the last two columns, whose tables are put in order once for all that arrive there.
 *
 * `table` has at least two rows and columns of whole numbers, none of them empty. Source: Freeman GH, Halton JH.
 * Biometrika 1951;38:141-149; Mehta CR, Patel NR. J Am Stat Assoc 1983;78:427-434 (network).
 */
export function freemanHaltonP(table: readonly (readonly number[])[], mostSteps: number): number | null {
  const across = table.map(sum);
  const down = table[0]!.map((_, column) => sum(table.map((row) => row[column]!)));
  // Few rows make few sets of places left.
  const [margin, others] = across.length <= down.length ? [across, down] : [down, across];
  const columns = [...others].sort((a, b) => a - b);
  const logFactorial = Float64Array.from({ length: sum(margin) + 1 }, (_, count) => logGamma(count + 1));
  /** The logarithm of the product of 1 / count!, to which the probability of a table is proportional. */
  const product = (counts: readonly number[]) =>
    counts.reduce((total, count) => total - logFactorial[count]!, 0);
  /** The logarithm of the sum of the products of all tables that fill `left` with `filling`. */
  const sumOfAll = (left: readonly number[], filling: readonly number[]) =>
    logFactorial[sum(left)]! + product(left) + product(filling);
  const limit = sum(table.map(product)) + tieTolerance;

  const start = [...margin].sort((a, b) => a - b);
  const whole = sumOfAll(start, columns);
  let steps = 0;
  let extreme = 0;
  let stage = new Map<string, Node>([[start.join(), { left: start, past: new Map([[0, one]]) }]]);
  for (let column = 0; column < columns.length - 2; column += 1) {
    const next = new Map<string, Node>();
    const filling = columns.slice(column + 1);
    const decisions = new Map<string, Decision>();
    for (const { left, past } of stage.values()) {
      for (const part of waysToFill(columns[column]!, left)) {
        steps += perWay + past.size;
        if (steps > mostSteps) return null;
        const after = placesLeft(left, part);
        const name = after.join();
        let decision = decisions.get(name);
        if (decision === undefined) {
          steps += perCell * after.length * filling.length;
          decision = {
            most: largestProduct(after, filling, logFactorial),
            least: smallestProduct(after, filling, logFactorial),
            all: sumOfAll(after, filling) - whole,
          };
          decisions.set(name, decision);
        }
        const own = product(part);
        for (const { log, ways } of past.values()) {
          const sofar = log + own;
          if (sofar + decision.most <= limit) extreme += ways * Math.exp(sofar + decision.all);
          else if (sofar + decision.least <= limit) follow(next, name, after, sofar, ways);
        }
      }
    }
    stage = next;
  }
  for (const { left, past } of stage.values()) {
    const ends: number[] = [];
    for (const part of waysToFill(columns.at(-2)!, left)) {
      steps += perWay;
      if (steps > mostSteps) return null;
      ends.push(product(part) + product(left.map((places, row) => places - part[row]!)));
    }
    const rising = Float64Array.from(ends).sort();
    const largest = rising.at(-1)!;
    let total = 0;
    const sums = rising.map((end) => {
      total += Math.exp(end - largest);
      return total;
    });
    for (const { log, ways } of past.values()) {
      const counted = countUpTo(rising, limit - log);
      if (counted > 0) extreme += ways * Math.exp(log + largest - whole) * sums[counted - 1]!;
    }
  }
  return Math.min(1, extreme);
}

/** What is known of all tables that go on from a set of places left. */
interface Decision {
  /** At least the logarithm of their largest product. */
  readonly most: number;
  /** At most the logarithm of their smallest product. */
  readonly least: number;
  /** The logarithm of their sum as a share of all tables. */
  readonly all: number;
}

/**
 * A bound from above for the products of 1 / count! of tables with these margins, by duality: with prices log e for a
 * subject in a cell of expected count e, no cell is worth more than at the whole number below e.
 */
function largestProduct(
  left: readonly number[],
  filling: readonly number[],
  logFactorial: Float64Array,
): number {
  const total = sum(left);
  let bound = 0;
  for (const places of left) {
    if (places === 0) continue;
    for (const size of filling) {
      const expected = (places * size) / total;
      const below = Math.floor(expected);
      bound += (below - expected) * Math.log(expected) - logFactorial[below]!;
    }
  }
  return bound;
}

/**
 * A bound from below: each column put into as few rows as can hold it, whatever the others do, or each row out of as few
 * columns.
 */
function smallestProduct(
  left: readonly number[],
  filling: readonly number[],
  logFactorial: Float64Array,
): number {
  const packed = (sizes: readonly number[], rooms: readonly number[]) => {
    const largestFirst = [...rooms].sort((a, b) => b - a);
    let bound = 0;
    for (const size of sizes) {
      let rest = size;
      for (let room = 0; rest > 0; room += 1) {
        const taken = Math.min(rest, largestFirst[room]!);
        bound -= logFactorial[taken]!;
        rest -= taken;
      }
    }
    return bound;
  };
  return Math.max(packed(filling, left), packed(left, filling));
}

/** Keeps a way to fill the columns so far, with others that have the same product and leave the same places. */
function follow(
  next: Map<string, Node>,
  name: string,
  left: readonly number[],
  log: number,
  ways: number,
): void {
  let node = next.get(name);
  if (node === undefined) {
    node = { left, past: new Map() };
    next.set(name, node);
  }
  const key = Math.round(log * sameProduct);
  const same = node.past.get(key);
  node.past.set(
    key,
    same === undefined ? { log, ways } : { log: same.log, ways: same.ways + ways * Math.exp(log - same.log) },
  );
}

interface Path {
  readonly log: number;
  /** How many ways to fill the columns so far have this product, or one that differs by rounding. */
  readonly ways: number;
}

interface Node {
  /** Places that the rows have left, in rising order. */
  readonly left: readonly number[];
  readonly past: Map<number, Path>;
}

const one: Path = { log: 0, ways: 1 };

function placesLeft(left: readonly number[], part: readonly number[]): readonly number[] {
  return left.map((places, row) => places - part[row]!).sort((a, b) => a - b);
}

/** Every way to put `size` subjects into rows with the places that are left. The same list is filled anew each time. */
function* waysToFill(size: number, left: readonly number[]): Generator<readonly number[]> {
  const rows = left.length;
  const part = new Array<number>(rows).fill(0);
  /** Places in the rows after each. */
  const beyond = left.map((_, row) => left.slice(row + 1).reduce((sum, places) => sum + places, 0));
  const open = new Array<number>(rows).fill(0);
  open[0] = size;
  let row = 0;
  part[0] = Math.max(0, size - beyond[0]!) - 1;
  while (row >= 0) {
    part[row] = part[row]! + 1;
    if (part[row]! > Math.min(open[row]!, left[row]!)) {
      row -= 1;
      continue;
    }
    const rest = open[row]! - part[row]!;
    if (row === rows - 2) {
      part[rows - 1] = rest;
      yield part;
      continue;
    }
    row += 1;
    open[row] = rest;
    part[row] = Math.max(0, rest - beyond[row]!) - 1;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
