// Time-to-event methods beside R packages survival and cmprsk.

import {
  andersenGill,
  cox,
  coxConcordance,
  cumulativeIncidence,
  fineGray,
  fitCoxModel,
  hierarchicalWinRatio,
  kaplanMeier,
  landmarkSurvival,
  logRank,
  maxCombo,
  meanCumulativeFunction,
  milestoneSurvival,
  parametricIntervalSurvival,
  parametricSurvival,
  piecewiseExponential,
  restrictedMeanSurvivalTime,
  roystonParmar,
  standardisedSurvival,
  testProportionalHazards,
  timeDependentAuc,
  turnbull,
  weightedLogRank,
} from '../../dist/index.js';
import { covariates, intervalData, names, repeatedData, survivalData } from './survival-data.js';

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
  {
    name: 'Weibull regression, 2 covariates, 1e5 rows (R: survreg)',
    data: () => survivalData(1e5, 2),
    ours: (data) =>
      parametricSurvival(
        { time: data.time, event: data.event, group: data.group, covariates: covariates(data, 2) },
        { distribution: 'weibull' },
      ),
    r: { setup: library, work: 'survreg(Surv(time, event) ~ arm + x1 + x2)' },
    rRepeats: 3,
  },
  {
    name: 'Weibull regression of interval-censored times, 1e4 rows (R: survreg)',
    data: () => intervalData(1e4),
    ours: ({ lower, upper, group }) =>
      parametricIntervalSurvival({ lower, upper, group }, { distribution: 'weibull' }),
    r: {
      setup: `${library}; upper[is.infinite(upper)] <- NA; lower[lower == 0] <- NA`,
      work: 'survreg(Surv(lower, upper, type = "interval2") ~ arm)',
    },
    rRepeats: 3,
  },
  {
    name: 'Royston-Parmar, 3 inner knots, 1e4 rows',
    data: () => survivalData(1e4),
    ours: ({ time, event, group }) => roystonParmar({ time, event, group }, { innerKnots: 3 }),
  },
  {
    name: 'Turnbull, 1e4 interval-censored rows',
    data: () => intervalData(1e4),
    ours: ({ lower, upper }) => turnbull({ lower, upper }),
  },
  {
    name: 'piecewise exponential, 1e5 rows',
    data: () => survivalData(1e5),
    ours: ({ time, event, group }) => piecewiseExponential({ time, event, group }, { cuts: [90, 180, 365] }),
  },
  {
    name: 'Andersen-Gill, robust by subject, 1e5 rows of 25,000 subjects',
    data: () => repeatedData(25_000),
    ours: ({ id, start, stop, event, group }) =>
      andersenGill({ subject: id, entry: start, time: stop, event, group }),
    r: {
      setup: library,
      work: 'coxph(Surv(start, stop, event) ~ arm, cluster = rep(seq_len(length(start) / 4), each = 4))',
    },
    rRepeats: 3,
  },
  {
    name: 'mean cumulative function, two arms, 1e5 rows of 25,000 subjects',
    data: () => repeatedData(25_000),
    ours: ({ id, start, stop, event, group }) =>
      meanCumulativeFunction({ subject: id, entry: start, time: stop, event, group }),
  },
  {
    name: 'curves after a landmark and contrasts at a milestone, 1e5 rows',
    data: () => survivalData(1e5),
    ours: ({ time, event, group }) => [
      landmarkSurvival({ time, event, group }, { landmark: 30, times: [180] }),
      milestoneSurvival({ time, event, group }, { times: [180] }),
    ],
  },
  {
    name: 'win ratio on time to event, then a number, 50,000 subjects',
    data: () => survivalData(50_000, 1),
    ours: ({ time, event, group, x1 }) =>
      hierarchicalWinRatio({
        group,
        reference: '0',
        levels: [
          { kind: 'time-to-event', name: 'death', time, event, better: 'later' },
          { kind: 'continuous', name: 'score', values: x1, better: 'higher' },
        ],
      }),
  },
  {
    name: 'time-dependent area under the curve at two times, 1e5 rows',
    data: () => survivalData(1e5, 1),
    ours: ({ time, event, x1 }) => timeDependentAuc({ time, event, predictions: x1 }, { times: [90, 180] }),
  },
  {
    name: 'standardised curves, 1 covariate, 1e4 rows',
    data: () => survivalData(1e4, 1),
    ours: (data) =>
      standardisedSurvival(
        {
          time: data.time,
          event: data.event,
          group: data.group,
          reference: '0',
          covariates: covariates(data, 1),
        },
        { times: [180] },
      ),
  },
];
