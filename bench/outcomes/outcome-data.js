// Seeded data for the cases of outcomes.

import { Xoshiro256 } from '../../dist/math/random/xoshiro256.js';

/** A yes/no outcome that depends on `p` covariates, one of which is the arm. */
export function responseData(n, p) {
  const random = new Xoshiro256(20212);
  const columns = Array.from({ length: p }, (_, column) =>
    Float64Array.from({ length: n }, (_, row) => (column === 0 ? row % 2 : random.normal())),
  );
  const outcome = Float64Array.from({ length: n }, (_, row) => {
    let eta = -0.4;
    columns.forEach((column, index) => {
      eta += (index === 0 ? 0.5 : 0.2) * column[row];
    });
    return random.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  });
  return { outcome, ...Object.fromEntries(columns.map((column, index) => [`x${index + 1}`, column])) };
}

/** Correlated changes of `subjects` at `visits`, the later of which subjects leave at random. */
export function visitData(subjects, visits) {
  const random = new Xoshiro256(20213);
  const list = { subject: [], visit: [], arm: [], baseline: [], outcome: [] };
  for (let subject = 0; subject < subjects; subject += 1) {
    const own = random.normal();
    const baseline = 6 + random.normal();
    const stay = random.uniform() < 0.75 ? visits : 1 + random.integerBelow(visits);
    for (let visit = 0; visit < stay; visit += 1) {
      list.subject.push(subject);
      list.visit.push(visit);
      list.arm.push(subject % 2);
      list.baseline.push(baseline);
      list.outcome.push(own - 0.3 * (visit + 1) * (subject % 2) + 0.2 * baseline + 0.6 * random.normal());
    }
  }
  return Object.fromEntries(Object.entries(list).map(([name, values]) => [name, Float64Array.from(values)]));
}

/** The rows of `visitData` as the mixed model takes them. */
export function visitRows(data, visits) {
  return {
    subject: data.subject,
    visit: {
      levels: Array.from({ length: visits }, (_, visit) => `visit ${visit + 1}`),
      codes: Int32Array.from(data.visit),
    },
    outcome: data.outcome,
    group: { levels: ['placebo', 'tocilizumab'], codes: Int32Array.from(data.arm) },
    reference: 'placebo',
    baseline: data.baseline,
  };
}

/** Ordered categories of `n` subjects in two arms with two covariates. */
export function ordinalData(n, categories) {
  const random = new Xoshiro256(20214);
  const arm = Float64Array.from({ length: n }, (_, row) => row % 2);
  const [x1, x2] = [0, 1].map(() => Float64Array.from({ length: n }, () => random.normal()));
  const outcome = Float64Array.from({ length: n }, (_, row) => {
    const u = random.uniform();
    const latent = Math.log(u / (1 - u)) + 0.4 * arm[row] + 0.3 * x1[row] - 0.2 * x2[row];
    return Math.min(categories - 1, Math.max(0, Math.floor(((latent + 4) / 8) * categories)));
  });
  return { arm, x1, x2, outcome };
}

/** `variables` characteristics of subjects, half of them categories. */
export function characteristics(subjects, variables) {
  const random = new Xoshiro256(20215);
  return {
    group: {
      levels: ['tocilizumab', 'placebo'],
      codes: Int32Array.from({ length: subjects }, (_, row) => row % 2),
    },
    reference: 'placebo',
    variables: Array.from({ length: variables }, (_, index) => {
      const named = { name: `V${index}`, label: `Variable ${index}` };
      return index % 2 === 0
        ? {
            ...named,
            type: 'number',
            unit: null,
            values: Float64Array.from({ length: subjects }, () => random.normal()),
          }
        : {
            ...named,
            type: 'category',
            categories: ['a', 'b', 'c', 'd'],
            codes: Int32Array.from({ length: subjects }, () => random.integerBelow(4)),
          };
    }),
  };
}

/** `events` adverse events of `subjects`, with their starts, in 27 system organ classes and 1,500 terms. */
export function adverseEvents(subjects, events) {
  const random = new Xoshiro256(20216);
  const factor = (name, size, code) => ({
    levels: Array.from({ length: size }, (_, index) => `${name} ${index}`),
    codes: Int32Array.from({ length: events }, code),
  });
  const term = factor('term', 1500, () => random.integerBelow(1500));
  return {
    group: {
      levels: ['tocilizumab', 'placebo'],
      codes: Int32Array.from({ length: subjects }, (_, row) => row % 2),
    },
    reference: 'placebo',
    exposure: new Float64Array(subjects).fill(1),
    exposureUnit: 'patient-years',
    events: {
      subject: Int32Array.from({ length: events }, () => random.integerBelow(subjects)),
      bodySystem: factor('class', 27, (_, row) => term.codes[row] % 27),
      term,
      start: Float64Array.from({ length: events }, () => random.uniform()),
    },
  };
}
