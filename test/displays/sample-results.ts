/**
 * Results as the toolkit returns them, written by hand for the tests of displays and reports. Counts are those printed
 * in RECOVERY (Lancet 2021;397:1637-45, table 2 and figure 3), the WHO REACT meta-analysis (JAMA 2021;326:499-518,
 * figure 1), REMDACTA (Intensive Care Med 2021;47:1258-70) and REMAP-CAP (N Engl J Med 2021;384:1491-502). The
 * survival times are simulated. Only their shape matters here; correctness of numbers is tested with each method.
 */
import { notEstimable } from '../../src/core/estimable.js';
import type {
  Curve,
  EstimateRow,
  PointsPart,
  Result,
  ResultContext,
  ResultPart,
  SummaryRow,
} from '../../src/core/result.js';

const digest = (letter: string): string => letter.repeat(64);

export function sampleResult(
  analysis: string,
  method: string,
  parts: readonly ResultPart[],
  context: Partial<ResultContext> = {},
  more: Partial<Result> = {},
): Result {
  return {
    status: 'computed',
    study: 'RECOVERY',
    analysis,
    endpoint: 'published-counts',
    method,
    options: { level: 0.95 },
    context: {
      title: analysis,
      population: 'all randomised patients',
      variable: null,
      of: 'tocilizumab',
      versus: 'usual care',
      benefit: 'lower',
      ...context,
    },
    populationAnalysed: {
      label: 'As published',
      groups: [
        { name: 'tocilizumab', n: 2022, events: 621 },
        { name: 'usual care', n: 2094, events: 729 },
      ],
      exclusions: [],
    },
    parts,
    notices: [],
    provenance: {
      toolkitVersion: '0.1.0',
      specSha256: digest('a'),
      data: [{ name: 'counts', file: 'counts.csv', sha256: digest('b'), dictionary: 'published-counts' }],
    },
    ...more,
  };
}

interface Counts {
  readonly events: number;
  readonly n: number;
}

const z = 1.959963984540054;

/** A log risk or odds ratio with its Wald interval. */
export function ratioRow(
  statistic: 'risk-ratio' | 'odds-ratio' | 'rate-ratio',
  of: Counts,
  versus: Counts,
  more: Partial<EstimateRow> = {},
): EstimateRow {
  const base = {
    statistic,
    term: null,
    role: 'comparison',
    of: 'tocilizumab',
    versus: 'usual care',
    scale: 'log',
    level: 0.95,
    p: null,
    reference: { distribution: 'normal' },
    intervalMethod: 'Wald on the log scale',
    counts: { of, versus },
  } as const;
  if (of.events === 0 && versus.events === 0) {
    const none = notEstimable('zero-cells');
    return { ...base, estimate: none, standardError: none, lower: none, upper: none, p: none, ...more };
  }
  const half = statistic === 'odds-ratio' && (of.events === 0 || versus.events === 0) ? 0.5 : 0;
  const cells = [of.events, of.n - of.events, versus.events, versus.n - versus.events].map((x) => x + half);
  const [a, b, c, d] = cells as [number, number, number, number];
  const odds = statistic === 'odds-ratio';
  const estimate = odds ? Math.log((a * d) / (b * c)) : Math.log(a / (a + b) / (c / (c + d)));
  const variance = odds ? 1 / a + 1 / b + 1 / c + 1 / d : 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d);
  const standardError = Math.sqrt(variance);
  const limits = { lower: estimate - z * standardError, upper: estimate + z * standardError };
  return { ...base, estimate, standardError, ...limits, ...more };
}

const outcomes: readonly (readonly [string, string, 'risk-ratio' | 'rate-ratio', Counts, Counts, number])[] =
  [
    [
      'death-28',
      'Death within 28 days',
      'risk-ratio',
      { events: 621, n: 2022 },
      { events: 729, n: 2094 },
      0.0051,
    ],
    [
      'imv-or-death',
      'Invasive mechanical ventilation or death',
      'risk-ratio',
      { events: 619, n: 1754 },
      { events: 754, n: 1800 },
      0.0000496,
    ],
    [
      'imv',
      'Invasive mechanical ventilation',
      'risk-ratio',
      { events: 265, n: 1754 },
      { events: 343, n: 1800 },
      0.0019,
    ],
    [
      'death',
      'Death, among those not ventilated at randomisation',
      'risk-ratio',
      { events: 490, n: 1754 },
      { events: 580, n: 1800 },
      0.0055,
    ],
    [
      'any-ventilation',
      'Use of ventilation',
      'risk-ratio',
      { events: 290, n: 935 },
      { events: 323, n: 933 },
      0.0956,
    ],
    [
      'niv',
      'Non-invasive ventilation',
      'risk-ratio',
      { events: 281, n: 935 },
      { events: 309, n: 933 },
      0.151,
    ],
    [
      'dialysis',
      'Haemodialysis or haemofiltration',
      'risk-ratio',
      { events: 120, n: 1994 },
      { events: 172, n: 2065 },
      0.0046,
    ],
  ];

/** Seven risk ratios of RECOVERY, one result each. */
export const recoveryRatios: readonly Result[] = outcomes.map(([id, title, statistic, of, versus, p]) =>
  sampleResult(
    id,
    'risk-ratio',
    [
      { kind: 'estimates', rows: [ratioRow(statistic, of, versus, { p })] },
      {
        kind: 'summary',
        rows: armRows([
          ['tocilizumab', of],
          ['usual care', versus],
        ]),
      },
    ],
    { title },
    {
      populationAnalysed: {
        label: 'As published',
        groups: [
          { name: 'tocilizumab', ...of },
          { name: 'usual care', ...versus },
        ],
        exclusions: [],
      },
    },
  ),
);

/** Discharge alive: an outcome where the higher value is the good one. */
export const recoveryDischarge: Result = sampleResult(
  'discharge-28',
  'risk-ratio',
  [
    {
      kind: 'estimates',
      rows: [ratioRow('risk-ratio', { events: 1150, n: 2022 }, { events: 1044, n: 2094 }, { p: 0.0000038 })],
    },
  ],
  { title: 'Discharged alive within 28 days', benefit: 'higher' },
);

function armRows(arms: readonly (readonly [string, Counts])[]): SummaryRow[] {
  return arms.flatMap(([group, { events, n }]): SummaryRow[] => [
    { group, term: null, statistic: 'n', value: n, unit: null },
    { group, term: null, statistic: 'events', value: events, unit: null },
    {
      group,
      term: null,
      statistic: 'proportion',
      value: n === 0 ? notEstimable('empty-group') : events / n,
      unit: null,
    },
  ]);
}

const reactCounts: readonly (readonly [string, number, number, number, number])[] = [
  ['ARCHITECTS', 0, 10, 2, 11],
  ['BACC-Bay', 9, 161, 4, 82],
  ['CORIMUNO-TOCI-1', 7, 63, 8, 67],
  ['CORIMUNO-TOCI-ICU', 8, 49, 10, 43],
  ['COV-AID', 9, 81, 7, 72],
  ['COVACTA', 58, 294, 28, 144],
  ['COVIDOSE2-SS-A', 0, 19, 2, 8],
  ['COVIDSTORM', 0, 26, 0, 13],
  ['COVINTOC', 11, 91, 15, 88],
  ['COVITOZ', 0, 17, 0, 9],
  ['EMPACTA', 26, 249, 11, 128],
  ['HMO-020-0224', 11, 37, 8, 17],
  ['ImmCoVA', 2, 22, 2, 27],
  ['PreToVid', 21, 174, 34, 180],
  ['RECOVERY', 621, 2022, 729, 2094],
  ['REMAP-CAP', 85, 353, 116, 358],
  ['REMDACTA', 78, 430, 41, 210],
  ['TOCIBRAS', 14, 65, 6, 64],
  ['TOCOVID', 0, 136, 0, 134],
];

function pooledRows(counts: typeof reactCounts): EstimateRow[] {
  const rows = counts.map(([term, a, n1, c, n0]) =>
    ratioRow('odds-ratio', { events: a, n: n1 }, { events: c, n: n0 }, { term, role: 'study' }),
  );
  const precision = (row: EstimateRow): number =>
    typeof row.standardError === 'number' ? row.standardError ** -2 : 0;
  const total = rows.reduce((sum, row) => sum + precision(row), 0);
  const estimate =
    rows.reduce(
      (sum, row) => sum + precision(row) * (typeof row.estimate === 'number' ? row.estimate : 0),
      0,
    ) / total;
  const standardError = Math.sqrt(1 / total);
  const template = rows[0]!;
  const { counts: _counts, ...bare } = template;
  const pooled: EstimateRow = {
    ...bare,
    term: 'Inverse-variance pool',
    role: 'pooled',
    estimate,
    standardError,
    lower: estimate - z * standardError,
    upper: estimate + z * standardError,
    p: 0.0006,
    weight: 100,
  };
  const prediction: EstimateRow = {
    ...pooled,
    term: 'Prediction interval',
    role: 'prediction',
    estimate: notEstimable('not-applicable'),
    lower: estimate - 0.31,
    upper: estimate + 0.31,
    p: null,
    intervalMethod: 'prediction interval, t with 14 degrees of freedom',
  };
  const { weight: _weight, ...predictionBare } = prediction;
  return [
    ...rows.map((row) => (precision(row) === 0 ? row : { ...row, weight: (100 * precision(row)) / total })),
    pooled,
    predictionBare,
  ];
}

const heterogeneity = (q: number, df: number, p: number, iSquared: number): readonly ResultPart[] => [
  {
    kind: 'test',
    rows: [{ statistic: 'heterogeneity', term: null, value: q, df, p, method: "Cochran's Q" }],
  },
  {
    kind: 'summary',
    rows: [
      { group: null, term: null, statistic: 'i-squared', value: iSquared, unit: null },
      { group: null, term: null, statistic: 'tau-squared', value: 0.0123, unit: null },
    ],
  },
];

/** Nineteen tocilizumab trials of WHO REACT, three of them without an event in either arm. */
export const reactPool: Result = sampleResult(
  'mortality-28',
  'random-effects',
  [{ kind: 'estimates', rows: pooledRows(reactCounts) }, ...heterogeneity(19.6, 15, 0.188, 0.234)],
  { title: '28-day all-cause mortality', of: 'tocilizumab', versus: 'usual care or placebo' },
  { study: 'WHO REACT' },
);

/** Two pools in one figure: with and without corticosteroids. */
export const reactPoolSmall: Result = sampleResult(
  'mortality-28-without-steroids',
  'random-effects',
  [{ kind: 'estimates', rows: pooledRows(reactCounts.slice(0, 6)) }, ...heterogeneity(2.1, 4, 0.71, 0)],
  { title: 'Without corticosteroids' },
  { study: 'WHO REACT' },
);

/** Subgroups of RECOVERY with their test for interaction. */
function subgroupResult(
  id: string,
  title: string,
  levels: readonly (readonly [string, Counts, Counts])[],
  p: number,
): Result {
  return sampleResult(
    id,
    'inverse-variance',
    [
      {
        kind: 'estimates',
        rows: levels.map(([term, of, versus]) =>
          ratioRow('risk-ratio', of, versus, { term, role: 'subgroup' }),
        ),
      },
      {
        kind: 'test',
        rows: [
          {
            statistic: 'heterogeneity',
            term: null,
            value: 6.81,
            df: levels.length - 1,
            p,
            method: "Cochran's Q",
          },
        ],
      },
    ],
    { title },
  );
}

export const recoverySubgroups: readonly Result[] = [
  subgroupResult(
    'by-steroids',
    'Corticosteroids at randomisation',
    [
      ['Yes', { events: 482, n: 1664 }, { events: 600, n: 1721 }],
      ['No', { events: 139, n: 357 }, { events: 127, n: 367 }],
    ],
    0.0091,
  ),
  subgroupResult(
    'by-support',
    'Respiratory support',
    [
      ['Simple oxygen', { events: 180, n: 935 }, { events: 214, n: 933 }],
      ['Non-invasive ventilation', { events: 310, n: 819 }, { events: 366, n: 867 }],
      ['Invasive mechanical ventilation', { events: 131, n: 268 }, { events: 149, n: 294 }],
    ],
    0.53,
  ),
  subgroupResult(
    'by-onset',
    'Days since symptom onset',
    [
      ['≤7', { events: 214, n: 668 }, { events: 256, n: 660 }],
      ['>7', { events: 407, n: 1354 }, { events: 473, n: 1433 }],
    ],
    0.21,
  ),
];

/** A linear generator with a fixed seed: the same curve in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** A Kaplan-Meier curve with Greenwood intervals on the log scale from simulated whole days. */
export function simulatedCurve(group: string, n: number, hazard: number, seed: number, last = 28): Curve {
  const random = generator(seed);
  const events = new Map<number, number>();
  const censored = new Map<number, number>();
  for (let subject = 0; subject < n; subject += 1) {
    const time = Math.ceil(-Math.log(random()) / hazard);
    const leaves = random() < 0.06 ? Math.ceil(random() * last) : last;
    const [map, at] = time <= leaves ? [events, time] : [censored, leaves];
    map.set(at, (map.get(at) ?? 0) + 1);
  }
  const curve = { time: [0], estimate: [1], lower: [1], upper: [1], atRisk: [n], events: [0], censored: [0] };
  let atRisk = n;
  let survival = 1;
  let greenwood = 0;
  for (let time = 1; time <= last; time += 1) {
    const d = events.get(time) ?? 0;
    const c = censored.get(time) ?? 0;
    if (d + c === 0) continue;
    survival *= 1 - d / atRisk;
    greenwood += d / (atRisk * (atRisk - d) || 1);
    const spread = z * Math.sqrt(greenwood);
    curve.time.push(time);
    curve.estimate.push(survival);
    curve.lower.push(survival * Math.exp(-spread));
    curve.upper.push(Math.min(1, survival * Math.exp(spread)));
    curve.atRisk.push(atRisk);
    curve.events.push(d);
    curve.censored.push(c);
    atRisk -= d + c;
  }
  return { group, ...curve };
}

function kaplanMeierResult(id: string, title: string, curves: readonly Curve[], timeUnit: string): Result {
  return sampleResult(
    id,
    'kaplan-meier',
    [
      {
        kind: 'curves',
        quantity: 'survival',
        timeUnit,
        level: 0.95,
        intervalMethod: 'log transform, Greenwood variance',
        curves,
      },
      {
        kind: 'summary',
        rows: curves.flatMap((curve): SummaryRow[] => [
          { group: curve.group, term: null, statistic: 'n', value: curve.atRisk[0]!, unit: null },
          {
            group: curve.group,
            term: null,
            statistic: 'events',
            value: curve.events.reduce((a, b) => a + b, 0),
            unit: null,
          },
          {
            group: curve.group,
            term: null,
            statistic: 'median-survival',
            value: notEstimable('not-reached'),
            interval: {
              lower: notEstimable('not-reached'),
              upper: notEstimable('not-reached'),
              level: 0.95,
              method: 'log',
            },
            unit: timeUnit,
          },
        ]),
      },
    ],
    { title, variable: 'death within 28 days' },
    { options: { level: 0.95, transform: 'log', variance: 'greenwood' } },
  );
}

/** Two arms over 28 days, sizes and risks as in RECOVERY. */
export const survivalCurves: Result = kaplanMeierResult(
  'survival-28',
  'Survival to day 28',
  [simulatedCurve('tocilizumab', 2022, 0.0131, 11), simulatedCurve('usual care', 2094, 0.0152, 23)],
  'days',
);

/** Three small arms whose curves cross and end together, over two years. */
export const threeCurves: Result = kaplanMeierResult(
  'relapse',
  'Time to first protocol-defined relapse',
  [
    simulatedCurve('satralizumab', 41, 0.006, 5, 96),
    simulatedCurve('placebo', 42, 0.0105, 9, 96),
    simulatedCurve('satralizumab plus baseline treatment', 24, 0.0055, 41, 96),
  ],
  'weeks',
);

/** The area under a step curve up to `tau`. */
function areaTo(curve: Curve, tau: number): number {
  return curve.time.reduce((area, time, step) => {
    const end = Math.min(curve.time[step + 1] ?? tau, tau);
    return area + (time < tau ? curve.estimate[step]! * (end - time) : 0);
  }, 0);
}

function restrictedMeanResult(id: string, survival: Result, tau: number): Result {
  const part = survival.parts.find(({ kind }) => kind === 'curves');
  if (part?.kind !== 'curves') throw new Error('no curves');
  const means = part.curves.map((curve) => ({ group: curve.group!, mean: areaTo(curve, tau) }));
  const spread = 0.012 * tau;
  const versus = means[1]!;
  const template = ratioRow('risk-ratio', { events: 1, n: 2 }, { events: 1, n: 2 });
  const { counts: _counts, ...bare } = template;
  const contrasts = means
    .filter((each) => each !== versus)
    .flatMap(({ group, mean }): EstimateRow[] => {
      const names = {
        ...bare,
        of: group,
        versus: versus.group,
        term: means.length > 2 ? group : null,
        p: 0.0134,
        intervalMethod: `normal, up to ${tau} ${part.timeUnit}`,
      };
      const [gap, lost] = [mean - versus.mean, Math.log((tau - mean) / (tau - versus.mean))];
      return [
        {
          ...names,
          statistic: 'restricted-mean-difference',
          scale: 'linear',
          unit: part.timeUnit,
          estimate: gap,
          lower: gap - spread,
          upper: gap + spread,
        },
        {
          ...names,
          statistic: 'time-lost-ratio',
          estimate: lost,
          lower: lost - 0.1,
          upper: lost + 0.1,
        },
      ];
    });
  return {
    ...survival,
    analysis: id,
    method: 'restricted-mean-survival-time',
    parts: [
      {
        kind: 'summary',
        rows: means.map(({ group, mean }) => ({
          group,
          term: String(tau),
          statistic: 'restricted-mean-survival-time',
          value: mean,
          interval: {
            lower: mean - spread,
            upper: mean + spread,
            level: 0.95,
            method: 'normal, Greenwood plug-in variance',
          },
          unit: part.timeUnit,
        })),
      },
      { kind: 'estimates', rows: contrasts },
      part,
    ],
  };
}

/** Mean event-free times of two arms to the end of follow-up, and of three arms to an earlier time. */
export const restrictedMeans: Result = restrictedMeanResult('rmst-28', survivalCurves, 28);
export const restrictedMeansOfThree: Result = restrictedMeanResult('rmst-72', threeCurves, 72);

function residualSeries(
  name: string,
  slope: number,
  scale: number,
  seed: number,
): PointsPart['series'][number] {
  const random = generator(seed);
  const x = Array.from({ length: 120 }, (_, index) => 1 + index * 0.225);
  const y = x.map((time) => scale * (slope * (time - 14) + random() + random() + random() - 1.5));
  const places = Array.from({ length: 21 }, (_, index) => 1 + index * 1.34);
  const height = places.map((time) => scale * slope * (time - 14));
  const half = places.map((time) => scale * (0.12 + 0.002 * (time - 14) ** 2));
  return {
    name,
    x,
    y,
    referenceLine: 0,
    smooth: {
      x: places,
      y: height,
      lower: height.map((value, index) => value - half[index]!),
      upper: height.map((value, index) => value + half[index]!),
    },
    note: `Slope against time: chi-square ${(Math.abs(slope) * 200).toFixed(2)}, p=0.21.`,
  };
}

/** Residuals of a model with three terms; the last has no smooth curve and no test. */
export const residuals: Result = sampleResult(
  'residuals',
  'cox',
  [
    {
      kind: 'points',
      xLabel: 'Time (days)',
      yLabel: 'Scaled Schoenfeld residual',
      series: [
        residualSeries('tocilizumab', -0.02, 1, 3),
        residualSeries('Age at randomisation, a covariate with a name that takes two lines', 0.05, 0.04, 7),
        { ...residualSeries('CRP', 0, 130, 11), smooth: null, note: null, referenceLine: null },
      ],
    },
  ],
  { title: 'Check of proportional hazards', variable: 'death within 28 days' },
);

function ordinalResult(
  id: string,
  title: string,
  categories: readonly string[],
  arms: readonly (readonly [string, readonly number[]])[],
  benefit: 'lower' | 'higher',
): Result {
  const [of, versus] = [arms[0]![0], arms[1]![0]];
  return sampleResult(
    id,
    'proportional-odds',
    [
      {
        kind: 'summary',
        rows: arms.flatMap(([group, counts]): SummaryRow[] => [
          { group, term: null, statistic: 'n', value: counts.reduce((a, b) => a + b, 0), unit: null },
          ...categories.map(
            (term, index): SummaryRow => ({
              group,
              term,
              statistic: 'count',
              value: counts[index]!,
              unit: null,
            }),
          ),
        ]),
      },
      {
        kind: 'estimates',
        rows: [
          {
            ...ratioRow('odds-ratio', { events: 1, n: 2 }, { events: 1, n: 2 }, { p: 0.42 }),
            statistic: 'proportional-odds-ratio',
            of,
            versus,
            estimate: Math.log(0.95),
            standardError: 0.16,
            lower: Math.log(0.95) - z * 0.16,
            upper: Math.log(0.95) + z * 0.16,
          },
        ],
      },
    ],
    { title, of, versus, benefit },
  );
}

export const remdactaOrdinal: Result = ordinalResult(
  'ordinal-14',
  'Clinical status on day 14, 7-category ordinal scale',
  [
    'Discharged or ready for discharge',
    'Non-ICU ward, no oxygen',
    'Non-ICU ward, oxygen',
    'ICU or non-ICU, high-flow oxygen or non-invasive ventilation',
    'Intubation and mechanical ventilation',
    'ECMO, or ventilation with organ support',
    'Death',
  ],
  [
    ['tocilizumab plus remdesivir', [231, 11, 38, 41, 21, 43, 43]],
    ['placebo plus remdesivir', [110, 4, 24, 14, 14, 24, 20]],
  ],
  'lower',
);

export const remapOrdinal: Result = ordinalResult(
  'organ-support-free-days',
  'Organ support-free days to day 21',
  ['Death', ...Array.from({ length: 22 }, (_, day) => String(day))],
  [
    [
      'IL-6 receptor antagonist',
      [108, 49, 0, 3, 5, 6, 3, 4, 5, 6, 1, 9, 13, 12, 13, 20, 25, 24, 21, 22, 35, 9, 2],
    ],
    ['control', [142, 57, 1, 3, 6, 5, 5, 3, 4, 3, 8, 7, 8, 6, 11, 9, 12, 21, 25, 17, 28, 12, 4]],
  ],
  'higher',
);

function proportionResult(id: string, title: string, arms: readonly (readonly [string, Counts])[]): Result {
  return sampleResult(
    id,
    'proportion',
    [
      {
        kind: 'summary',
        rows: arms.flatMap(([group, { events, n }]): SummaryRow[] => {
          const rows = armRows([[group, { events, n }]]);
          const share = events / n;
          const half = z * Math.sqrt((share * (1 - share)) / n);
          return rows.map((row) =>
            row.statistic === 'proportion' && n > 0
              ? {
                  ...row,
                  interval: {
                    lower: Math.max(0, share - half),
                    upper: Math.min(1, share + half),
                    level: 0.95,
                    method: 'Wilson score',
                  },
                }
              : row,
          );
        }),
      },
    ],
    { title, of: arms[0]![0], versus: arms[1]?.[0] ?? null, benefit: 'higher' },
  );
}

/** Responder rates as a rheumatoid arthritis trial reports them. */
export const responderRates: readonly Result[] = [
  proportionResult('acr20', 'ACR20 response at week 24', [
    ['tocilizumab 8 mg/kg', { events: 120, n: 205 }],
    ['tocilizumab 4 mg/kg', { events: 102, n: 213 }],
    ['placebo', { events: 54, n: 204 }],
  ]),
  proportionResult('acr50', 'ACR50 response at week 24', [
    ['tocilizumab 8 mg/kg', { events: 90, n: 205 }],
    ['tocilizumab 4 mg/kg', { events: 67, n: 213 }],
    ['placebo', { events: 22, n: 204 }],
  ]),
  proportionResult('acr70', 'ACR70 response at week 24', [
    ['tocilizumab 8 mg/kg', { events: 45, n: 205 }],
    ['tocilizumab 4 mg/kg', { events: 26, n: 213 }],
    ['placebo', { events: 4, n: 204 }],
  ]),
];

/** A proportion that does not exist. */
export const emptyProportion: Result = proportionResult('empty', 'Response', [
  ['tocilizumab', { events: 3, n: 12 }],
  ['placebo', { events: 0, n: 0 }],
]);
