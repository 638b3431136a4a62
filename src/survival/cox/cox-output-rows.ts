import type { SurvivalData } from '../../core/analysis-data.js';
import type { EstimateRow, SummaryRow, TestRow } from '../../core/result.js';
import { coxConcordance } from './concordance.js';
import type { CoxCoefficient, CoxResult, CoxTest } from './cox-result.js';
import type { CoxModel } from './fit-cox-model.js';
import type { ProportionalHazardsTest, TimeTransform } from './proportional-hazards-test.js';

/** Scales of time in words. */
export const scaleText: Record<TimeTransform, string> = {
  km: '1 - Kaplan-Meier',
  identity: 'time',
  rank: 'rank of time',
  log: 'log time',
};

/** Tests of proportional hazards, by coefficient, by variable and of all. */
export function proportionalHazardsRows(
  tests: readonly ProportionalHazardsTest[],
  transform: TimeTransform,
): readonly TestRow[] {
  return tests.map(({ term, chiSquare, df, p }) => ({
    statistic: 'proportional-hazards-assumption',
    term,
    value: chiSquare,
    df,
    p,
    method: `score test of x times ${scaleText[transform]}`,
  }));
}

/** How well the model orders subjects, with its interval. */
export function concordanceRows(model: CoxModel): readonly SummaryRow[] {
  const { concordance, lower, upper, level } = coxConcordance(model, { level: model.result.level });
  const by = model.cluster === null ? '' : ' by cluster';
  const interval = { lower, upper, level, method: `Wald, infinitesimal jackknife${by}` };
  return [{ group: null, term: null, statistic: 'concordance', value: concordance, interval, unit: null }];
}

/** Events and subjects of each arm. */
export type Counts = ReadonlyMap<string, { readonly events: number; readonly n: number }>;

export function countGroups({ group, event }: SurvivalData): Counts {
  const counts = new Map((group?.levels ?? []).map((level) => [level, { events: 0, n: 0 }]));
  group?.codes.forEach((code, row) => {
    const count = counts.get(group.levels[code]!)!;
    count.n += 1;
    count.events += event[row]!;
  });
  return counts;
}

/** A hazard ratio on the log scale. */
export function estimateRow(row: CoxCoefficient, result: CoxResult, counts: Counts): EstimateRow {
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

/** Tests of all hazard ratios being 1. */
export function testRows(result: CoxResult): readonly TestRow[] {
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
export function termRows({ termTests, variance, penalty }: CoxResult): readonly TestRow[] {
  const penalised = penalty === 'firth' ? 'penalised ' : '';
  return termTests.flatMap(({ term, interaction, waldTest, likelihoodRatioTest }): readonly TestRow[] => {
    const ratios = waldTest.df === 1 ? 'the hazard ratio being 1' : `${waldTest.df} hazard ratios being 1`;
    const wald: TestRow = {
      statistic: interaction ? 'interaction' : 'wald',
      term,
      value: waldTest.chiSquare,
      df: waldTest.df,
      p: waldTest.p,
      method: `Wald test of ${ratios}, ${variance} variance`,
    };
    // Robust variance and ridges have no likelihood ratio to report.
    if (variance === 'robust' || penalty === 'ridge') return [wald];
    return [
      wald,
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

/** Who was counted, and the log likelihood. */
export function summaryRows(result: CoxResult, counts: Counts): readonly SummaryRow[] {
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
