import type { Factor } from '../core/analysis-data.js';
import type { SurvivalColumns } from './survival-columns.js';

/** Rows of one group and the steps of its curve, ascending. */
export interface JackknifeRows {
  readonly columns: SurvivalColumns;
  /** Ascending in time. */
  readonly rows: Int32Array;
  /** The same rows ascending in entry; not used without late entry. */
  readonly entryRows: Int32Array;
  readonly times: Float64Array;
  /** Rows that belong together, as those of a subject or a centre; without it each row stands alone. */
  readonly cluster: Factor | null;
}

/**
 * How one more subject would move a curve at a step: everybody at risk by `slope`, a subject with the event there by
 * `jump` the other way.
 */
export interface InfluenceStep {
  readonly slope: Float64Array;
  readonly jump: Float64Array;
}

/**
 * Infinitesimal jackknife variance of a curve that adds up over steps: at each step the sum over clusters of the
 * squared sums of weighted influences. A row at risk has influence A(t) - A(entry), with A the sum of slopes; a row
 * that left keeps the influence it left with, less its jump where it had the event.
 *
 * The sums are kept as squares and products over clusters, so that a step costs no more than its own rows: O(n).
 * From a step whose slope is not finite on, the variance is infinite.
 * Source: Jaeckel L 1972; Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078 (clusters). Oracle:
 * test/oracles/kaplan-meier/robust.json.
 */
export function jackknifeVariance(
  { columns, rows, entryRows, times, cluster }: JackknifeRows,
  { slope, jump }: InfluenceStep,
): Float64Array {
  const { time, event, entry, weight } = columns;
  const variance = new Float64Array(times.length);
  const clusterOf = (row: number) => (cluster === null ? row : cluster.codes[row]!);
  const count = cluster === null ? time.length : cluster.levels.length;
  // The influence of a cluster is A(t) times its weight at risk, plus what does not change any more.
  const atRisk = new Float64Array(count);
  const settled = new Float64Array(count);
  let squares = 0;
  let products = 0;
  let settledSquares = 0;
  const change = (which: number, weightChange: number, settledChange: number) => {
    const a = atRisk[which]!;
    const b = settled[which]!;
    const newA = a + weightChange;
    const newB = b + settledChange;
    squares += newA * newA - a * a;
    products += newA * newB - a * b;
    settledSquares += newB * newB - b * b;
    atRisk[which] = newA;
    settled[which] = newB;
  };
  if (entry === null) for (const row of rows) change(clusterOf(row), weight === null ? 1 : weight[row]!, 0);
  const slopeAtEntry = new Float64Array(entry === null ? 0 : time.length);
  let total = 0;
  let index = 0;
  let entered = 0;
  for (let step = 0; step < times.length; step += 1) {
    const now = times[step]!;
    while (entry !== null && entered < entryRows.length && entry[entryRows[entered]!]! < now) {
      const row = entryRows[entered]!;
      const share = weight === null ? 1 : weight[row]!;
      slopeAtEntry[row] = total;
      change(clusterOf(row), share, -share * total);
      entered += 1;
    }
    if (!Number.isFinite(slope[step]!)) return variance.fill(Number.POSITIVE_INFINITY, step);
    total += slope[step]!;
    while (index < rows.length && time[rows[index]!]! === now) {
      const row = rows[index]!;
      const share = weight === null ? 1 : weight[row]!;
      const left = total - (event[row] === 1 ? jump[step]! : 0);
      change(clusterOf(row), -share, share * left);
      index += 1;
    }
    const sum = total * total * squares + 2 * total * products + settledSquares;
    const size = total * total * squares + 2 * Math.abs(total * products) + settledSquares;
    // Influences that cancel leave their rounding behind.
    variance[step] = sum > 16 * Number.EPSILON * size ? sum : 0;
  }
  return variance;
}
