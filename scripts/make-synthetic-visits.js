/**
 * Writes analyses/demonstration/synthetic-visits/: an invented trial of 160 invented patients with rheumatoid arthritis,
 * followed for 24 weeks, some of whom stop treatment or leave, so that methods for repeated measures and missing data
 * have data that anyone may see. The same seed gives the same file. Needs a build.
 *
 *   node scripts/make-synthetic-visits.js           writes the file
 *   node scripts/make-synthetic-visits.js --check   says whether the file is what this script writes
 */
import { Xoshiro256 } from '../dist/math/random/xoshiro256.js';
import { writeOrCheck } from './write-or-check.js';

const random = new Xoshiro256(20241103);
const chance = (p) => random.uniform() < p;
const weeks = [4, 8, 12, 24];
const rows = ['USUBJID,TRTP,STRAT1R,AGE,PARAMCD,AVISIT,AVISITN,AVAL,BASE,CHG,RESPONSE,STOPPED'];
for (let subject = 1; subject <= 160; subject += 1) {
  const arm = subject % 2 === 0 ? 'tocilizumab' : 'placebo';
  const treated = arm === 'tocilizumab';
  const region = chance(0.6) ? 'Europe' : 'elsewhere';
  const age = Math.min(80, Math.max(20, Math.round(52 + 12 * random.normal())));
  const base = Math.min(8.6, Math.max(4.2, 6.4 + 0.9 * random.normal()));
  const own = 0.7 * random.normal();
  let stopped = false;
  let left = false;
  let previous = base;
  for (const week of weeks) {
    // Who is worse is likelier to stop, and who has stopped is likelier to leave.
    const risk = (treated ? 0.03 : 0.05) + 0.03 * Math.max(0, previous - 5);
    if (!stopped && chance(risk)) stopped = true;
    if (stopped && !left && chance(0.45)) left = true;
    const effect = (treated && !stopped ? -1.7 : -0.7) * (1 - Math.exp(-week / 7));
    const value = base + effect + own * (1 - Math.exp(-week / 10)) + 0.55 * random.normal();
    const das28 = Math.max(0.8, value).toFixed(2);
    const seen = !left && !chance(0.02);
    const change = (Number(das28) - Number(base.toFixed(2))).toFixed(2);
    const response = Number(das28) < 3.2 || Number(change) <= -1.2 ? 'Y' : 'N';
    const measured = seen ? [das28, base.toFixed(2), change, response] : ['', base.toFixed(2), '', ''];
    const id = `V-${String(subject).padStart(3, '0')}`;
    rows.push(
      [id, arm, region, age, 'DAS28', `Week ${week}`, week, ...measured, stopped ? 'Y' : 'N'].join(','),
    );
    previous = value;
  }
}
writeOrCheck('analyses/demonstration/synthetic-visits/visits.csv', `${rows.join('\n')}\n`);
