import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventCount, requireEventCount } from '../event-count.js';
import { largestProbability } from './largest-probability.js';
import { extremeRuns, fisherPs, tableZ } from './table-outcomes.js';

export const unconditionalStatistics = ['boschloo', 'score', 'wald'] as const;
export type UnconditionalStatistic = (typeof unconditionalStatistics)[number];

export interface ExactUnconditionalOptions {
  readonly statistic?: UnconditionalStatistic;
}

export interface ExactUnconditionalTest {
  /** z of the score or Wald statistic, or Fisher's two-sided p for `boschloo`. */
  readonly statisticValue: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  /** One-sided, that `of` has fewer events. */
  readonly pLess: Estimable;
  /** One-sided, that `of` has more events. */
  readonly pGreater: Estimable;
  /** The common proportion at which the two-sided p is reached. */
  readonly proportion: Estimable;
  readonly statistic: UnconditionalStatistic;
}

/** Tables above which the test is refused: it looks at each. */
const mostTables = 1_000_000;

/**
 * Fisher's p of tables that tie differ by rounding alone, so this leaves room for no more: with the 1e-7 by which
 * Fisher's test itself has ties, a p of 1 - 5e-8 would tie with 1 and take in every table.
 */
const fisherTie = 1 + 1e-10;

/**
 * Tests whether two arms have the same proportion of events, exactly and without fixing the total of events, which
 * gives more power than Fisher's test.
 *
 * Tables are ordered by `statistic`: Fisher's p (`boschloo`, default), z with pooled variance (`score`: Barnard's test
 * as software has it, after Suissa and Shuster) or with unpooled variance (`wald`). p is the largest probability, over
 * all common proportions from 0 to 1, of the tables at least as extreme as the observed one; no part of that range is
 * left out (Berger and Boos). Two-sided tables are those with |z| as large, or with Fisher's two-sided p as small, as
 * observed; ties count within 1e-9 of z and 1e-10 of Fisher's p (relative). Boschloo's p is never above Fisher's.
 *
 * The same proportion of 0 or 1 in both arms has p 1. An empty arm makes everything `empty-group`. Cost: a look at each
 * of (n1 + 1)(n2 + 1) tables and some 700 times the sum of events and runs; 0.1 s at 100 subjects an arm.
 *
 * @throws MethodError when a count is not whole, negative or above n, or there are more than 1e6 tables.
 *
 * Sources: Barnard GA. Biometrika 1947;34:123-138. Boschloo RD. Stat Neerl 1970;24:1-35. Suissa S, Shuster JJ. J R Stat
 * Soc A 1985;148:317-327. Oracle: test/oracles/exact-unconditional.
 */
export function exactUnconditional(
  of: EventCount,
  versus: EventCount,
  options: ExactUnconditionalOptions = {},
): ExactUnconditionalTest {
  requireOptions('exact-unconditional', options, { statistic: unconditionalStatistics });
  const { statistic = 'boschloo' } = options;
  requireEventCount('exact-unconditional', 'of', of);
  requireEventCount('exact-unconditional', 'versus', versus);
  if (of.n === 0 || versus.n === 0) {
    const none = notEstimable('empty-group');
    return { statisticValue: none, p: none, pLess: none, pGreater: none, proportion: none, statistic };
  }
  const tables = (of.n + 1) * (versus.n + 1);
  if (tables > mostTables) {
    throw argumentError(
      'exact-unconditional',
      'n',
      'makes too many tables to look at',
      String(tables),
      `at most ${mostTables}`,
      'With so many subjects the chi-square test says the same',
    );
  }
  const order = statistic === 'boschloo' ? byFisher(of, versus) : byZ(of, versus, statistic === 'score');
  const largest = (isExtreme: (x: number, y: number) => boolean) =>
    largestProbability(extremeRuns(of, versus, isExtreme), of.n, versus.n);
  const both = largest(order.both);
  return {
    statisticValue: order.value,
    p: both.probability,
    pLess: largest(order.less).probability,
    pGreater: largest(order.more).probability,
    proportion: both.proportion,
    statistic,
  };
}

interface TableOrder {
  readonly value: Estimable;
  readonly both: (x: number, y: number) => boolean;
  readonly less: (x: number, y: number) => boolean;
  readonly more: (x: number, y: number) => boolean;
}

function byZ(of: EventCount, versus: EventCount, pooled: boolean): TableOrder {
  const z = (x: number, y: number) => tableZ(x, of.n, y, versus.n, pooled);
  const observed = z(of.events, versus.events);
  const slack = 1e-9;
  return {
    value: Number.isFinite(observed) ? observed : notEstimable('no-variation'),
    both: (x, y) => Math.abs(z(x, y)) >= Math.abs(observed) - slack,
    less: (x, y) => z(x, y) <= observed + slack,
    more: (x, y) => z(x, y) >= observed - slack,
  };
}

function byFisher(of: EventCount, versus: EventCount): TableOrder {
  const width = versus.n + 1;
  const observed = of.events * width + versus.events;
  const within = (ps: Float64Array, place: number) => ps[place]! <= ps[observed]! * fisherTie;
  const both = fisherPs(of.n, versus.n, 'both');
  const more = fisherPs(of.n, versus.n, 'more');
  // Fewer events in `of` are more in `versus`: the same list with the arms in the other order.
  const less = fisherPs(versus.n, of.n, 'more');
  const turned = versus.events * (of.n + 1) + of.events;
  return {
    value: both[observed]!,
    both: (x, y) => within(both, x * width + y),
    more: (x, y) => within(more, x * width + y),
    less: (x, y) => less[y * (of.n + 1) + x]! <= less[turned]! * fisherTie,
  };
}
