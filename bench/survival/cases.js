// Time-to-event methods beside R packages survival and cmprsk.

import {
  cox,
  coxConcordance,
  cumulativeIncidence,
  fineGray,
  fitCoxModel,
  kaplanMeier,
  logRank,
  maxCombo,
  restrictedMeanSurvivalTime,
  testProportionalHazards,
  weightedLogRank,
} from '../../dist/index.js';
import { covariates, names, survivalData } from './survival-data.js';

const library = 'suppressMessages(library(survival))';

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
    name: 'Kaplan-Meier with restricted means, two arms, 1e6 rows, no ties',
    data: () => {
      const data = survivalData(1e6, 0, false);
      return { ...data, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) => restrictedMeanSurvivalTime({ time, event, group }, { tau: 365 }),
    r: { setup: library, work: 'summary(survfit(Surv(time, event) ~ arm), rmean = 365)$table' },
    rRepeats: 3,
  },
  {
    name: 'restricted means adjusted for 2 covariates, 1e5 rows',
    data: () => {
      const data = survivalData(1e5, 2);
      return { ...data, names: names(data.group) };
    },
    ours: (data) =>
      restrictedMeanSurvivalTime(
        { time: data.time, event: data.event, group: data.names, covariates: covariates(data, 2) },
        { tau: 365 },
      ),
  },
  {
    name: 'weighted log-rank, Fleming-Harrington rho 1, 1e6 rows, day ties',
    data: () => {
      const data = survivalData(1e6);
      return { ...data, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) =>
      weightedLogRank({ time, event, group }, { weights: 'fleming-harrington', rho: 1, gamma: 0 }),
    r: { setup: library, work: 'survdiff(Surv(time, event) ~ arm, rho = 1)' },
    rRepeats: 3,
  },
  {
    name: 'MaxCombo of four tests, 1e5 rows, day ties',
    data: () => {
      const data = survivalData(1e5);
      return { ...data, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) => maxCombo({ time, event, group }),
  },
  {
    name: 'cumulative incidence and Gray test, two arms, 1e5 rows, day ties (R: cmprsk cuminc)',
    data: () => {
      const data = survivalData(1e5);
      const event = data.event.map((value, row) => (value === 1 && row % 3 === 0 ? 2 : value));
      return { ...data, event, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) => cumulativeIncidence({ time, event, group }),
    r: { setup: 'suppressMessages(library(cmprsk))', work: 'cuminc(time, event, arm)' },
    rRepeats: 3,
  },
  {
    name: 'cumulative incidence, two arms, 1e5 rows, no ties (R: survfit)',
    data: () => {
      const data = survivalData(1e5, 0, false);
      const event = data.event.map((value, row) => (value === 1 && row % 3 === 0 ? 2 : value));
      return { ...data, event, names: names(data.group) };
    },
    ours: ({ time, event, names: group }) =>
      cumulativeIncidence({ time, event, group }, { variance: 'delta' }),
    r: { setup: library, work: 'survfit(Surv(time, factor(event)) ~ arm)' },
    rRepeats: 1,
  },
  {
    name: 'concordance of a Cox model, 7 covariates, 1e5 rows',
    data: () => {
      const data = survivalData(1e5, 7);
      const model = fitCoxModel({ time: data.time, event: data.event, covariates: covariates(data, 7) });
      return { ...data, model };
    },
    ours: ({ model }) => coxConcordance(model),
    r: {
      setup: `${library}; fit <- coxph(Surv(time, event) ~ x1 + x2 + x3 + x4 + x5 + x6 + x7)`,
      work: 'concordance(fit)',
    },
    rRepeats: 3,
  },
];
