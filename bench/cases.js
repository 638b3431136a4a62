// What is measured: seeded data, our work, and the same work in R.

import { writeXpt } from '../dist/data/formats/xpt/write-xpt.js';
import {
  cox,
  fineGray,
  fitCoxModel,
  inverseVariance,
  kaplanMeier,
  logRank,
  proportionalOdds,
  randomEffects,
  readFormat,
  testProportionalHazards,
} from '../dist/index.js';
import { Xoshiro256 } from '../dist/math/random/xoshiro256.js';

const library = 'suppressMessages(library(survival))';

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

const names = (group) => Array.from(group.codes, (code) => group.levels[code]);
export const covariates = (data, p) =>
  Object.fromEntries(Array.from({ length: p }, (_, index) => [`x${index + 1}`, data[`x${index + 1}`]]));

function trials(k) {
  const random = new Xoshiro256(7);
  const rows = Array.from({ length: k }, (_, index) => {
    const n = 50 + Math.floor(random.uniform() * 400);
    return {
      name: `trial ${index + 1}`,
      type: 'counts',
      of: { events: 5 + Math.floor(random.uniform() * 20), n },
      versus: { events: 5 + Math.floor(random.uniform() * 25), n },
    };
  });
  const column = (side, key) => Float64Array.from(rows, (row) => row[side][key]);
  return {
    rows,
    ai: column('of', 'events'),
    n1: column('of', 'n'),
    ci: column('versus', 'events'),
    n2: column('versus', 'n'),
  };
}

/** A 4 MB transport file: 9,954 rows, 43 variables, as one ADaM dataset has. */
function transportFile() {
  const random = new Xoshiro256(43);
  const rowCount = 9954;
  const columns = Array.from({ length: 43 }, (_, index) => {
    const base = { name: `V${index + 1}`, label: null, format: null };
    if (index % 3 === 0) {
      return {
        ...base,
        type: 'text',
        values: Array.from({ length: rowCount }, (_, row) => `subject ${row % 250}`),
      };
    }
    const values = Float64Array.from({ length: rowCount }, () => random.normal() * 100);
    return { ...base, type: 'number', values, missing: new Uint8Array(rowCount) };
  });
  const table = { name: 'ADAM', label: null, source: { file: 'adam.xpt', sha256: '' }, rowCount, columns };
  return { bytes: writeXpt([table]) };
}

export const cases = [
  {
    name: 'Kaplan-Meier, two arms, 1e6 rows, day ties',
    data: () => {
      const data = survivalData(1e6);
      return { ...data, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) => kaplanMeier({ time, event, group }),
    r: { setup: library, work: 'survfit(Surv(time, event) ~ arm)' },
    rRepeats: 3,
  },
  {
    name: 'log-rank, 1e6 rows, day ties',
    data: () => {
      const data = survivalData(1e6);
      return { ...data, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) => logRank({ time, event, group }),
    r: { setup: library, work: 'survdiff(Surv(time, event) ~ arm)' },
    rRepeats: 3,
  },
  {
    name: 'Cox, Efron, 7 covariates, 1e6 rows, day ties',
    data: () => survivalData(1e6, 7),
    ours: (data) => cox({ time: data.time, event: data.event, covariates: covariates(data, 7) }),
    r: { setup: library, work: 'coxph(Surv(time, event) ~ x1 + x2 + x3 + x4 + x5 + x6 + x7)' },
    rRepeats: 3,
  },
  {
    name: 'log-rank, 1e6 rows, no ties',
    data: () => {
      const data = survivalData(1e6, 0, false);
      return { ...data, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) => logRank({ time, event, group }),
    r: { setup: library, work: 'survdiff(Surv(time, event) ~ arm)' },
    rRepeats: 3,
  },
  {
    name: 'Cox, 7 covariates, 1e6 rows, no ties',
    data: () => survivalData(1e6, 7, false),
    ours: (data) => cox({ time: data.time, event: data.event, covariates: covariates(data, 7) }),
    r: { setup: library, work: 'coxph(Surv(time, event) ~ x1 + x2 + x3 + x4 + x5 + x6 + x7)' },
    rRepeats: 1,
  },
  {
    name: 'Cox, stratified, robust by subject, 3 covariates, 1e5 rows',
    data: () => {
      const data = survivalData(1e5, 3);
      const stratum = Float64Array.from(data.time, (_, row) => (row * 7) % 10);
      const subject = Float64Array.from(data.time, (_, row) => row >> 1);
      return {
        ...data,
        stratum,
        subject,
        strata: Array.from(stratum, (value) => `stratum ${value}`),
        cluster: Array.from(subject, (value) => `subject ${value}`),
      };
    },
    ours: (data) =>
      cox(
        {
          time: data.time,
          event: data.event,
          covariates: covariates(data, 3),
          strata: data.strata,
          cluster: data.cluster,
        },
        { variance: 'robust' },
      ),
    r: {
      setup: library,
      work: 'coxph(Surv(time, event) ~ x1 + x2 + x3 + strata(stratum) + cluster(subject))',
    },
    rRepeats: 3,
  },
  {
    name: 'proportional-hazards test, 7 covariates, 1e5 rows',
    data: () => {
      const data = survivalData(1e5, 7);
      const model = fitCoxModel({ time: data.time, event: data.event, covariates: covariates(data, 7) });
      return { ...data, model };
    },
    ours: ({ model }) => testProportionalHazards(model),
    r: {
      setup: `${library}; fit <- coxph(Surv(time, event) ~ x1 + x2 + x3 + x4 + x5 + x6 + x7)`,
      work: 'cox.zph(fit)',
    },
  },
  {
    name: 'Fine-Gray, 2 covariates, 1e4 rows (R: cmprsk crr)',
    data: () => {
      const data = survivalData(1e4, 2, false);
      return { ...data, event: data.event.map((value, row) => (value === 1 && row % 3 === 0 ? 2 : value)) };
    },
    ours: (data) => fineGray({ time: data.time, event: data.event, covariates: covariates(data, 2) }),
    r: {
      setup: 'suppressMessages(library(cmprsk))',
      work: 'crr(time, event, cbind(x1, x2))',
    },
    rRepeats: 1,
  },
  {
    name: 'Cox, Efron, 6 covariates, 1e5 rows, day ties',
    data: () => survivalData(1e5, 6),
    ours: (data) => cox({ time: data.time, event: data.event, covariates: covariates(data, 6) }),
    r: { setup: library, work: 'coxph(Surv(time, event) ~ x1 + x2 + x3 + x4 + x5 + x6)' },
  },
  {
    name: 'proportional odds, 7 categories, 3 covariates, 1e4 rows',
    data: () => {
      const { arm, group, ...rest } = survivalData(1e4, 2);
      const outcome = Int32Array.from(rest.time, (time) => Math.min(6, Math.floor(time / 60)));
      return { ...rest, arm, group, outcome, weight: new Float64Array(1e4).fill(1) };
    },
    ours: (data) =>
      proportionalOdds({
        categories: ['0', '1', '2', '3', '4', '5', '6'],
        outcome: data.outcome,
        weight: data.weight,
        group: data.group,
        reference: '0',
        covariates: [
          { name: 'x1', values: data.x1 },
          { name: 'x2', values: data.x2 },
        ],
      }),
    r: { setup: 'library(MASS); y <- factor(outcome)', work: 'polr(y ~ arm + x1 + x2, Hess = TRUE)' },
  },
  {
    name: 'random effects by REML, 27 trials',
    data: () => trials(27),
    ours: ({ rows }) => randomEffects({ rows }, { measure: 'odds-ratio', betweenStudyVariance: 'reml' }),
    r: {
      setup: 'suppressMessages(library(metafor))',
      work: 'rma(measure = "OR", ai = ai, n1i = n1, ci = ci, n2i = n2, method = "REML")',
    },
  },
  {
    name: 'inverse variance, 27 trials',
    data: () => trials(27),
    ours: ({ rows }) => inverseVariance({ rows }, { measure: 'odds-ratio' }),
    r: {
      setup: 'suppressMessages(library(metafor))',
      work: 'rma(measure = "OR", ai = ai, n1i = n1, ci = ci, n2i = n2, method = "FE")',
    },
  },
  {
    name: 'SAS transport file, 4 MB, 9,954 x 43 (R: foreign)',
    data: () => {
      const { bytes } = transportFile();
      return { bytes, file: Float64Array.from(bytes) };
    },
    ours: ({ bytes }) => readFormat(bytes, { file: 'adam.xpt', sha256: '' }),
    r: {
      setup: 'path <- tempfile(fileext = ".xpt"); writeBin(as.raw(file), path); library(foreign)',
      work: 'read.xport(path)',
    },
  },
];
