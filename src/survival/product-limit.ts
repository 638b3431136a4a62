import type { Factor } from '../core/analysis-data.js';
import { sortOrder } from '../math/order/sort-order.js';
import { type InfluenceStep, jackknifeVariance } from './jackknife-variance.js';
import { type SurvivalColumns, timeOrder } from './survival-columns.js';
import { tallyWholeTimes, type WholeTimeTally } from './whole-time-tally.js';

/** One product-limit curve on the distinct times of a group, ascending. Counts are sums of case weights. */
export interface ProductLimit {
  /** Rows of the group. */
  readonly n: number;
  readonly time: Float64Array;
  /** At risk just before each time: entered before it and followed up to it or longer. */
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly censored: Float64Array;
  readonly survival: Float64Array;
  /** Variance of log survival; infinite from the time where survival is 0. */
  readonly logVariance: Float64Array;
  /** Cumulative hazard: Nelson and Aalen's sum of events over numbers at risk, and its variance. */
  readonly hazard: Float64Array;
  readonly hazardVariance: Float64Array;
}

/**
 * `kaplan-meier`: the product of shares without the event. `fleming-harrington`: exp(-cumulative hazard), R's
 * `stype = 2`. `fleming-harrington-ties`: the same with tied events as if they came one after the other (`ctype = 2`).
 */
export const survivalEstimators = ['kaplan-meier', 'fleming-harrington', 'fleming-harrington-ties'] as const;
export type SurvivalEstimator = (typeof survivalEstimators)[number];

/**
 * `greenwood`: binomial, whole case weights are counts. `robust`: infinitesimal jackknife of survival and of the
 * cumulative hazard, weights are sampling weights.
 */
export const survivalVariances = ['greenwood', 'robust'] as const;
export type SurvivalVariance = (typeof survivalVariances)[number];

/** Rows of each level of a factor, each list in the order of `order`. O(n). */
export function rowsByLevel(order: ArrayLike<number>, factor: Factor): readonly Int32Array[] {
  if (factor.levels.length === 1) return [order instanceof Int32Array ? order : Int32Array.from(order)];
  const counts = new Int32Array(factor.levels.length);
  for (let row = 0; row < factor.codes.length; row += 1) counts[factor.codes[row]!]! += 1;
  const lists = factor.levels.map((_, code) => new Int32Array(counts[code]!));
  counts.fill(0);
  for (let index = 0; index < order.length; index += 1) {
    const row = order[index]!;
    const code = factor.codes[row]!;
    lists[code]![counts[code]!] = row;
    counts[code]! += 1;
  }
  return lists;
}

/**
 * Kaplan-Meier estimates of all groups. Whole times are counted and not sorted (`tallyWholeTimes`): O(n); otherwise
 * O(n log n). The numbers are those of `productLimit`.
 */
export function productLimits(
  columns: SurvivalColumns,
  group: Factor,
  variance: SurvivalVariance,
  estimator: SurvivalEstimator = 'kaplan-meier',
  cluster: Factor | null = null,
): readonly ProductLimit[] {
  const tally = variance === 'greenwood' ? tallyWholeTimes(columns, group.codes, group.levels.length) : null;
  if (tally !== null) {
    return group.levels.map((_, code) => {
      const { n, steps } = stepsOfTally(tally, code);
      return { n, ...multiplyUp(steps, estimator) };
    });
  }
  const rows = rowsByLevel(timeOrder(columns), group);
  const entryRows = columns.entry === null ? rows : rowsByLevel(sortOrder(columns.entry), group);
  return rows.map((list, code) =>
    productLimit(columns, list, entryRows[code]!, variance, estimator, cluster),
  );
}

/**
 * Kaplan-Meier estimate for one group: at each time the share without the event among those at risk, multiplied up.
 * An event and a censoring at the same time: the event comes first.
 *
 * @param rows rows of the group, ascending in time.
 * @param entryRows the same rows ascending in entry; not used without late entry.
 *
 * One pass from the last time to the first for the numbers at risk, one pass forward for the product: O(n).
 * @param cluster rows that belong together, for the robust variance.
 * Source: Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481; Greenwood M. 1926; robust: see `jackknifeVariance`.
 * Oracle: test/oracles/kaplan-meier.
 */
export function productLimit(
  columns: SurvivalColumns,
  rows: Int32Array,
  entryRows: Int32Array,
  variance: SurvivalVariance,
  estimator: SurvivalEstimator = 'kaplan-meier',
  cluster: Factor | null = null,
): ProductLimit {
  const steps = countSteps(columns, rows, entryRows);
  const curve = multiplyUp(steps, estimator);
  if (variance === 'greenwood') return { n: rows.length, ...curve };
  const members = { columns, rows, entryRows, times: steps.time, cluster };
  const oneByOne = estimator === 'fleming-harrington-ties';
  const hazardVariance = jackknifeVariance(members, hazardInfluence(steps, oneByOne));
  const logVariance =
    estimator === 'kaplan-meier' ? jackknifeVariance(members, survivalInfluence(steps)) : hazardVariance;
  return { n: rows.length, ...curve, logVariance, hazardVariance };
}

function multiplyUp(steps: Steps, estimator: SurvivalEstimator): Omit<ProductLimit, 'n'> {
  const count = steps.time.length;
  const survival = new Float64Array(count);
  const logVariance = new Float64Array(count);
  const hazard = new Float64Array(count);
  const hazardVariance = new Float64Array(count);
  const oneByOne = estimator === 'fleming-harrington-ties';
  let product = 1;
  let greenwood = 0;
  let total = 0;
  let spread = 0;
  for (let step = 0; step < count; step += 1) {
    const deaths = steps.events[step]!;
    if (deaths > 0) {
      const survivors = steps.survivors[step]!;
      const risk = steps.atRisk[step]!;
      product *= survivors / risk;
      greenwood += deaths / (risk * survivors);
      const terms = oneByOne ? steps.deathCount[step]! : 1;
      const share = deaths / terms;
      for (let term = 0; term < terms; term += 1) {
        const left = risk - term * share;
        total += share / left;
        spread += share / (left * left);
      }
    }
    survival[step] = product;
    logVariance[step] = greenwood;
    hazard[step] = total;
    hazardVariance[step] = spread;
  }
  const { time, atRisk, events, censored } = steps;
  const counts = { time, atRisk, events, censored, hazard, hazardVariance };
  if (estimator === 'kaplan-meier') return { ...counts, survival, logVariance };
  return {
    ...counts,
    survival: hazard.map((value) => Math.exp(-value)),
    logVariance: hazardVariance.slice(),
  };
}

interface Steps {
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly censored: Float64Array;
  /** At risk less events; exactly 0 when everyone at risk has the event, whatever the weights. */
  readonly survivors: Float64Array;
  /** Rows with the event, whatever their weights. */
  readonly deathCount: Float64Array;
}

function emptySteps(count: number): Steps {
  return {
    time: new Float64Array(count),
    atRisk: new Float64Array(count),
    events: new Float64Array(count),
    censored: new Float64Array(count),
    survivors: new Float64Array(count),
    deathCount: new Float64Array(count),
  };
}

/** The steps of one cell, and its number of subjects. */
function stepsOfTally({ days, cells, events, censored }: WholeTimeTally, cell: number) {
  let count = 0;
  for (let at = cell; at < days * cells; at += cells) if (events[at]! + censored[at]! > 0) count += 1;
  const steps = emptySteps(count);
  let step = count;
  let risk = 0;
  for (let day = days - 1; day >= 0; day -= 1) {
    const deaths = events[day * cells + cell]!;
    const losses = censored[day * cells + cell]!;
    if (deaths + losses === 0) continue;
    step -= 1;
    risk += deaths + losses;
    steps.time[step] = day;
    steps.atRisk[step] = risk;
    steps.events[step] = deaths;
    steps.censored[step] = losses;
    steps.survivors[step] = risk - deaths;
    steps.deathCount[step] = deaths;
  }
  return { n: risk, steps };
}

function countSteps(columns: SurvivalColumns, rows: Int32Array, entryRows: Int32Array): Steps {
  const { event, entry, weight } = columns;
  // Read once at random, then only in sequence.
  const time = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) time[place] = columns.time[rows[place]!]!;
  let count = 0;
  for (let place = 0; place < rows.length; place += 1) {
    if (place === 0 || time[place] !== time[place - 1]) count += 1;
  }
  const steps = emptySteps(count);
  let index = rows.length - 1;
  let entered = entryRows.length - 1;
  let riskWeight = 0;
  let riskCount = 0;
  for (let step = count - 1; step >= 0; step -= 1) {
    const now = time[index]!;
    let deaths = 0;
    let deathCount = 0;
    let losses = 0;
    while (index >= 0 && time[index]! === now) {
      const row = rows[index]!;
      const share = weight === null ? 1 : weight[row]!;
      if (event[row] === 1) {
        deaths += share;
        deathCount += 1;
      } else losses += share;
      riskCount += 1;
      index -= 1;
    }
    riskWeight += deaths + losses;
    if (entry !== null) {
      while (entered >= 0 && entry[entryRows[entered]!]! >= now) {
        riskWeight -= weight === null ? 1 : weight[entryRows[entered]!]!;
        riskCount -= 1;
        entered -= 1;
      }
    }
    steps.time[step] = now;
    steps.atRisk[step] = riskWeight;
    steps.events[step] = deaths;
    steps.censored[step] = losses;
    steps.survivors[step] = riskCount === deathCount ? 0 : riskWeight - deaths;
    steps.deathCount[step] = deathCount;
  }
  return steps;
}

/** What one more subject would do to log survival at each step. */
function survivalInfluence(steps: Steps): InfluenceStep {
  const slope = new Float64Array(steps.time.length);
  const jump = new Float64Array(steps.time.length);
  for (let step = 0; step < slope.length; step += 1) {
    const deaths = steps.events[step]!;
    if (deaths === 0) continue;
    slope[step] = deaths / (steps.atRisk[step]! * steps.survivors[step]!);
    jump[step] = 1 / steps.survivors[step]!;
  }
  return { slope, jump };
}

/** The same for the cumulative hazard, whose sign is the other way; tied events in one step or one by one. */
function hazardInfluence(steps: Steps, oneByOne: boolean): InfluenceStep {
  const slope = new Float64Array(steps.time.length);
  const jump = new Float64Array(steps.time.length);
  for (let step = 0; step < slope.length; step += 1) {
    const deaths = steps.events[step]!;
    if (deaths === 0) continue;
    const terms = oneByOne ? steps.deathCount[step]! : 1;
    const share = deaths / terms;
    for (let term = 0; term < terms; term += 1) {
      const left = steps.atRisk[step]! - term * share;
      slope[step]! += share / (left * left);
      jump[step]! += (1 / left + (share * term) / (left * left)) / terms;
    }
  }
  return { slope, jump };
}
