import { type Estimable, isEstimable } from '../../../core/estimable.js';
import type { EstimateRow, Result, TestRow } from '../../../core/result.js';
import type { StatisticName } from '../../../core/statistic-names.js';
import {
  capitalise,
  capitaliseLabel,
  formatNumber,
  formatPercent,
  formatPWithSign,
} from '../../format-number.js';
import {
  effectUnit,
  formatEffect,
  type NaturalEffect,
  naturalEffect,
  type PrintedEffect,
} from '../../natural-effect.js';
import { estimateRows, summaryRows, testRows } from '../../result-parts.js';
import type { ForestOptions } from './forest-options.js';

export interface ForestHeading {
  readonly type: 'heading';
  readonly label: string;
  /** The test for interaction, short for the plot and in full for the table. */
  readonly interaction: { readonly short: string; readonly full: string } | null;
}

export interface ForestEstimate {
  readonly type: 'estimate';
  readonly shape: 'square' | 'diamond' | 'bar';
  readonly label: string;
  /** The heading that the row stands under. */
  readonly group: string | null;
  readonly row: EstimateRow;
  readonly effect: NaturalEffect;
  readonly printed: PrintedEffect;
  readonly result: Result;
}

export interface ForestNote {
  readonly type: 'note';
  readonly text: string;
}

export type ForestRow = ForestHeading | ForestEstimate | ForestNote;

/**
 * Results in, rows of the plot out: one row an effect, with headings where several results have several rows each, and
 * one for each variable whose levels are subgroups.
 */
export function forestRows(results: readonly Result[], options: ForestOptions): readonly ForestRow[] {
  const chosen = results.map((result) => ({ result, rows: chosenRows(result, options) }));
  const grouped = results.length > 1 && chosen.some(({ rows }) => rows.length > 1);
  const units = new Set(chosen.flatMap(({ rows }) => rows.map(effectUnit)));
  return chosen.flatMap(({ result, rows }): ForestRow[] => {
    const ofSubjects = rows.find(({ subgroup }) => subgroup !== undefined)?.subgroup;
    if (ofSubjects !== undefined) {
      return subgroupRows(result, rows, ofSubjects.overall, {
        title:
          results.length > 1 ? (options.labels[result.analysis] ?? result.context.title) : 'All subjects',
        namesUnit: units.size > 1,
        options,
      });
    }
    const title = options.labels[result.analysis] ?? result.context.title;
    const single = rows.length === 1;
    const estimates = rows.map(
      (row): ForestEstimate => ({
        type: 'estimate',
        shape: shapeOf(row, rows),
        label: withUnit(single ? title : rowLabel(row, rows), row, units.size > 1),
        group: grouped && !single ? title : null,
        row,
        effect: naturalEffect(row),
        printed: formatEffect(row, options.decimals ?? undefined),
        result,
      }),
    );
    const tests = testTexts(result, rows, options);
    const notes = (texts: readonly TestText[]): ForestNote[] =>
      texts.map(({ full }) => ({ type: 'note', text: full }));
    if (!grouped || single) return [...estimates, ...notes(tests)];
    const subgroups = rows.some((row) => row.role === 'subgroup');
    const interaction = subgroups ? (tests[0] ?? null) : null;
    return [
      { type: 'heading', label: title, interaction },
      ...estimates,
      ...notes(subgroups ? tests.slice(1) : tests),
    ];
  });
}

/** The effect in all subjects, then a heading for each variable over the effects in its levels. */
function subgroupRows(
  result: Result,
  rows: readonly EstimateRow[],
  overall: string | null,
  words: { readonly title: string; readonly namesUnit: boolean; readonly options: ForestOptions },
): ForestRow[] {
  const { options } = words;
  const estimate = (row: EstimateRow, label: string, group: string | null): ForestEstimate => ({
    type: 'estimate',
    shape: row.subgroup === undefined ? 'diamond' : 'square',
    label: withUnit(label, row, words.namesUnit),
    group,
    row,
    effect: naturalEffect(row),
    printed: formatEffect(row, options.decimals ?? undefined),
    result,
  });
  const tests = testRows(result).filter(({ statistic }) => statistic === 'interaction');
  const variables = new Map<string, EstimateRow[]>();
  for (const row of rows) {
    if (row.subgroup === undefined) continue;
    variables.set(row.subgroup.variable, [...(variables.get(row.subgroup.variable) ?? []), row]);
  }
  return [
    ...rows
      .filter((row) => row.subgroup === undefined && row.role === 'comparison' && row.term === overall)
      .map((row) => estimate(row, words.title, null)),
    ...[...variables].flatMap(([variable, levels]): ForestRow[] => {
      const { label } = levels[0]!.subgroup!;
      const test = tests.find(({ term }) => term === variable);
      return [
        { type: 'heading', label, interaction: test === undefined ? null : sayInteraction(test, options) },
        ...levels.map((row) => estimate(row, capitaliseLabel(row.subgroup!.level), label)),
      ];
    }),
  ];
}

function sayInteraction(test: TestRow, { smallestP }: ForestOptions): TestText {
  const p = formatPWithSign(test.p, { smallest: smallestP });
  return { short: `interaction ${p}`, full: `Interaction: ${sayStatistic(test)}${p}` };
}

/** A subgroup among its studies is a pool of them. */
function shapeOf({ role }: EstimateRow, rows: readonly EstimateRow[]): ForestEstimate['shape'] {
  if (role === 'prediction') return 'bar';
  const pool = role === 'pooled' || (role === 'subgroup' && rows.some((other) => other.role === 'study'));
  return pool ? 'diamond' : 'square';
}

/** Where units differ between rows, the axis cannot name one: each row names its own. */
function withUnit(label: string, row: EstimateRow, differ: boolean): string {
  const unit = differ ? effectUnit(row) : null;
  return unit === null ? label : `${label}, ${unit}`;
}

function chosenRows(result: Result, options: ForestOptions): readonly EstimateRow[] {
  const all = estimateRows(result);
  const wanted: StatisticName | undefined = options.statistic ?? all[0]?.statistic;
  const ofStatistic = all.filter((row) => row.statistic === wanted);
  const onlyCovariates = ofStatistic.every((row) => row.role === 'covariate');
  const rows = ofStatistic.filter(
    ({ role }) =>
      (options.prediction || role !== 'prediction') &&
      (options.covariates || onlyCovariates || role !== 'covariate'),
  );
  if (options.sort === 'given') return rows;
  const sortable = rows.filter((row) => row.role !== 'pooled' && row.role !== 'prediction');
  const rest = rows.filter((row) => !sortable.includes(row));
  return [...sortable.sort((one, other) => sortKey(other, options) - sortKey(one, options)), ...rest];
}

/** Larger comes first; an effect that does not exist comes last. */
function sortKey(row: EstimateRow, options: ForestOptions): number {
  if (options.sort === 'weight') return rowWeight(row) ?? Number.NEGATIVE_INFINITY;
  return typeof row.estimate === 'number' ? -row.estimate : Number.NEGATIVE_INFINITY;
}

/** The pooling weight, or else the precision; null where neither exists. */
export function rowWeight(row: EstimateRow): number | null {
  if (row.weight !== undefined) return row.weight;
  const { standardError } = row;
  return typeof standardError === 'number' && standardError > 0 ? 1 / standardError ** 2 : null;
}

/** What a row is called; beside rows of terms, one of the same arms without a term is of all terms together. */
function rowLabel({ term, role, of, versus }: EstimateRow, rows: readonly EstimateRow[]): string {
  if (role === 'prediction') return 'Prediction interval';
  if (term !== null && term !== role) return capitaliseLabel(term);
  const ofTerms = rows.some((row) => row.role === role && row.of === of && row.term !== null);
  if (role === 'comparison' && of !== null && versus !== null && !ofTerms)
    return capitaliseLabel(`${of} versus ${versus}`);
  return role === 'pooled' || role === 'comparison' ? 'Overall' : capitalise(role);
}

/** `=0`, `=0.0123` or `<0.0001`: a variance that is small is not a variance that is zero. */
function signedVariance(value: Estimable): string {
  if (value === 0) return '=0';
  if (isEstimable(value) && value < 0.0001) return '<0.0001';
  return `=${formatNumber(value, 4)}`;
}

interface TestText {
  readonly short: string;
  readonly full: string;
}

/** `Heterogeneity: Q=20.30, df 18, p=0.32; I²=11.2%; τ²=0.0030`, or the test for interaction of subgroups. */
function testTexts(
  result: Result,
  rows: readonly EstimateRow[],
  options: ForestOptions,
): readonly TestText[] {
  const subgroups = rows.some((row) => row.role === 'subgroup');
  const found = (statistic: StatisticName) => testRows(result).filter((test) => test.statistic === statistic);
  // A method may name one test of subgroups twice, as heterogeneity and as interaction.
  const tests =
    subgroups && found('interaction').length > 0
      ? found('interaction')
      : [...found('heterogeneity'), ...found('interaction')];
  return tests.map((test, index) => {
    const interaction = subgroups || test.statistic === 'interaction';
    const p = formatPWithSign(test.p, { smallest: options.smallestP });
    const name = interaction ? 'Interaction' : 'Heterogeneity';
    const term = test.term === null ? '' : ` (${test.term})`;
    const extent = interaction || index > 0 ? [] : extentOfHeterogeneity(result);
    return {
      short: `${name.toLowerCase()} ${p}`,
      full: [`${name}${term}: ${sayStatistic(test)}${p}`, ...extent].join('; '),
    };
  });
}

/** `Q=6.81, df 1`, `χ²=4.20, df 2` or `F(2, 17)=4.20`; empty for an exact test. */
function sayStatistic({ value, df, denominatorDf, method }: TestRow): string {
  const printed = value === null ? null : formatNumber(value, 2);
  if (printed !== null && denominatorDf !== undefined) {
    return `F(${df}, ${Number(denominatorDf.toFixed(2))})=${printed}, `;
  }
  const symbol = /\bQ\b/.test(method) ? 'Q' : 'χ²';
  return `${printed === null ? '' : `${symbol}=${printed}, `}${df === null ? '' : `df ${df}, `}`;
}

function extentOfHeterogeneity(result: Result): readonly string[] {
  const find = (statistic: StatisticName) => summaryRows(result).find((row) => row.statistic === statistic);
  const iSquared = find('i-squared');
  const tauSquared = find('tau-squared');
  return [
    ...(iSquared === undefined ? [] : [`I²=${formatPercent(iSquared.value)}`]),
    ...(tauSquared === undefined ? [] : [`τ²${signedVariance(tauSquared.value)}`]),
  ];
}
