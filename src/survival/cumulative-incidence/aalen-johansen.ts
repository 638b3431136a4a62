import type { CompetingColumns } from '../competing-columns.js';

/** `aalen`: counting-process variance, as cmprsk and SAS by default. `delta`: multinomial, as R survfit. */
export const incidenceVariances = ['aalen', 'delta'] as const;
export type IncidenceVariance = (typeof incidenceVariances)[number];

/** Cumulative incidence of one cause in one group on its distinct times, ascending. */
export interface AalenJohansen {
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly competing: Float64Array;
  readonly censored: Float64Array;
  readonly incidence: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Aalen-Johansen estimate of the share of subjects who have had the event of one cause by each time: survival from
 * all causes just before a time, times the share of that cause's events among those at risk, added up.
 *
 * With F the incidence, S survival just before, Y at risk, d events of all causes and d1 of this one, the variance at
 * t adds over earlier times a (F(t) - F)^2 + b (F(t) - F) + c, which is carried as polynomial in F(t): O(n).
 * With u = Y / (Y - d): `delta`, multinomial increments, a = d / (Y (Y - d)), b = -2 S d1 / Y^2,
 * c = S^2 d1 (Y - d1) / Y^3. `aalen`, independent increments of variance v(d) = d (Y - d) / (Y^2 (Y - 1)) for each
 * cause, which is d / Y^2 for a single event: a = u^2 (v(d1) + v(d - d1)), b = -2 S u v(d1), c = S^2 v(d1).
 *
 * @param rows rows of the group, ascending in time. Case weights count as so many identical rows.
 * Source: Aalen OO. Scand J Stat 1978;5:141-150; Marubini E, Valsecchi MG. Analysing Survival Data. Wiley 1995, ch.
 * 10. Oracle: test/oracles/cumulative-incidence.
 */
export function aalenJohansen(
  { time, event, weight }: CompetingColumns,
  rows: Int32Array,
  cause: number,
  kind: IncidenceVariance,
): AalenJohansen {
  const steps = new Float64Array(rows.length);
  const columns = {
    atRisk: new Float64Array(rows.length),
    events: new Float64Array(rows.length),
    competing: new Float64Array(rows.length),
    censored: new Float64Array(rows.length),
    incidence: new Float64Array(rows.length),
    variance: new Float64Array(rows.length),
  };
  let count = 0;
  let survival = 1;
  let incidence = 0;
  // Sums of the coefficients of 1, F(t) and F(t)^2.
  let constant = 0;
  let linear = 0;
  let square = 0;
  let risk = rows.length;
  if (weight !== null) {
    risk = 0;
    for (const row of rows) risk += weight[row]!;
  }
  for (let index = 0; index < rows.length; ) {
    const now = time[rows[index]!]!;
    let own = 0;
    let all = 0;
    let lost = 0;
    while (index < rows.length && time[rows[index]!]! === now) {
      const row = rows[index]!;
      const happened = event[row]!;
      const copies = weight === null ? 1 : weight[row]!;
      if (happened === cause) own += copies;
      if (happened === 0) lost += copies;
      else all += copies;
      index += 1;
    }
    if (all > 0) {
      incidence += (survival * own) / risk;
      const [a, b, c] = coefficients(kind, survival, risk, all, own);
      constant += a * incidence * incidence - b * incidence + c;
      linear += b - 2 * a * incidence;
      square += a;
      survival *= (risk - all) / risk;
    }
    steps[count] = now;
    columns.atRisk[count] = risk;
    columns.events[count] = own;
    columns.competing[count] = all - own;
    columns.censored[count] = lost;
    columns.incidence[count] = incidence;
    columns.variance[count] = cancelled(constant, incidence * linear, incidence * incidence * square);
    risk -= all + lost;
    count += 1;
  }
  return {
    time: steps.slice(0, count),
    atRisk: columns.atRisk.slice(0, count),
    events: columns.events.slice(0, count),
    competing: columns.competing.slice(0, count),
    censored: columns.censored.slice(0, count),
    incidence: columns.incidence.slice(0, count),
    variance: columns.variance.slice(0, count),
  };
}

/** A sum of parts of either sign; what is no more than their rounding is 0. */
function cancelled(first: number, second: number, third: number): number {
  const sum = first + second + third;
  const size = Math.abs(first) + Math.abs(second) + Math.abs(third);
  return sum > 16 * Number.EPSILON * size ? sum : 0;
}

/** When everybody at risk has an event nothing follows, so a and b, which would be infinite, multiply 0. */
function coefficients(
  kind: IncidenceVariance,
  survival: number,
  risk: number,
  all: number,
  own: number,
): readonly [number, number, number] {
  const scale = all === risk ? 0 : risk / (risk - all);
  const others = all - own;
  if (kind === 'delta') {
    const c = (survival * survival * own * (risk - own)) / risk ** 3;
    return [(scale * all) / (risk * risk), (-2 * survival * scale * own * (risk - all)) / risk ** 3, c];
  }
  const spread = tiedSpread(own, risk);
  const otherSpread = tiedSpread(others, risk);
  return [
    scale * scale * (spread + otherSpread),
    -2 * survival * scale * spread,
    survival * survival * spread,
  ];
}

/** Variance of d / Y: d / Y^2 for a single event, less for tied ones. */
function tiedSpread(events: number, risk: number): number {
  return events > 1 ? (events * (risk - events)) / (risk * risk * (risk - 1)) : events / (risk * risk);
}
