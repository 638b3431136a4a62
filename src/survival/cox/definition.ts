import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { EstimateRow, MethodOutput, SummaryRow, TestRow } from '../../core/result.js';
import { coxConcordance } from './concordance.js';
import type { CoxCoefficient, CoxResult, CoxTest } from './cox-result.js';
import { type CoxInput, type CoxModel, fitCoxModel } from './fit-cox-model.js';
import { type TimeTransform, testProportionalHazards, timeTransforms } from './proportional-hazards-test.js';

const options = z.strictObject({
  ties: z
    .enum(['efron', 'breslow', 'exact'])
    .default('efron')
    .describe(
      'How tied event times enter the likelihood. R uses efron, SAS breslow; exact is the discrete likelihood.',
    ),
  variance: z
    .enum(['model', 'robust'])
    .default('model')
    .describe('Inverse information, or the sandwich that does not rely on the model.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  penalty: z
    .enum(['none', 'firth', 'ridge'])
    .default('none')
    .describe(
      'firth: finite, less biased ratios for few events or separation. ridge: ratios shrunk towards 1.',
    ),
  ridge: z
    .number()
    .positive()
    .default(1)
    .describe('Size of the ridge: half of it times the squared log hazard ratios is the penalty.'),
  interval: z
    .enum(['wald', 'profile'])
    .optional()
    .describe(
      'Intervals and p-values from standard errors or the likelihood. Default profile for firth, else wald.',
    ),
  offset: z
    .string()
    .optional()
    .describe('Covariate of the endpoint whose log hazard ratio is held at 1 per unit and not estimated.'),
  diagnostics: z
    .boolean()
    .default(false)
    .describe('Adds tests of proportional hazards and the concordance of predicted and observed order.'),
  timeScale: z
    .enum(timeTransforms)
    .default('km')
    .describe('Scale of time of the proportional-hazards tests. R uses km.'),
  maximumIterations: z
    .number()
    .int()
    .positive()
    .default(50)
    .describe('Newton steps before the fit is given up.'),
});

type Options = z.output<typeof options>;

function runCox(data: SurvivalData, chosen: Options): MethodOutput {
  const { diagnostics, timeScale, offset: named, ...fitted } = chosen;
  const model = fitCoxModel(withOffset(data, named), fitted);
  const { result } = model;
  const counts = countGroups(data);
  const checked = diagnostics && result.status === 'converged' && model.maximum !== null;
  return {
    parts: [
      { kind: 'estimates', rows: result.coefficients.map((row) => estimateRow(row, result, counts)) },
      {
        kind: 'test',
        rows: [
          ...testRows(result),
          ...termRows(result),
          ...(checked && result.ties !== 'exact' ? proportionalHazardsRows(model, timeScale) : []),
        ],
      },
      { kind: 'summary', rows: [...summaryRows(result, counts), ...(checked ? concordanceRows(model) : [])] },
    ],
    notices: notices(result, diagnostics),
  };
}

/** Takes a covariate out of the model's columns and makes it the offset. */
function withOffset(data: SurvivalData, name: string | undefined): CoxInput {
  if (name === undefined) return data;
  const offset = data.covariates.find((covariate) => covariate.name === name);
  if (offset === undefined) {
    throw argumentError(
      'cox',
      'offset',
      'is no covariate of the endpoint',
      `"${name}"`,
      data.covariates.map((covariate) => covariate.name).join(', ') || 'a covariate',
      'Name the column among the covariates of the endpoint',
    );
  }
  return {
    ...data,
    covariates: data.covariates.filter((covariate) => covariate !== offset),
    offset: offset.values,
  };
}

const scaleText: Record<TimeTransform, string> = {
  km: '1 - Kaplan-Meier',
  identity: 'time',
  rank: 'rank of time',
  log: 'log time',
};

function proportionalHazardsRows(model: CoxModel, transform: TimeTransform): readonly TestRow[] {
  return testProportionalHazards(model, transform).map(({ term, chiSquare, df, p }) => ({
    statistic: 'proportional-hazards-assumption',
    term,
    value: chiSquare,
    df,
    p,
    method: `score test of x times ${scaleText[transform]}`,
  }));
}

function concordanceRows(model: CoxModel): readonly SummaryRow[] {
  const { concordance } = coxConcordance(model);
  return [{ group: null, term: null, statistic: 'concordance', value: concordance, unit: null }];
}

type Counts = ReadonlyMap<string, { readonly events: number; readonly n: number }>;

function countGroups({ group, event }: SurvivalData): Counts {
  const counts = new Map((group?.levels ?? []).map((level) => [level, { events: 0, n: 0 }]));
  group?.codes.forEach((code, row) => {
    const count = counts.get(group.levels[code]!)!;
    count.n += 1;
    count.events += event[row]!;
  });
  return counts;
}

function estimateRow(row: CoxCoefficient, result: CoxResult, counts: Counts): EstimateRow {
  const of = row.of === null ? undefined : counts.get(row.of);
  const versus = row.versus === null ? undefined : counts.get(row.versus);
  return {
    statistic: 'hazard-ratio',
    // The contrast of two arms needs no name; several arms and covariates do.
    term: row.role === 'comparison' && counts.size === 2 ? null : row.name,
    role: row.role,
    of: row.of,
    versus: row.versus,
    scale: 'log',
    estimate: row.logHazardRatio,
    standardError: row.standardError,
    lower: row.logLower,
    upper: row.logUpper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: intervalText(result),
    ...(of === undefined || versus === undefined ? {} : { counts: { of, versus } }),
  };
}

const tiesText = { efron: 'Efron', breslow: 'Breslow', exact: 'exact' } as const;
const penaltyText = { none: '', firth: ', Firth penalty', ridge: ', ridge penalty' } as const;

function intervalText({ interval, ties, variance, penalty }: CoxResult): string {
  const kind = interval === 'wald' ? 'Wald on the log scale' : 'profile likelihood';
  const robust = variance === 'robust' ? ', robust variance' : '';
  return `${kind}, ${tiesText[ties]} ties${robust}${penaltyText[penalty]}`;
}

function testRows(result: CoxResult): readonly TestRow[] {
  const row = (statistic: TestRow['statistic'], test: CoxTest, method: string): TestRow => ({
    statistic,
    term: null,
    value: test.chiSquare,
    df: test.df,
    p: test.p,
    method,
  });
  return [
    row(
      'likelihood-ratio',
      result.likelihoodRatioTest,
      `${result.penalty === 'firth' ? 'penalised ' : ''}likelihood-ratio test of all hazard ratios being 1`,
    ),
    row('wald', result.waldTest, `Wald test of all hazard ratios being 1, ${result.variance} variance`),
    row('score', result.scoreTest, 'score test of all hazard ratios being 1'),
  ];
}

/** Joint tests of terms. The Wald test of an interaction is the interaction test; its likelihood ratio stands beside. */
function termRows({ termTests, variance, penalty }: CoxResult): readonly TestRow[] {
  const penalised = penalty === 'firth' ? 'penalised ' : '';
  return termTests.flatMap(({ term, interaction, waldTest, likelihoodRatioTest }): readonly TestRow[] => {
    const ratios = waldTest.df === 1 ? 'the hazard ratio being 1' : `${waldTest.df} hazard ratios being 1`;
    return [
      {
        statistic: interaction ? 'interaction' : 'wald',
        term,
        value: waldTest.chiSquare,
        df: waldTest.df,
        p: waldTest.p,
        method: `Wald test of ${ratios}, ${variance} variance`,
      },
      {
        statistic: 'likelihood-ratio',
        term,
        value: likelihoodRatioTest.chiSquare,
        df: likelihoodRatioTest.df,
        p: likelihoodRatioTest.p,
        method: `${penalised}likelihood-ratio test against the model without ${term}`,
      },
    ];
  });
}

function summaryRows(result: CoxResult, counts: Counts): readonly SummaryRow[] {
  const rows: SummaryRow[] = [...counts].flatMap(([group, { n, events }]): SummaryRow[] => [
    { group, term: null, statistic: 'n', value: n, unit: null },
    { group, term: null, statistic: 'events', value: events, unit: null },
  ]);
  rows.push({
    group: null,
    term: null,
    statistic: 'log-likelihood',
    value: result.logLikelihood,
    unit: null,
  });
  return rows;
}

function notices(result: CoxResult, diagnostics: boolean): readonly Notice[] {
  const list: Notice[] = [];
  if (diagnostics && result.status !== 'converged') {
    list.push(warning('cox/no-diagnostics', 'Without estimates there is nothing to diagnose.'));
  } else if (diagnostics && result.ties === 'exact') {
    list.push(
      information(
        'cox/no-diagnostics',
        'The proportional-hazards test has no form for exact ties; use efron.',
      ),
    );
  }
  if (result.status === 'not-converged') {
    list.push(warning('cox/not-converged', `The fit did not converge in ${result.iterations} iterations.`));
  }
  for (const { name, towards } of result.separated) {
    const ratio = towards === 'infinity' ? 'infinite' : '0';
    list.push(
      warning(
        'cox/separated',
        `The hazard ratio of ${name} is ${ratio}: the likelihood rises for ever (separation).`,
      ),
    );
  }
  for (const { name, dependsOn } of result.collinear) {
    list.push(
      dependsOn.length === 0
        ? warning(
            'cox/no-variation',
            `${name} does not vary among subjects at risk at an event, so it was left out.`,
          )
        : warning('cox/collinear', `${name} repeats ${dependsOn.join(', ')}, so it was left out.`),
    );
  }
  const estimated = result.coefficients.length - result.collinear.length;
  if (result.status === 'converged' && result.events < 5 * estimated) {
    list.push(
      information(
        'cox/few-events',
        `${result.events} events for ${estimated} hazard ratios: fewer than 5 each.`,
      ),
    );
  }
  return list;
}

/** Cox regression as a method of a plan: a hazard ratio for each arm against the reference, and for each covariate. */
export const coxMethod = defineMethod({
  id: 'cox',
  label: 'Cox proportional hazards regression',
  summary:
    'Hazard ratios between arms, adjusted for covariates and stratified if wanted, with intervals and tests.',
  accepts: 'survival',
  options,
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'hazard-ratio',
    'likelihood-ratio',
    'wald',
    'score',
    'interaction',
    'proportional-hazards-assumption',
    'concordance',
    'n',
    'events',
    'log-likelihood',
  ],
  run: runCox,
  sources: [
    'Cox DR. J R Stat Soc B 1972;34:187-220',
    'Efron B. J Am Stat Assoc 1977;72:557-565 (ties)',
    'Breslow N. Biometrics 1974;30:89-99 (ties)',
    'Gail MH, Lubin JH, Rubinstein LV. Biometrika 1981;68:703-707 (exact ties)',
    'Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078 (robust variance)',
    'Heinze G, Schemper M. Biometrics 2001;57:114-119 (Firth penalty)',
    'Venzon DJ, Moolgavkar SH. Appl Stat 1988;37:87-94 (profile intervals)',
    'Grambsch PM, Therneau TM. Biometrika 1994;81:515-526 (proportional hazards)',
    'Harrell FE et al. JAMA 1982;247:2543-2546 (concordance)',
  ],
});
