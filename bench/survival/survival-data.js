// Seeded survival data for the cases of survival and outcomes.

import { Xoshiro256 } from '../../dist/math/random/xoshiro256.js';

/**
 * Exponential survival with uniform censoring in two arms, `p` covariates: in whole days, so many ties, or with
 * `days` false to the last bit, so none.
 */
export function survivalData(n, p = 0, days = true) {
  const round = days ? Math.ceil : (value) => value;
  const random = new Xoshiro256(20211);
  const time = new Float64Array(n);
  const event = new Uint8Array(n);
  const arm = new Float64Array(n);
  const columns = Array.from({ length: p }, () => new Float64Array(n));
  for (let row = 0; row < n; row += 1) {
    arm[row] = row % 2;
    let eta = -0.2 * arm[row];
    for (const column of columns) {
      column[row] = random.normal();
      eta += 0.1 * column[row];
    }
    const death = round((-Math.log(random.uniform()) * 300) / Math.exp(eta));
    const end = round(random.uniform() * 730);
    time[row] = Math.min(death, end);
    event[row] = death <= end ? 1 : 0;
  }
  const group = { levels: ['0', '1'], codes: Int32Array.from(arm) };
  return {
    time,
    event,
    arm,
    group,
    ...Object.fromEntries(columns.map((column, index) => [`x${index + 1}`, column])),
  };
}

/** Events known to lie between visits a week apart, or never seen. */
export function intervalData(n) {
  const { time, event, arm, group } = survivalData(n);
  const lower = time.map((day) => 7 * Math.floor(day / 7));
  const upper = lower.map((day, row) => (event[row] === 1 ? day + 7 : Number.POSITIVE_INFINITY));
  return { lower, upper, arm, group };
}

/** Four stretches a subject, each with an event at its end or not. */
export function repeatedData(subjects) {
  const random = new Xoshiro256(20217);
  const rows = 4 * subjects;
  const column = (value) => Float64Array.from({ length: rows }, (_, row) => value(row));
  const length = column(() => Math.ceil(random.exponential(0.02)));
  const stop = new Float64Array(rows);
  const start = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    start[row] = row % 4 === 0 ? 0 : stop[row - 1];
    stop[row] = start[row] + length[row];
  }
  const arm = column((row) => Math.floor(row / 4) % 2);
  return {
    id: Array.from({ length: rows }, (_, row) => `S${Math.floor(row / 4)}`),
    start,
    stop,
    event: Uint8Array.from({ length: rows }, (_, row) => (row % 4 === 3 ? 0 : 1)),
    arm,
    group: { levels: ['0', '1'], codes: Int32Array.from(arm) },
  };
}

export const names = (group) => Array.from(group.codes, (code) => group.levels[code]);
export const covariates = (data, p) =>
  Object.fromEntries(Array.from({ length: p }, (_, index) => [`x${index + 1}`, data[`x${index + 1}`]]));
