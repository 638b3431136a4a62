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

export const names = (group) => Array.from(group.codes, (code) => group.levels[code]);
export const covariates = (data, p) =>
  Object.fromEntries(Array.from({ length: p }, (_, index) => [`x${index + 1}`, data[`x${index + 1}`]]));
