import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { information } from '../../../core/notice.js';
import type { EstimateRow, MethodOutput, TestRow } from '../../../core/result.js';
import { categoryCountRows } from '../category-count-rows.js';
import { categoryScores } from '../category-scores.js';
import { checkOrdinalRows, countCategories } from '../ordinal-rows.js';
import { tiedCountsByGroup } from '../tied-counts.js';
import { unusedStrataNotice } from '../unused-strata-notice.js';
import { shiftIntervals, type WilcoxonResult, wilcoxonFromCounts } from './wilcoxon.js';

const wilcoxonOptions = z.strictObject({
  p: z
    .enum(['automatic', 'exact', 'asymptotic'])
    .default('automatic')
    .describe(
      'Exact given the ties, normal approximation, or exact without ties and with fewer than 50 in each group.',
    ),
  interval: z
    .enum(shiftIntervals)
    .default('automatic')
    .describe(
      'Limits of the shift: exact (at least that coverage with ties), exact given the ties (at most 100 subjects), ' +
        'asymptotic, or exact without ties and with fewer than 50 in each group.',
    ),
  continuityCorrection: z
    .boolean()
    .default(true)
    .describe('Whether the normal approximation is corrected for continuity (R and SAS do).'),
  level: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.95)
    .describe('Coverage of the interval of the shift, such as 0.95.'),
});

const limitWords: Record<WilcoxonResult['shiftMethod'], string> = {
  exact: 'exact',
  'exact-given-ties': 'conditional exact',
  asymptotic: "Moses' asymptotic",
};

/** The Wilcoxon rank-sum test for the registry. */
export const wilcoxonMethod = defineMethod({
  id: 'wilcoxon',
  label: 'Wilcoxon rank-sum (Mann-Whitney) test',
  summary: 'Whether an ordered outcome is higher in one group than in another, with the shift between them.',
  accepts: 'ordinal',
  options: wilcoxonOptions,
  returns: ['summary', 'estimates', 'test'],
  statistics: ['wilcoxon', 'location-shift', 'count', 'n'],
  run: runWilcoxon,
  sources: [
    'Wilcoxon F. Biometrics Bull 1945;1:80-83',
    'Mann HB, Whitney DR. Ann Math Stat 1947;18:50-60',
    'Hodges JL, Lehmann EL. Ann Math Stat 1963;34:598-611',
  ],
});

function runWilcoxon(data: OrdinalData, options: z.output<typeof wilcoxonOptions>): MethodOutput {
  const reference = checkOrdinalRows('wilcoxon', data);
  const versus = data.group.levels[reference]!;
  const scores = categoryScores(data.categories);
  const groups = tiedCountsByGroup('wilcoxon', data, reference, scores ?? undefined);
  const results = groups.map(({ group, counts }) => ({ group, result: wilcoxonFromCounts(counts, options) }));
  const term = (group: string) => (groups.length === 1 ? null : group);
  const counts = countCategories(data).map((categories, index) => ({
    group: data.group.levels[index]!,
    n: categories.reduce((sum, count) => sum + count, 0),
    categories: Array.from(categories),
  }));
  return {
    parts: [
      { kind: 'summary', rows: categoryCountRows(data.categories, counts) },
      {
        kind: 'estimates',
        rows: results.map(({ group, result }): EstimateRow => {
          const shown = (value: Estimable) => (scores === null ? notEstimable('not-applicable') : value);
          return {
            statistic: 'location-shift',
            term: term(group),
            role: 'comparison',
            of: group,
            versus,
            scale: 'linear',
            estimate: shown(result.shift),
            standardError: notEstimable('not-applicable'),
            lower: shown(result.shiftLower),
            upper: shown(result.shiftUpper),
            level: result.level,
            p: result.p,
            reference: { distribution: result.shiftMethod === 'asymptotic' ? 'normal' : 'exact' },
            intervalMethod: `Hodges-Lehmann, ${limitWords[result.shiftMethod]} limits`,
          };
        }),
      },
      { kind: 'test', rows: results.map(({ group, result }) => testRow(term(group), result, options)) },
    ],
    notices: [
      ...(scores === null
        ? [
            information(
              'wilcoxon/no-scores',
              'The categories are not rising numbers, so there is no shift in their unit.',
            ),
          ]
        : []),
      ...unusedStrataNotice('wilcoxon', data),
    ],
  };
}

function testRow(
  term: string | null,
  result: WilcoxonResult,
  options: z.output<typeof wilcoxonOptions>,
): TestRow {
  const corrected = options.continuityCorrection ? 'with' : 'without';
  return {
    statistic: 'wilcoxon',
    term,
    value: result.pMethod === 'exact' ? result.u : result.z,
    df: null,
    p: result.p,
    method:
      result.pMethod === 'exact'
        ? 'Wilcoxon rank-sum test, exact; the statistic is U'
        : `Wilcoxon rank-sum test, normal approximation ${corrected} continuity correction; the statistic is z`,
  };
}
