import { parkMiller } from './oracle.js';

/** The rows that test/oracles/cumulative-incidence/make.R generates from the same seed: whole days, many ties. */
export function generateCompetingRows(n: number, seed: number) {
  const uniform = parkMiller(seed);
  const rows = {
    time: [] as number[],
    event: [] as number[],
    group: [] as string[],
    strata: [] as string[],
    age: [] as number[],
    marker: [] as number[],
  };
  for (let row = 0; row < n; row += 1) {
    const group = Math.floor(3 * uniform());
    const strata = Math.floor(2 * uniform());
    const age = 20 + Math.floor(60 * uniform());
    const marker = 4 * uniform() - 2;
    const first = Math.exp(-0.4 * (group === 1 ? 1 : 0) + 0.01 * (age - 50) + 0.3 * marker);
    const second = Math.exp(0.2 * (group === 2 ? 1 : 0)) / 2;
    const one = (-Math.log(uniform()) / first) * 12;
    const two = (-Math.log(uniform()) / second) * 12;
    const censoring = uniform() * 25;
    rows.time.push(1 + Math.floor(Math.min(one, two, censoring)));
    rows.event.push(censoring < Math.min(one, two) ? 0 : one < two ? 1 : 2);
    rows.group.push(String(group));
    rows.strata.push(String(strata));
    rows.age.push(age);
    rows.marker.push(marker);
  }
  return rows;
}
