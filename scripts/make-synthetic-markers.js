/**
 * Writes analyses/demonstration/synthetic-markers/: invented markers and gradings of 90 invented patients after CAR-T
 * cells, so that methods for diagnosis and agreement have data that anyone may see. The same seed gives the same file.
 * Needs a build.
 *
 *   node scripts/make-synthetic-markers.js           writes the file
 *   node scripts/make-synthetic-markers.js --check   says whether the file is what this script writes
 */
import { Xoshiro256 } from '../dist/math/random/xoshiro256.js';
import { writeOrCheck } from './write-or-check.js';

const random = new Xoshiro256(20240917);
const chance = (p) => random.uniform() < p;
const rows = ['USUBJID,SEVERE,IL6,CRP,FERRITIN,GRADE1,GRADE2,TEMP_EAR,TEMP_CORE'];
for (let subject = 1; subject <= 90; subject += 1) {
  const severity = random.normal();
  const severe = severity + 0.5 * random.normal() > 0.7;
  const il6 = Math.exp(4.6 + 1.1 * severity + 0.7 * random.normal());
  const crp = Math.exp(4.2 + 0.45 * severity + 0.6 * random.normal());
  const ferritin = Math.exp(7.2 + 0.35 * severity + 0.9 * random.normal());
  const grade = Math.min(4, Math.max(0, Math.round(1.2 + 1.1 * severity)));
  const second = chance(0.75) ? grade : Math.min(4, Math.max(0, grade + (chance(0.5) ? 1 : -1)));
  const core = 37.6 + 0.5 * severity + 0.35 * random.normal();
  const ear = core - 0.15 + 0.22 * random.normal();
  const missing = (text) => (chance(0.03) ? '' : text);
  rows.push(
    [
      `D-${String(subject).padStart(3, '0')}`,
      severe ? 'Y' : 'N',
      missing(il6.toFixed(1)),
      missing(crp.toFixed(0)),
      missing(ferritin.toFixed(0)),
      grade,
      second,
      ear.toFixed(1),
      core.toFixed(1),
    ].join(','),
  );
}
writeOrCheck('analyses/demonstration/synthetic-markers/markers.csv', `${rows.join('\n')}\n`);
