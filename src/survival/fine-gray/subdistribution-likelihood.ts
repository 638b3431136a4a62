import type { Factor } from '../../core/analysis-data.js';
import { sortOrder } from '../../math/order/sort-order.js';
import type { CompetingColumns } from '../competing-columns.js';
import type { LikelihoodPoint } from '../maximise-likelihood.js';
import { addOuterProducts, addWeightedSums, mirrorLowerTriangle } from '../weighted-sums.js';

/** A fit of standardised columns needs this much: the likelihood, and what each row adds to it at the maximum. */
export interface SubdistributionLikelihood {
  /** Number of events of the cause, in case weights. */
  readonly events: number;
  evaluate(beta: Float64Array): LikelihoodPoint;
  /**
   * Share of each row in the gradient, case weight included, with what estimating the censoring distribution adds to it
   * unless that counts as known: rows of the input one after the other, one number a column.
   */
  influence(beta: Float64Array, censoringKnown: boolean): Float64Array;
}

/**
 * The weighted log partial likelihood of Fine and Gray as a function of coefficients, in linear time.
 *
 * A subject with a competing event at T stays at risk at later times t with weight G(t-) / G(T-), G the Kaplan-Meier
 * estimate of remaining uncensored. So the sum over a risk set is one running sum over subjects still followed plus
 * G(t-) times one running sum over those with competing events, and the compensator of a subject is its relative
 * risk times two cumulative hazards: O(n p^2) an evaluation, where the written-out weights would need n x events.
 *
 * Conventions, as cmprsk: Breslow's rule for ties; subjects with an event at a time count as at risk of censoring
 * there; the influence counts a censoring at u against competing events before u and events of the cause at u or
 * later. `censoring` groups have censoring distributions of their own. A case weight of w counts as w subjects, in the
 * censoring distribution too. Columns are centred and divided by `scale`.
 * Source: Fine JP, Gray RJ. J Am Stat Assoc 1999;94:496-509, sections 3 and 5; linear time: Kawaguchi ES et al.
 * R Journal 2020;12:43-60. Oracle: test/oracles/fine-gray.
 */
export function subdistributionLikelihood(
  columns: CompetingColumns,
  covariates: readonly Float64Array[],
  cause: number,
  censoring: Factor,
  scale: Float64Array,
): SubdistributionLikelihood {
  const { n } = columns;
  const p = covariates.length;
  const groups = censoring.levels.length;
  const order = sortOrder(columns.time);
  const time = new Float64Array(n);
  const event = new Uint8Array(n);
  const group = new Int32Array(n);
  const weight = new Float64Array(n).fill(1);
  for (let place = 0; place < n; place += 1) {
    if (columns.weight !== null) weight[place] = columns.weight[order[place]!]!;
    time[place] = columns.time[order[place]!]!;
    event[place] = columns.event[order[place]!]!;
    group[place] = censoring.codes[order[place]!]!;
  }
  const x = standardise(covariates, order, scale);
  const clock = numberTimes(time);
  const uncensored = censoringSurvival(clock, event, weight, group, groups);

  // By distinct time: events of the cause, and whether anything below needs a visit.
  const deaths = new Float64Array(clock.count);
  for (let row = 0; row < n; row += 1) if (event[row] === cause) deaths[clock.at[row]!]! += weight[row]!;
  const competing = (row: number) => event[row] !== 0 && event[row] !== cause;
  const keptWeight = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    if (competing(row)) keptWeight[row] = 1 / uncensored[clock.at[row]! * groups + group[row]!]!;
  }

  const linear = new Float64Array(n);
  const risk = new Float64Array(n);
  const total = new Float64Array(clock.count);
  const mean = new Float64Array(clock.count * p);
  const lessDeaths = deaths.map((count) => -count);
  const expected = new Float64Array(n);
  const residual = new Float64Array(n);

  /** Relative risks times case weights, and sums and means of x over the risk set at each event time. */
  function sweep(beta: Float64Array): number {
    let logLikelihood = 0;
    for (let row = 0, cell = 0; row < n; row += 1) {
      let value = 0;
      for (let column = 0; column < p; column += 1, cell += 1) value += x[cell]! * beta[column]!;
      linear[row] = value;
      risk[row] = weight[row]! * Math.exp(Math.min(value, 500));
    }
    const sum = new Float64Array(p + 1);
    total.fill(0);
    mean.fill(0);
    for (let step = clock.count - 1; step >= 0; step -= 1) {
      for (let row = clock.first[step]!; row < clock.first[step + 1]!; row += 1) {
        sum[0]! += risk[row]!;
        for (let column = 0; column < p; column += 1) sum[column + 1]! += risk[row]! * x[row * p + column]!;
      }
      if (deaths[step] === 0) continue;
      total[step] = sum[0]!;
      for (let column = 0; column < p; column += 1) mean[step * p + column] = sum[column + 1]!;
    }
    const kept = new Float64Array((p + 1) * groups);
    for (let step = 0; step < clock.count; step += 1) {
      if (deaths[step]! > 0) {
        for (let code = 0; code < groups; code += 1) {
          const share = uncensored[step * groups + code]!;
          total[step]! += share * kept[code * (p + 1)]!;
          for (let column = 0; column < p; column += 1) {
            mean[step * p + column]! += share * kept[code * (p + 1) + column + 1]!;
          }
        }
        for (let column = 0; column < p; column += 1) mean[step * p + column]! /= total[step]!;
        logLikelihood -= deaths[step]! * Math.log(total[step]!);
      }
      for (let row = clock.first[step]!; row < clock.first[step + 1]!; row += 1) {
        if (event[row] === cause) logLikelihood += weight[row]! * linear[row]!;
        if (keptWeight[row] === 0) continue;
        const size = risk[row]! * keptWeight[row]!;
        const at = group[row]! * (p + 1);
        kept[at]! += size;
        for (let column = 0; column < p; column += 1) kept[at + column + 1]! += size * x[row * p + column]!;
      }
    }
    return logLikelihood;
  }

  /**
   * Integrals of 1 (first) and of the means of x against the hazard increments, by distinct time: `until` up to and
   * including it, and `later` after it with weight G(t-), by censoring group.
   */
  function integrate(withMeans: boolean) {
    const width = withMeans ? p + 1 : 1;
    const until = new Float64Array(clock.count * width);
    const later = new Float64Array(clock.count * groups * width);
    const running = new Float64Array(width);
    for (let step = 0; step < clock.count; step += 1) {
      if (deaths[step]! > 0) addHazard(running, 0, deaths[step]! / total[step]!, step, width);
      for (let column = 0; column < width; column += 1) until[step * width + column] = running[column]!;
    }
    const tail = new Float64Array(groups * width);
    for (let step = clock.count - 1; step >= 0; step -= 1) {
      for (let cell = 0; cell < tail.length; cell += 1) later[step * tail.length + cell] = tail[cell]!;
      if (deaths[step] === 0) continue;
      for (let code = 0; code < groups; code += 1) {
        const hazard = (uncensored[step * groups + code]! * deaths[step]!) / total[step]!;
        addHazard(tail, code * width, hazard, step, width);
      }
    }
    return { until, later, width };
  }

  function addHazard(target: Float64Array, at: number, hazard: number, step: number, width: number): void {
    target[at]! += hazard;
    for (let column = 1; column < width; column += 1)
      target[at + column]! += hazard * mean[step * p + column - 1]!;
  }

  function evaluate(beta: Float64Array): LikelihoodPoint {
    const logLikelihood = sweep(beta);
    const { until, later } = integrate(false);
    for (let row = 0; row < n; row += 1) {
      const step = clock.at[row]!;
      const hazard = until[step]! + keptWeight[row]! * later[step * groups + group[row]!]!;
      expected[row] = risk[row]! * hazard;
      residual[row] = (event[row] === cause ? weight[row]! : 0) - expected[row]!;
    }
    const gradient = new Float64Array(p + 1);
    const information = new Float64Array(p * p);
    addWeightedSums(x, p, residual, 0, n, gradient);
    addOuterProducts(x, p, expected, 0, n, information);
    addOuterProducts(mean, p, lessDeaths, 0, clock.count, information);
    mirrorLowerTriangle(information, p);
    return { logLikelihood, gradient: gradient.slice(1), information };
  }

  function influence(beta: Float64Array, censoringKnown: boolean): Float64Array {
    sweep(beta);
    const integrals = integrate(true);
    const psi = censoringKnown ? new Float64Array(n * p) : censoringInfluence(integrals);
    const result = new Float64Array(n * p);
    const { until, later, width } = integrals;
    for (let row = 0; row < n; row += 1) {
      const step = clock.at[row]!;
      const before = step * width;
      const after = (step * groups + group[row]!) * width;
      for (let column = 0; column < p; column += 1) {
        const value = x[row * p + column]!;
        const followed = value * until[before]! - until[before + column + 1]!;
        const kept = keptWeight[row]! * (value * later[after]! - later[after + column + 1]!);
        result[order[row]! * p + column] =
          (event[row] === cause ? weight[row]! * (value - mean[step * p + column]!) : 0) -
          risk[row]! * (followed + kept) +
          weight[row]! * psi[row * p + column]!;
      }
    }
    return result;
  }

  /** What estimating the censoring distribution adds to each subject's influence. */
  function censoringInfluence({ later, width }: { later: Float64Array; width: number }): Float64Array {
    const psi = new Float64Array(n * p);
    const atRisk = new Float64Array(groups);
    for (let row = 0; row < n; row += 1) atRisk[group[row]!]! += weight[row]!;
    const kept = new Float64Array(groups * (p + 1));
    const paid = new Float64Array(groups * p);
    const q = new Float64Array(groups * p);
    const censored = new Float64Array(groups);
    for (let step = 0; step < clock.count; step += 1) {
      const from = clock.first[step]!;
      const to = clock.first[step + 1]!;
      censored.fill(0);
      for (let row = from; row < to; row += 1) if (event[row] === 0) censored[group[row]!]! += weight[row]!;
      for (let code = 0; code < groups; code += 1) {
        const tail = (step * groups + code) * width;
        // Events at this very time count as later.
        const now =
          deaths[step]! > 0 ? (uncensored[step * groups + code]! * deaths[step]!) / total[step]! : 0;
        for (let column = 0; column < p; column += 1) {
          const hazard = later[tail]! + now;
          const means = later[tail + column + 1]! + now * mean[step * p + column]!;
          const cell = code * p + column;
          q[cell] =
            (kept[code * (p + 1) + column + 1]! * hazard - kept[code * (p + 1)]! * means) / atRisk[code]!;
          if (censored[code]! > 0) paid[cell]! += (q[cell]! * censored[code]!) / atRisk[code]!;
        }
      }
      for (let row = from; row < to; row += 1) {
        for (let column = 0; column < p; column += 1) {
          const cell = group[row]! * p + column;
          psi[row * p + column] = (event[row] === 0 ? q[cell]! : 0) - paid[cell]!;
        }
      }
      for (let row = from; row < to; row += 1) {
        atRisk[group[row]!]! -= weight[row]!;
        if (keptWeight[row] === 0) continue;
        const size = risk[row]! * keptWeight[row]!;
        const at = group[row]! * (p + 1);
        kept[at]! += size;
        for (let column = 0; column < p; column += 1) kept[at + column + 1]! += size * x[row * p + column]!;
      }
    }
    return psi;
  }

  return { events: deaths.reduce((sum, count) => sum + count, 0), evaluate, influence };
}

/** Distinct ascending times: their number, the first row of each (and one past the end), and that of each row. */
interface Clock {
  readonly count: number;
  readonly first: Int32Array;
  readonly at: Int32Array;
}

function numberTimes(time: Float64Array): Clock {
  const at = new Int32Array(time.length);
  const first: number[] = [];
  for (let row = 0; row < time.length; row += 1) {
    if (row === 0 || time[row] !== time[row - 1]) first.push(row);
    at[row] = first.length - 1;
  }
  return { count: first.length, first: Int32Array.from([...first, time.length]), at };
}

/**
 * Kaplan-Meier estimate of remaining uncensored just before each distinct time, by censoring group. Past the last
 * time of a group nothing is known of its censoring, and it counts as 0, as in cmprsk.
 */
function censoringSurvival(
  clock: Clock,
  event: Uint8Array,
  weight: Float64Array,
  group: Int32Array,
  groups: number,
): Float64Array {
  const before = new Float64Array(clock.count * groups);
  const atRisk = new Float64Array(groups);
  const product = new Float64Array(groups).fill(1);
  // Whole rows tell when nobody is left; weights leave rounding behind.
  const rows = new Int32Array(groups);
  for (let row = 0; row < group.length; row += 1) {
    atRisk[group[row]!]! += weight[row]!;
    rows[group[row]!]! += 1;
  }
  for (let step = 0; step < clock.count; step += 1) {
    for (let code = 0; code < groups; code += 1) {
      before[step * groups + code] = rows[code]! > 0 ? product[code]! : 0;
    }
    const lost = new Float64Array(groups);
    const gone = new Float64Array(groups);
    for (let row = clock.first[step]!; row < clock.first[step + 1]!; row += 1) {
      gone[group[row]!]! += weight[row]!;
      rows[group[row]!]! -= 1;
      if (event[row] === 0) lost[group[row]!]! += weight[row]!;
    }
    for (let code = 0; code < groups; code += 1) {
      if (lost[code]! > 0) product[code]! *= (atRisk[code]! - lost[code]!) / atRisk[code]!;
      atRisk[code]! -= gone[code]!;
    }
  }
  return before;
}

/** Standard deviation of each column; 0 for one without variation. */
export function columnScales(covariates: readonly Float64Array[]): Float64Array {
  return Float64Array.from(covariates, (values) => {
    const center = meanOf(values);
    const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
    const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    const deviation = Math.sqrt(squares / Math.max(1, values.length));
    // A spread at the level of rounding is none.
    return deviation > 1e-12 * largest ? deviation : 0;
  });
}

/** The mean of differences from the first value is exact for a constant column. */
function meanOf(values: Float64Array): number {
  const origin = values[0] ?? 0;
  return origin + values.reduce((sum, value) => sum + (value - origin), 0) / Math.max(1, values.length);
}

function standardise(
  covariates: readonly Float64Array[],
  order: ArrayLike<number>,
  scale: Float64Array,
): Float64Array {
  const n = order.length;
  const p = covariates.length;
  const x = new Float64Array(n * p);
  covariates.forEach((values, column) => {
    const center = meanOf(values);
    const factor = scale[column] === 0 ? 0 : 1 / scale[column]!;
    for (let row = 0; row < n; row += 1) x[row * p + column] = (values[order[row]!]! - center) * factor;
  });
  return x;
}
