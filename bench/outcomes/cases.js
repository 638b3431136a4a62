// Methods on outcomes that are no times, beside R.

import {
  adverseEventSummary,
  baselineCharacteristics,
  bootstrap,
  cumulativeLink,
  generalisedEstimatingEquations,
  logisticRegression,
  mixedModelRepeatedMeasures,
  optimalCutPoint,
  proportionalOdds,
} from '../../dist/index.js';
import {
  adverseEvents,
  characteristics,
  ordinalData,
  responseData,
  visitData,
  visitRows,
} from './outcome-data.js';

const named = (data, names) => names.map((name) => ({ name, values: data[name] }));
const ordinalRows = (data, categories) => ({
  categories: Array.from({ length: categories }, (_, category) => String(category)),
  outcome: Int32Array.from(data.outcome),
  weight: new Float64Array(data.outcome.length).fill(1),
  group: { levels: ['0', '1'], codes: Int32Array.from(data.arm) },
  reference: '0',
  covariates: named(data, ['x1', 'x2']),
});
const repeatedMeasures =
  'gls(outcome ~ a * v + baseline * v, correlation = corSymm(form = ~ visit + 1 | s), weights = varIdent(form = ~ 1 | v))';

export const cases = [
  {
    name: 'logistic regression, 5 covariates, 1e6 rows',
    data: () => responseData(1e6, 5),
    ours: (data) =>
      logisticRegression({ outcome: data.outcome, covariates: named(data, ['x1', 'x2', 'x3', 'x4', 'x5']) }),
    r: { work: 'glm(outcome ~ x1 + x2 + x3 + x4 + x5, family = binomial)' },
  },
  {
    name: 'MMRM, 200 subjects x 4 visits, unstructured, Kenward-Roger (R: nlme gls, without it)',
    data: () => visitData(200, 4),
    ours: (data) => mixedModelRepeatedMeasures(visitRows(data, 4)),
    r: {
      setup: 'library(nlme); v <- factor(visit); a <- factor(arm); s <- factor(subject)',
      work: repeatedMeasures,
    },
  },
  {
    name: 'MMRM, 2,000 subjects x 8 visits, unstructured, Kenward-Roger',
    data: () => visitData(2000, 8),
    ours: (data) => mixedModelRepeatedMeasures(visitRows(data, 8)),
  },
  {
    name: 'GEE, 2,000 subjects x 4 visits, exchangeable (R: geepack)',
    data: () => visitData(2000, 4),
    ours: (data) => generalisedEstimatingEquations(visitRows(data, 4)),
    r: {
      setup: 'library(geepack); v <- factor(visit); a <- factor(arm)',
      work: 'geeglm(outcome ~ a * v + baseline, id = subject, waves = visit, corstr = "exchangeable")',
    },
  },
  {
    name: 'proportional odds, 7 categories, 3 covariates, 1e5 rows (R: ordinal clm)',
    data: () => ordinalData(1e5, 7),
    ours: (data) => proportionalOdds(ordinalRows(data, 7)),
    r: { setup: 'library(ordinal); y <- factor(outcome)', work: 'clm(y ~ arm + x1 + x2)' },
  },
  {
    name: 'proportional odds, 23 categories, 3 covariates, 1e5 rows (R: ordinal clm)',
    data: () => ordinalData(1e5, 23),
    ours: (data) => proportionalOdds(ordinalRows(data, 23)),
    r: { setup: 'library(ordinal); y <- factor(outcome)', work: 'clm(y ~ arm + x1 + x2)' },
  },
  {
    name: 'cumulative probit, 7 categories, 3 covariates, 1e5 rows (R: ordinal clm)',
    data: () => ordinalData(1e5, 7),
    ours: (data) => cumulativeLink(ordinalRows(data, 7), { link: 'probit' }),
    r: { setup: 'library(ordinal); y <- factor(outcome)', work: 'clm(y ~ arm + x1 + x2, link = "probit")' },
  },
  {
    name: 'bootstrap of a risk difference, 10,000 resamples of 4,000 subjects (R: boot)',
    data: () => responseData(4000, 1),
    rRepeats: 1,
    ours: ({ outcome, x1 }) =>
      bootstrap(
        {
          size: 4000,
          strata: x1,
          statistic: (rows) => {
            let events = 0;
            let ofEvents = 0;
            let of = 0;
            for (let index = 0; index < rows.length; index += 1) {
              const row = rows[index];
              events += outcome[row];
              ofEvents += x1[row] * outcome[row];
              of += x1[row];
            }
            return ofEvents / of - (events - ofEvents) / (rows.length - of);
          },
        },
        { replicates: 10_000 },
      ),
    r: {
      setup: 'library(boot); d <- cbind(outcome, x1)',
      work: 'boot(d, function(d, i) { y <- d[i, 1]; a <- d[i, 2]; m <- sum(a); s <- sum(a * y); s / m - (sum(y) - s) / (length(y) - m) }, R = 10000, strata = x1)',
    },
  },
  {
    name: 'baseline table, 250 subjects x 30 variables',
    data: () => characteristics(250, 30),
    ours: (data) => baselineCharacteristics(data),
  },
  {
    name: 'adverse events by class and term to the first event, 1e6 events of 5,000 subjects',
    data: () => adverseEvents(5000, 1e6),
    ours: (data) => adverseEventSummary(data),
  },
  {
    name: 'optimal cut of a marker, 100 resamples of 1e6 subjects',
    data: () => responseData(1e6, 2),
    ours: ({ outcome, x2 }) => optimalCutPoint({ condition: outcome, marker: x2 }, { replicates: 100 }),
  },
];
