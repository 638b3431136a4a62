import { parkMiller } from './oracle.js';

/** The rows that test/oracles/cox/make.R generates from the same seed. */
export function generateCoxRows(n: number, seed: number) {
  const uniform = parkMiller(seed);
  const rows = {
    time: [] as number[],
    event: [] as number[],
    entry: [] as number[],
    weight: [] as number[],
    treatment: [] as number[],
    age: [] as number[],
    marker: [] as number[],
    strata: [] as string[],
    centre: [] as string[],
  };
  for (let row = 0; row < n; row += 1) {
    const treatment = Math.floor(2 * uniform());
    const age = 20 + Math.floor(60 * uniform());
    const marker = 4 * uniform() - 2;
    const strata = Math.floor(3 * uniform());
    const centre = Math.floor(20 * uniform());
    const weight = 1 + Math.floor(3 * uniform());
    const entry = Math.floor(8 * uniform());
    const rate = Math.exp(-0.5 * treatment + 0.02 * (age - 50) + 0.4 * marker);
    rows.time.push(entry + 1 + Math.floor((-Math.log(uniform()) / rate) * 20));
    rows.event.push(uniform() < 0.7 ? 1 : 0);
    rows.entry.push(entry);
    rows.weight.push(weight);
    rows.treatment.push(treatment);
    rows.age.push(age);
    rows.marker.push(marker);
    rows.strata.push(String(strata));
    rows.centre.push(String(centre));
  }
  return rows;
}
