import type { AnalysisData, AnalysisDataKind, SubjectOutcomeData } from '../src/core/analysis-data.js';
import { Xoshiro256 } from '../src/math/random/xoshiro256.js';

const random = new Xoshiro256(1);
const n = 80;
const codes = Int32Array.from({ length: n }, (_, row) => row % 2);
const group = { levels: ['tocilizumab', 'placebo'], codes };
const time = Float64Array.from({ length: n }, () => Math.ceil(random.exponential(0.05)));
const covariates = [
  { name: 'AGE', values: Float64Array.from({ length: n }, () => 50 + 10 * random.normal()) },
];
const strata = {
  levels: ['low', 'high'],
  codes: Int32Array.from({ length: n }, (_, row) => (row % 3 === 0 ? 1 : 0)),
};
const arms = [
  { name: 'tocilizumab', n: 40, events: 12 },
  { name: 'placebo', n: 42, events: 20 },
];
const values = (shift: number) => Float64Array.from({ length: 30 }, () => shift + random.normal());
const continuousArm = (name: string, shift: number) => {
  const sample = values(shift);
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const squares = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    name,
    n: sample.length,
    mean,
    standardDeviation: Math.sqrt(squares / (sample.length - 1)),
    values: sample,
  };
};

const visitNames = ['week 4', 'week 12', 'week 24'];
/** Correlated values of a subject at the visits; every eleventh value is missing. */
const longitudinal = Float64Array.from({ length: n * visitNames.length }, () => 0);
for (let subject = 0; subject < n; subject += 1) {
  const own = random.normal();
  for (let visit = 0; visit < visitNames.length; visit += 1) {
    const place = subject * visitNames.length + visit;
    const effect = codes[subject] === 0 ? -0.4 * (visit + 1) : 0;
    longitudinal[place] = place % 11 === 10 ? Number.NaN : own + effect + 0.5 * random.normal();
  }
}
/** Four categories, one a row. */
const draws = () => Int32Array.from({ length: n }, () => random.integerBelow(4));
const ratings = () => Float64Array.from({ length: n }, (_, row) => time[row]! + random.normal());

/** One plain data set of each kind, on which every method of that kind must give numbers. */
export const sampleData: { readonly [Kind in AnalysisDataKind]: Extract<AnalysisData, { kind: Kind }> } = {
  survival: {
    kind: 'survival',
    time,
    event: Uint8Array.from({ length: n }, () => (random.uniform() < 0.7 ? 1 : 0)),
    group,
    reference: 'placebo',
    covariates,
    timeUnit: 'days',
    eventLabel: 'death',
  },
  'competing-events': {
    kind: 'competing-events',
    time,
    event: Uint8Array.from({ length: n }, () => random.integerBelow(3)),
    causes: ['discharge', 'death'],
    group,
    reference: 'placebo',
    covariates,
    timeUnit: 'days',
  },
  'interval-censored': {
    kind: 'interval-censored',
    lower: Float64Array.from(time, (value) => Math.floor(value / 7) * 7),
    upper: Float64Array.from(time, (value, row) =>
      row % 5 === 0 ? Number.POSITIVE_INFINITY : (Math.floor(value / 7) + 1) * 7,
    ),
    group,
    reference: 'placebo',
    timeUnit: 'days',
    eventLabel: 'relapse',
  },
  recurrent: {
    kind: 'recurrent',
    subject: Int32Array.from({ length: n }, (_, row) => Math.floor(row / 2)),
    entry: Float64Array.from({ length: n }, (_, row) => (row % 2 === 0 ? 0 : 30)),
    time: Float64Array.from({ length: n }, (_, row) => (row % 2 === 0 ? 30 : 30 + time[row]!)),
    event: Uint8Array.from({ length: n }, (_, row) => (row % 3 === 0 ? 0 : 1)),
    group: {
      levels: group.levels,
      codes: Int32Array.from({ length: n }, (_, row) => Math.floor(row / 2) % 2),
    },
    reference: 'placebo',
    covariates: [],
    timeUnit: 'days',
    eventLabel: 'relapse',
  },
  binary: { kind: 'binary', arms, reference: 'placebo', eventLabel: 'death' },
  'stratified-binary': {
    kind: 'stratified-binary',
    strata: strata.levels.map((name) => ({ name, arms })),
    reference: 'placebo',
    eventLabel: 'death',
  },
  'paired-binary': {
    kind: 'paired-binary',
    both: 20,
    firstOnly: 12,
    secondOnly: 4,
    neither: 30,
    first: 'baseline',
    second: 'week 24',
  },
  'subject-outcome': {
    kind: 'subject-outcome',
    outcomeIs: 'yes-no',
    outcome: Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? 1 : 0)),
    exposure: new Float64Array(n).fill(1),
    group,
    reference: 'placebo',
    covariates,
    outcomeLabel: 'response',
    unit: null,
  },
  ordinal: {
    kind: 'ordinal',
    categories: ['1', '2', '3', '4'],
    outcome: Int32Array.from({ length: n }, () => random.integerBelow(4)),
    weight: new Float64Array(n).fill(1),
    group,
    reference: 'placebo',
    strata,
    covariates: [
      { name: 'BASELINE', values: Float64Array.from({ length: n }, () => 1 + random.integerBelow(4)) },
    ],
  },
  longitudinal: {
    kind: 'longitudinal',
    subjects: Array.from({ length: n }, (_, row) => `subject ${row + 1}`),
    visits: visitNames.map((name, index) => ({ name, time: [4, 12, 24][index]! })),
    outcomeIs: 'number',
    outcome: longitudinal,
    baseline: Float64Array.from({ length: n }, () => random.normal()),
    group,
    reference: 'placebo',
    covariates,
    outcomeLabel: 'DAS28',
    unit: 'points',
  },
  'multi-state': {
    kind: 'multi-state',
    subject: Int32Array.from({ length: n }, (_, row) => Math.floor(row / 2)),
    start: Float64Array.from({ length: n }, (_, row) => (row % 2 === 0 ? 0 : 5)),
    stop: Float64Array.from({ length: n }, (_, row) => (row % 2 === 0 ? 5 : 5 + time[row]!)),
    states: ['ward', 'ventilated', 'home'],
    from: Int32Array.from({ length: n }, (_, row) => row % 2),
    to: Int32Array.from({ length: n }, (_, row) => (row % 2 === 0 ? 1 : row % 3 === 0 ? -1 : 2)),
    group: {
      levels: group.levels,
      codes: Int32Array.from({ length: n }, (_, row) => Math.floor(row / 2) % 2),
    },
    reference: 'placebo',
    timeUnit: 'days',
  },
  hierarchical: {
    kind: 'hierarchical',
    levels: [
      {
        type: 'time-to-event',
        name: 'death',
        time,
        event: Uint8Array.from(time, (value, row) => (value < 15 && row % 3 > 0 ? 1 : 0)),
        better: 'later',
        margin: 0,
      },
      {
        type: 'value',
        name: 'status at day 28',
        values: Float64Array.from(time, (value, row) => (row % 9 === 8 ? Number.NaN : value % 5)),
        better: 'lower',
        margin: 0,
      },
    ],
    group,
    reference: 'placebo',
  },
  'design-assumptions': {
    kind: 'design-assumptions',
    rows: [
      {
        name: 'trial 1',
        hazardRatio: 0.7,
        alpha: 0.05,
        sides: 2,
        allocation: 1,
        power: 0.9,
        events: null,
        eventProbability: 0.4,
      },
    ],
  },
  diagnostic: {
    kind: 'diagnostic',
    condition: Uint8Array.from(codes),
    conditionLabel: 'severe cytokine release syndrome',
    markers: [
      {
        name: 'IL-6',
        values: Float64Array.from(codes, (code) => code + random.normal()),
        unit: 'ng/L',
      },
      { name: 'CRP', values: Float64Array.from(codes, (code) => 0.5 * code + random.normal()), unit: 'mg/L' },
    ],
  },
  ratings: {
    kind: 'ratings',
    raters: ['reader 1', 'reader 2'],
    values: [ratings(), ratings()],
    categories: null,
    unit: 'mm',
  },
  'subject-variables': {
    kind: 'subject-variables',
    group,
    reference: 'placebo',
    variables: [
      { type: 'number', name: 'AGE', label: 'Age', unit: 'years', values: covariates[0]!.values },
      { type: 'category', name: 'SEX', label: 'Sex', categories: ['F', 'M'], codes: strata.codes },
    ],
  },
  shift: {
    kind: 'shift',
    categories: ['grade 0', 'grade 1', 'grade 2', 'grade 3'],
    before: draws(),
    after: draws(),
    parameter: { levels: ['ALT'], codes: new Int32Array(n) },
    group,
    reference: 'placebo',
  },
  'adverse-events': {
    kind: 'adverse-events',
    group,
    reference: 'placebo',
    exposure: Float64Array.from({ length: n }, () => 0.5 + random.uniform()),
    exposureUnit: 'patient-years',
    events: {
      subject: Int32Array.from({ length: 60 }, () => random.integerBelow(n)),
      bodySystem: {
        levels: ['Infections', 'Investigations'],
        codes: Int32Array.from({ length: 60 }, (_, row) => row % 2),
      },
      term: {
        levels: ['Pneumonia', 'ALT increased', 'Sepsis', 'Neutrophil count decreased'],
        codes: Int32Array.from({ length: 60 }, (_, row) => row % 4),
      },
    },
  },
  continuous: {
    kind: 'continuous',
    arms: [continuousArm('tocilizumab', 1), continuousArm('placebo', 0)],
    reference: 'placebo',
    unit: 'mg/L',
  },
  count: {
    kind: 'count',
    arms: [
      { name: 'tocilizumab', events: 12, exposure: 100.5 },
      { name: 'placebo', events: 25, exposure: 98 },
    ],
    reference: 'placebo',
    exposureUnit: 'patient-years',
  },
  hypotheses: {
    kind: 'hypotheses',
    rows: [0.011, 0.024, 0.006, 0.31].map((p, index) => ({ name: `H${index + 1}`, p, weight: null })),
  },
  studies: {
    kind: 'studies',
    rows: [12, 8, 30, 21, 5].map((events, index) => ({
      name: `trial ${index + 1}`,
      subgroup: index % 2 === 0 ? 'a' : 'b',
      type: 'counts' as const,
      of: { events, n: 100 + 20 * index },
      versus: { events: events + index + 2, n: 101 + 19 * index },
    })),
    rowsAre: 'studies',
    of: 'tocilizumab',
    versus: 'usual care',
  },
};

const subjects = sampleData['subject-outcome'];

/** The sample of subjects with each kind of outcome, for methods that model only one. */
export const sampleOutcomes: {
  readonly [Kind in SubjectOutcomeData['outcomeIs']]: SubjectOutcomeData;
} = {
  'yes-no': subjects,
  number: {
    ...subjects,
    outcomeIs: 'number',
    outcome: Float64Array.from(covariates[0]!.values, (age) => 0.2 * age + random.normal()),
    outcomeLabel: 'DAS28',
    unit: 'points',
  },
  count: {
    ...subjects,
    outcomeIs: 'count',
    outcome: Float64Array.from({ length: n }, () => Math.floor(random.exponential(0.8))),
    exposure: Float64Array.from({ length: n }, () => 0.5 + random.uniform()),
    outcomeLabel: 'infection',
    unit: 'patient-years',
  },
};

/** Ratings in categories, for methods that take no measurements. */
export const ratedCategories: AnalysisData = {
  ...sampleData.ratings,
  categories: ['none', 'mild', 'severe'],
  values: [0, 1].map((shift) =>
    Float64Array.from({ length: n }, (_, row) => (row * 7 + shift * (row % 4)) % 3),
  ),
  unit: null,
};
