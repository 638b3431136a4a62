/** A study report with every kind of verdict, figure and failure, and text that tries to be markup. */
import type { Result } from '../../src/core/result.js';
import type { StudyReport } from '../../src/core/study-report.js';
import type { Verdict } from '../../src/core/verdict.js';
import {
  emptyProportion,
  reactPool,
  recoveryDischarge,
  recoveryRatios,
  recoverySubgroups,
  remapOrdinal,
  remdactaOrdinal,
  residuals,
  responderRates,
  restrictedMeans,
  sampleResult,
  survivalCurves,
  threeCurves,
} from '../displays/sample-results.js';

const source = {
  citation: 'RECOVERY Collaborative Group. Lancet 2021;397:1637-45',
  doi: '10.1016/S0140-6736(21)00676-0',
  where: 'Table 2',
};

function verdict(more: Partial<Verdict>): Verdict {
  return {
    study: 'RECOVERY',
    analysis: 'imv-or-death',
    claim: 'risk-ratio',
    statistic: 'risk-ratio',
    term: null,
    published: '0.84 (0.77 to 0.92), p<0.0001',
    recomputed: '0.84 (0.77 to 0.92), p<0.0001',
    beside: null,
    verdict: 'reproduced',
    reason: 'Every recomputed figure rounds to the printed one.',
    explained: true,
    source,
    figures: [],
    ...more,
  };
}

export const hostileText = `</script><script>alert("x")</script><img src=x onerror='alert(1)'>`;

const verdicts: readonly Verdict[] = [
  verdict({}),
  verdict({
    analysis: 'imv',
    published: '0.79 (0.69 to 0.92), p=0.0019',
    recomputed: '0.79 (0.69 to 0.92), p=0.0019',
  }),
  verdict({
    analysis: 'dialysis',
    verdict: 'within rounding',
    published: '0.72 (0.58 to 0.90)',
    recomputed: '0.72 (0.58 to 0.89)',
    reason: 'The inputs were printed rounded, and their rounding allows the printed figures.',
    figures: [
      { figure: 'value', published: '0.72', recomputed: 0.722, recomputedText: '0.72', agrees: true },
      { figure: 'lower', published: '0.58', recomputed: 0.576, recomputedText: '0.58', agrees: true },
      {
        figure: 'upper',
        published: '0.90',
        recomputed: 0.894,
        recomputedText: '0.89',
        agrees: false,
        range: [0.889, 0.904],
      },
    ],
  }),
  verdict({
    analysis: 'death-28',
    claim: 'adjusted',
    statistic: 'rate-ratio',
    verdict: 'differs',
    published: '0.85 (0.76 to 0.94), p=0.0028',
    recomputed: '0.88 (0.81 to 0.96), p=0.0051',
    reason: 'The published estimator is adjusted for age; that needs the data of each patient.',
    figures: [
      { figure: 'value', published: '0.85', recomputed: 0.882, recomputedText: '0.88', agrees: false },
      { figure: 'lower', published: '0.76', recomputed: 0.808, recomputedText: '0.81', agrees: false },
      { figure: 'upper', published: '0.94', recomputed: 0.963, recomputedText: '0.96', agrees: false },
      { figure: 'p', published: '0.0028', recomputed: 0.0051, recomputedText: '0.0051', agrees: false },
    ],
  }),
  verdict({
    analysis: 'niv',
    claim: 'unexplained',
    verdict: 'differs',
    explained: false,
    published: '0.95 (0.79 to 1.04)',
    recomputed: '0.91 (0.79 to 1.04)',
    reason: 'The estimate differs; nothing in the specification explains it.',
  }),
  verdict({
    analysis: 'death-28',
    claim: 'rate-ratio',
    statistic: 'rate-ratio',
    verdict: 'not computable',
    published: '0.85 (0.76 to 0.94), p=0.0028',
    recomputed: null,
    beside: 'risk ratio 0.88 (0.81 to 0.96)',
    reason:
      'The log-rank observed-minus-expected and its variance need the day of each event and each censoring.',
  }),
  verdict({
    analysis: 'any-ventilation',
    verdict: 'depends on method',
    reason: 'Two of five documented choices give the printed figure.',
  }),
  verdict({
    analysis: 'death',
    verdict: 'inconsistent',
    recomputed: null,
    reason: 'The percentage does not match its counts.',
  }),
];

const withNotices: Result = sampleResult(
  'noticed',
  'kaplan-meier',
  survivalCurves.parts,
  {
    title: 'Survival with notices',
    variable: 'death within 28 days',
    intercurrentEvents: [
      { event: 'discontinuation of tocilizumab', strategy: 'treatment policy' },
      { event: 'rescue with another immunomodulator', strategy: 'hypothetical' },
    ],
    summary: 'median time to event',
  },
  {
    notices: [
      { code: 'a/b', severity: 'information', message: 'The curve is carried forward after day 27.' },
      { code: 'a/c', severity: 'warning', message: 'Fewer than five events in one arm.' },
    ],
    populationAnalysed: {
      label: 'Randomised and treated',
      groups: [
        { name: 'tocilizumab', n: 2022, events: 621 },
        { name: 'usual care', n: 2094, events: 729 },
      ],
      exclusions: [{ reason: 'consent withdrawn', n: 7 }],
    },
  },
);

export const sampleReport: StudyReport = {
  id: 'recovery',
  study: 'RECOVERY',
  area: 'covid-19',
  title: 'Tocilizumab in patients admitted to hospital with COVID-19',
  drug: 'tocilizumab',
  sources: [
    source,
    {
      citation: 'RECOVERY Collaborative Group. medRxiv, 11 February 2021',
      doi: '10.1101/2021.02.11.21249258',
    },
    { citation: 'A source without a DOI', doi: null },
  ],
  notes: [
    'The seven outcomes that the trial reports as risk ratios are recomputed from the counts of Table 2 with the log Wald interval.',
    'Mortality, discharge and cessation of ventilation are reported as one-step log-rank rate ratios. Counts cannot give them.',
  ],
  outcomes: [
    ...recoveryRatios,
    recoveryDischarge,
    ...recoverySubgroups,
    reactPool,
    survivalCurves,
    threeCurves,
    remdactaOrdinal,
    remapOrdinal,
    ...responderRates,
    emptyProportion,
    restrictedMeans,
    residuals,
    withNotices,
    {
      status: 'failed',
      study: 'RECOVERY',
      analysis: 'broken',
      context: {
        title: 'An analysis that failed',
        population: null,
        variable: null,
        of: null,
        versus: null,
        benefit: null,
      },
      issues: [
        {
          code: 'cox/collinear',
          where: 'cox(covariates)',
          what: '"age" is constant',
          got: '63',
          fix: 'Leave it out',
        },
      ],
    },
  ],
  verdicts,
  displays: [
    {
      display: 'forest',
      title: 'Outcomes with a published risk ratio',
      analyses: recoveryRatios.map(({ analysis }) => analysis),
      options: {},
    },
    { display: 'kaplan-meier', title: 'Survival to day 28', analyses: ['survival-28'], options: {} },
    {
      display: 'kaplan-meier',
      title: 'Time to first protocol-defined relapse',
      analyses: ['relapse'],
      options: {},
    },
    {
      display: 'forest',
      title: 'Subgroups',
      analyses: recoverySubgroups.map(({ analysis }) => analysis),
      options: {},
    },
    { display: 'forest', title: 'Mortality in 19 trials', analyses: ['mortality-28'], options: {} },
    { display: 'ordinal-bars', title: 'Clinical status on day 14', analyses: ['ordinal-14'], options: {} },
    {
      display: 'ordinal-bars',
      title: 'Organ support-free days',
      analyses: ['organ-support-free-days'],
      options: {},
    },
    {
      display: 'proportion-bars',
      title: 'ACR responses',
      analyses: ['acr20', 'acr50', 'acr70'],
      options: {},
    },
    {
      display: 'survival-transform',
      title: 'Check of proportional hazards',
      analyses: ['survival-28'],
      options: { scale: 'log-log' },
    },
    { display: 'restricted-mean', title: 'Mean time alive', analyses: ['rmst-28'], options: {} },
    {
      display: 'residual-panels',
      title: 'Schoenfeld residuals',
      analyses: ['residuals'],
      options: { series: ['tocilizumab'] },
    },
    {
      display: 'estimates-table',
      title: 'Effects in subgroups',
      analyses: [...recoverySubgroups.map(({ analysis }) => analysis), 'broken'],
      options: {},
    },
    {
      display: 'summary-table',
      title: 'Responders by arm',
      analyses: ['acr20', 'acr50', 'acr70'],
      options: { statistics: ['events', 'proportion'] },
    },
    { display: 'forest', title: 'A figure that cannot be drawn', analyses: ['broken'], options: {} },
  ],
  specText: 'study: RECOVERY\ntitle: Tocilizumab in patients admitted to hospital with COVID-19\n',
  data: [{ name: 'counts', file: 'counts.csv', sha256: 'c'.repeat(64) }],
  toolkitVersion: '0.1.0',
};

/** The same report with hostile text wherever a spec or a data file can put text. */
export const hostileReport: StudyReport = {
  ...sampleReport,
  id: 'hostile',
  study: hostileText,
  title: hostileText,
  drug: hostileText,
  area: hostileText,
  sources: [{ citation: hostileText, doi: `10.1/"><script>alert(2)</script>` }],
  notes: [hostileText],
  outcomes: recoveryRatios.slice(0, 2).map((result) => ({
    ...result,
    context: {
      ...result.context,
      title: hostileText,
      of: hostileText,
      versus: hostileText,
      population: hostileText,
      variable: hostileText,
      intercurrentEvents: [{ event: hostileText, strategy: hostileText }],
      summary: hostileText,
    },
    options: { note: hostileText },
    notices: [{ code: 'x', severity: 'warning', message: hostileText }],
    parts: result.parts.map((part) =>
      part.kind === 'estimates'
        ? {
            ...part,
            rows: part.rows.map((row) => ({
              ...row,
              of: hostileText,
              versus: hostileText,
              intervalMethod: hostileText,
            })),
          }
        : part,
    ),
  })),
  verdicts: [
    verdict({
      analysis: 'death-28',
      reason: hostileText,
      published: hostileText,
      claim: hostileText,
      source: { ...source, where: hostileText },
    }),
  ],
  displays: [{ display: 'forest', title: hostileText, analyses: ['death-28', 'imv-or-death'], options: {} }],
  specText: hostileText,
  data: [{ name: hostileText, file: hostileText, sha256: 'c'.repeat(64) }],
};
