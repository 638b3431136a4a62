/**
 * Writes the synthetic ADaM datasets in analyses/demonstration/synthetic-adam/: an invented trial of 240 invented
 * subjects, so that every subject-level method has data that anyone may see. The same seed gives the same files.
 *
 *   node scripts/make-synthetic-adam.js           writes the files
 *   node scripts/make-synthetic-adam.js --check   says whether the files are what this script writes
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../analyses/demonstration/synthetic-adam/', import.meta.url));
const seed = 20240501;
const subjects = 240;
const lastDay = 28;

/** sfc32, a small generator that passes the usual batteries (C. Doty-Humphrey, PractRand). */
function createRandom(start) {
  let [a, b, c, counter] = [start | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let step = 0; step < 15; step += 1) next();
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return { next, normal, chance: (p) => next() < p, pick: (list) => list[Math.floor(next() * list.length)] };
}

/** Permuted blocks of four within strata, as a trial would randomise. */
function createRandomisation(random) {
  const blocks = new Map();
  return (stratum) => {
    let block = blocks.get(stratum) ?? [];
    if (block.length === 0) {
      block = ['tocilizumab', 'tocilizumab', 'placebo', 'placebo'];
      for (let place = 3; place > 0; place -= 1) {
        const other = Math.floor(random.next() * (place + 1));
        [block[place], block[other]] = [block[other], block[place]];
      }
      blocks.set(stratum, block);
    }
    return block.pop();
  };
}

function makeSubject(number, random, randomise) {
  const stratum = random.chance(0.55) ? 'low-flow' : 'high-flow';
  const arm = randomise(stratum);
  const treated = arm === 'tocilizumab';
  const age = Math.min(88, Math.max(24, Math.round(61 + 13 * random.normal())));
  const frailty = (stratum === 'high-flow' ? -0.55 : 0) - 0.02 * (age - 61) + (treated ? 0.35 : 0);
  // A Weibull time with shape 1.3, in whole days: several subjects share a day.
  const improvement = Math.max(
    1,
    Math.ceil(17 * (-Math.log(1 - random.next()) / Math.exp(frailty)) ** (1 / 1.3)),
  );
  const dies = random.chance(0.13 * Math.exp(-0.9 * frailty - 0.2));
  const lostDay = random.chance(0.12) ? 2 + Math.floor(random.next() * 24) : null;
  const deathDay = dies ? 3 + Math.floor(random.next() * 25) : null;
  const baseline = Math.exp(4.4 + 0.6 * random.normal());
  const day7 = Math.exp(Math.log(baseline) - (treated ? 2.3 : 0.9) + 0.7 * random.normal());
  return {
    id: `SYN-${String(number).padStart(3, '0')}`,
    site: String(1 + Math.floor(random.next() * 12)).padStart(2, '0'),
    sex: random.chance(0.62) ? 'M' : 'F',
    randomised: isoDate(18748 + Math.floor((number * 200) / subjects) + Math.floor(random.next() * 4)),
    arm,
    stratum,
    age,
    ...outcomeOf(improvement, deathDay, lostDay),
    status: random.next(),
    baseline: oneDecimal(baseline),
    day7: random.chance(0.06) ? '' : oneDecimal(day7),
  };
}

/** What happens first decides; a subject who dies without improvement is censored on the last day. */
function outcomeOf(improvement, deathDay, lostDay) {
  const first = Math.min(
    improvement,
    deathDay ?? Number.POSITIVE_INFINITY,
    lostDay ?? Number.POSITIVE_INFINITY,
  );
  if (first > lastDay)
    return { time: lastDay, censored: 1, reason: 'no improvement by day 28', fate: 'hospital' };
  if (first === improvement)
    return { time: first, censored: 0, reason: 'clinical improvement', fate: 'improved' };
  if (first === deathDay) return { time: lastDay, censored: 1, reason: 'death', fate: 'dead' };
  return { time: first, censored: 1, reason: 'lost to follow-up', fate: 'lost' };
}

/** Seven categories: 1 discharged, 2 ward, 3 oxygen, 4 high-flow oxygen, 5 ventilation, 6 organ support, 7 death. */
function statusAtDay28({ fate, status }) {
  if (fate === 'dead') return 7;
  if (fate === 'lost') return null;
  return fate === 'improved' ? (status < 0.88 ? 1 : 2) : 3 + Math.floor(4 * status * status);
}

const events = [
  ['Neutropenia', 'Blood and lymphatic system disorders', 0.13, 0.04],
  ['Alanine aminotransferase increased', 'Investigations', 0.12, 0.06],
  ['Pneumonia bacterial', 'Infections and infestations', 0.07, 0.1],
  ['Urinary tract infection', 'Infections and infestations', 0.05, 0.06],
  ['Headache', 'Nervous system disorders', 0.08, 0.07],
  ['Diarrhoea', 'Gastrointestinal disorders', 0.06, 0.07],
];

function adverseEvents(subject, random) {
  const treated = subject.arm === 'tocilizumab';
  const found = events.filter(([, , withDrug, withPlacebo]) =>
    random.chance(treated ? withDrug : withPlacebo),
  );
  return found.map(([term, system], index) => {
    const severity = random.pick(['MILD', 'MILD', 'MILD', 'MODERATE', 'MODERATE', 'SEVERE']);
    const serious = severity === 'SEVERE' && random.chance(0.5) ? 'Y' : 'N';
    const day = 1 + Math.floor(random.next() * subject.time);
    return [subject.id, index + 1, subject.arm, term, system, severity, serious, 'Y', day];
  });
}

function makeFiles() {
  const random = createRandom(seed);
  const randomise = createRandomisation(random);
  const people = Array.from({ length: subjects }, (_, index) => makeSubject(index + 1, random, randomise));
  const efficacy = people.flatMap((subject) => {
    const status = statusAtDay28(subject);
    const responds = status === null ? null : status <= 2;
    return [
      [subject.id, subject.arm, 'CRPD7', subject.day7, '', subject.baseline],
      [subject.id, subject.arm, 'ORD28', status ?? '', '', ''],
      [
        subject.id,
        subject.arm,
        'RESP28',
        responds === null ? '' : Number(responds),
        responds === null ? '' : responds ? 'Y' : 'N',
        '',
      ],
    ];
  });
  return new Map([
    [
      'adsl.csv',
      csv(
        ['USUBJID', 'SITEID', 'AGE', 'SEX', 'TRT01P', 'STRAT1R', 'ITTFL', 'RANDDT', 'TRTDURD'],
        people.map(({ id, site, age, sex, arm, stratum, randomised, time }) => [
          id,
          site,
          age,
          sex,
          arm,
          stratum,
          'Y',
          randomised,
          time,
        ]),
      ),
    ],
    [
      'adtte.csv',
      csv(
        ['USUBJID', 'TRTP', 'STRAT1R', 'AGE', 'PARAMCD', 'AVAL', 'CNSR', 'EVNTDESC'],
        people.map(({ id, arm, stratum, age, time, censored, reason }) => [
          id,
          arm,
          stratum,
          age,
          'TTCI',
          time,
          censored,
          reason,
        ]),
      ),
    ],
    ['adeff.csv', csv(['USUBJID', 'TRTP', 'PARAMCD', 'AVAL', 'AVALC', 'BASE'], efficacy)],
    [
      'adae.csv',
      csv(
        ['USUBJID', 'AESEQ', 'TRTA', 'AEDECOD', 'AEBODSYS', 'AESEV', 'AESER', 'TRTEMFL', 'ASTDY'],
        people.flatMap((subject) => adverseEvents(subject, random)),
      ),
    ],
  ]);
}

/** No cell here holds a comma or a quote. */
function csv(names, rows) {
  return `${[names, ...rows].map((cells) => cells.join(',')).join('\n')}\n`;
}

function oneDecimal(value) {
  return value.toFixed(1);
}

function isoDate(days) {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

const isCheck = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const [name, text] of makeFiles()) {
  if (!isCheck) writeFileSync(folder + name, text);
  else if (readFileSync(folder + name, 'utf8') !== text) {
    console.error(
      `analyses/demonstration/synthetic-adam/${name} is not what scripts/make-synthetic-adam.js writes.`,
    );
    process.exitCode = 1;
  }
}
