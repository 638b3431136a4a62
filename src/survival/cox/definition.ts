import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { EstimateRow, MethodOutput, SummaryRow, TestRow } from '../../core/result.js';
import { cox } from './cox.js';
import type { CoxCoefficient, CoxResult, CoxTest } from './cox-result.js';

const options = z.strictObject({
  ties: z
    .enum(['efron', 'breslow'])
    .default('efron')
    .describe('How tied event times enter the likelihood. R uses efron, SAS breslow.'),
  variance: z
    .enum(['model', 'robust'])
    .default('model')
    .describe('Inverse information, or the sandwich that does not rely on the model.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  maximumIterations: z
    .number()
    .int()
    .positive()
    .default(50)
    .describe('Newton steps before the fit is given up.'),
});

function runCox(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const result = cox(data, chosen);
  const counts = countGroups(data);
  return {
    parts: [
      { kind: 'estimates', rows: result.coefficients.map((row) => estimateRow(row, result, counts)) },
      { kind: 'test', rows: testRows(result) },
      { kind: 'summary', rows: summaryRows(result, counts) },
    ],
    notices: notices(result),
  };
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
    intervalMethod: `Wald on the log scale, ${result.ties === 'efron' ? 'Efron' : 'Breslow'} ties${result.variance === 'robust' ? ', robust variance' : ''}`,
    ...(of === undefined || versus === undefined ? {} : { counts: { of, versus } }),
  };
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
    row('likelihood-ratio', result.likelihoodRatioTest, 'likelihood-ratio test of all hazard ratios being 1'),
    row('wald', result.waldTest, `Wald test of all hazard ratios being 1, ${result.variance} variance`),
    row('score', result.scoreTest, 'score test of all hazard ratios being 1'),
  ];
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

function notices(result: CoxResult): readonly Notice[] {
  const list: Notice[] = [];
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
  statistics: ['hazard-ratio', 'likelihood-ratio', 'wald', 'score', 'n', 'events', 'log-likelihood'],
  run: runCox,
  sources: [
    'Cox DR. J R Stat Soc B 1972;34:187-220',
    'Efron B. J Am Stat Assoc 1977;72:557-565 (ties)',
    'Breslow N. Biometrics 1974;30:89-99 (ties)',
    'Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078 (robust variance)',
  ],
});
