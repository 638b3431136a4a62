import type { Dataset, WhereClause } from '../core/dataset.js';
import { formatIssue, PlanError, TrialError } from '../core/errors.js';
import { type Estimable, notEstimable } from '../core/estimable.js';
import { information, type Notice, warning } from '../core/notice.js';
import type { EstimateRow, MethodOutput, Population, TestRow } from '../core/result.js';
import { chiSquareUpperTail } from '../math/distributions/chi-square.js';
import type { PlannedAnalysis, PlannedSubgroups } from '../spec/plan.js';
import { levelsBySubject, type SubgroupLevels, subgroupLevels, subjectNames } from './subgroup-levels.js';

/** Which rows of a dataset belong to a subgroup. */
type Keeps = (dataset: Dataset) => (row: number) => boolean;

export interface SubgroupRun {
  readonly datasetOf: (name: string) => Dataset;
  readonly rowsOf: (dataset: Dataset, clause: WhereClause | null) => Int32Array;
  /**
   * Who is analysed in all, and what the method gives for the rows of a subgroup. Throws a `TrialError` where it
   * cannot.
   */
  readonly population: Population;
  readonly inSubgroup: (keeps: Keeps) => { readonly output: MethodOutput; readonly population: Population };
}

/**
 * Adds to a result the same effect in every level of each variable, and one test for interaction a variable: Cochran's Q
 * of the estimates of its levels on their analysis scale, each weighted by one over its variance.
 *
 * A level that cannot be analysed has a row that says so and a notice with the reason. Throws where the effect to
 * repeat is not one row of the result.
 *
 * Source: Cochran WG. Biometrics 1954;10:101-129. Wang R et al. N Engl J Med 2007;357:2189-2194 (interaction, not
 * p-values of subgroups).
 */
export function withSubgroups(
  subgroups: PlannedSubgroups,
  analysis: PlannedAnalysis,
  output: MethodOutput,
  run: SubgroupRun,
): MethodOutput {
  const overall = effectToRepeat(output, subgroups, analysis);
  const rows: EstimateRow[] = [];
  const tests: TestRow[] = [];
  const notices: Notice[] = [];
  for (const variable of subgroups.by) {
    const levels = subgroupLevels(run.datasetOf(subgroups.dataset), variable);
    const levelIn = levelReader(subgroups, analysis, levels, run);
    notices.push(...noticeOfMissing(analysis, levels, levelIn, run));
    const ofVariable = levels.levels.map(({ value, label }): EstimateRow => {
      const subgroup = {
        variable: variable.column,
        label: levels.label,
        level: label,
        overall: overall.term,
      };
      const named = { term: `${variable.column}: ${value}`, role: 'subgroup', subgroup } as const;
      try {
        const { output: inLevel, population } = run.inSubgroup((dataset) => {
          const levelOf = levelIn(dataset);
          return (row) => levelOf(row) === value;
        });
        const found = effects(inLevel).filter((row) => isSame(row, overall));
        if (found.length === 1) return { ...withCounts(found[0]!, population), ...named };
      } catch (error) {
        if (!(error instanceof TrialError)) throw error;
        const reason = error.issues.map(formatIssue).join(' ');
        notices.push(warning('subgroups/not-analysed', `${levels.label}, ${label}: ${reason}`));
      }
      return { ...withoutEffect(overall), ...named };
    });
    rows.push(...ofVariable);
    tests.push(interactionTest(variable.column, ofVariable));
  }
  const parts = output.parts.map((part) =>
    part.kind === 'estimates'
      ? { ...part, rows: part.rows.map((row) => (row === overall ? withCounts(row, run.population) : row)) }
      : part,
  );
  return {
    parts: [...parts, { kind: 'estimates', rows }, { kind: 'test', rows: tests }],
    notices: [...output.notices, ...notices],
  };
}

function effects({ parts }: MethodOutput): readonly EstimateRow[] {
  return parts.flatMap((part) => (part.kind === 'estimates' ? part.rows : []));
}

function isSame(row: EstimateRow, { statistic, term, role, of }: EstimateRow): boolean {
  return row.statistic === statistic && row.term === term && row.role === role && row.of === of;
}

/** The one effect of the result that subgroups are asked for. */
function effectToRepeat(
  output: MethodOutput,
  { statistic, term }: PlannedSubgroups,
  analysis: PlannedAnalysis,
): EstimateRow {
  const comparisons = effects(output).filter(({ role }) => role === 'comparison');
  const wanted = statistic ?? comparisons[0]?.statistic;
  const named = comparisons.filter((row) => row.statistic === wanted);
  const fitting = term === null ? named : named.filter((row) => row.term === term);
  const plain = fitting.filter((row) => row.term === null);
  const chosen = term === null && plain.length > 0 ? plain : fitting;
  if (chosen.length === 1) return chosen[0]!;
  const terms = [...new Set(named.flatMap((row) => (row.term === null ? [] : [`"${row.term}"`])))];
  throw new PlanError({
    code: chosen.length === 0 ? 'subgroups/no-such-effect' : 'subgroups/ambiguous',
    where: analysis.where,
    what:
      chosen.length === 0
        ? `The result has no comparison of arms${wanted === undefined ? '' : ` called ${wanted}`} to repeat in subgroups`
        : `${chosen.length} effects of the result could be repeated in subgroups`,
    ...(terms.length > 0 ? { expected: `\`term\` one of ${terms.slice(0, 12).join(', ')}` } : {}),
    fix:
      named.length > 0 && terms.length === 0 && term !== null
        ? 'The effect has no term: leave `term` out.'
        : 'Name two arms under `compare`, and under `subgroups` the `statistic` and `term` that are wanted.',
  });
}

/** The level of a row of any dataset of the analysis: its own, or that of its subject. */
function levelReader(
  { dataset: from, subject }: PlannedSubgroups,
  analysis: PlannedAnalysis,
  levels: SubgroupLevels,
  run: SubgroupRun,
): (dataset: Dataset) => (row: number) => string | null {
  const inTheRows = from === analysis.dataset && analysis.subjects === null;
  if (inTheRows) return () => levels.levelOf;
  const bySubject = levelsBySubject(run.datasetOf(from), subject, levels);
  return (dataset) => {
    const nameOf = subjectNames(dataset, subject);
    return (row) => bySubject.get(nameOf(row) ?? '') ?? null;
  };
}

function noticeOfMissing(
  { dataset, rows, subjects }: PlannedAnalysis,
  { label }: SubgroupLevels,
  levelIn: (dataset: Dataset) => (row: number) => string | null,
  run: SubgroupRun,
): readonly Notice[] {
  const analysed = run.datasetOf(subjects?.dataset ?? dataset);
  const levelOf = levelIn(analysed);
  const chosen = run.rowsOf(analysed, subjects === null ? rows : subjects.rows);
  const without = chosen.filter((row) => levelOf(row) === null).length;
  if (without === 0) return [];
  const say = without === 1 ? '1 row has no level' : `${without} rows have no level`;
  return [information('subgroups/missing', `${label}: ${say} and stand in no subgroup of it.`)];
}

/** Events and subjects of both arms beside an effect whose method does not count them itself. */
function withCounts(row: EstimateRow, { groups }: Population): EstimateRow {
  if (row.counts !== undefined) return row;
  const countsOf = (arm: string | null) => {
    const group = groups.find(({ name }) => name === arm);
    return group === undefined || group.events === null ? null : { events: group.events, n: group.n };
  };
  const [of, versus] = [countsOf(row.of), countsOf(row.versus)];
  return of === null || versus === null ? row : { ...row, counts: { of, versus } };
}

function withoutEffect(overall: EstimateRow): EstimateRow {
  const none = notEstimable('empty-group');
  const { counts: _counts, weight: _weight, ...rest } = overall;
  return { ...rest, estimate: none, standardError: none, lower: none, upper: none, p: none };
}

/** Cochran's Q of the levels that have an estimate with a standard error. */
function interactionTest(variable: string, rows: readonly EstimateRow[]): TestRow {
  const known = rows.flatMap(({ estimate, standardError }) =>
    typeof estimate === 'number' && typeof standardError === 'number' && standardError > 0
      ? [{ estimate, weight: 1 / standardError ** 2 }]
      : [],
  );
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const mean = known.reduce((sum, { estimate, weight }) => sum + weight * estimate, 0) / total;
  const q = known.reduce((sum, { estimate, weight }) => sum + weight * (estimate - mean) ** 2, 0);
  const df = known.length - 1;
  const figure = (value: () => number): Estimable =>
    df >= 1 ? value() : notEstimable('too-few-observations');
  return {
    statistic: 'interaction',
    term: variable,
    value: figure(() => q),
    df: Math.max(df, 0),
    p: figure(() => chiSquareUpperTail(q, df)),
    method: "Cochran's Q of the estimates of the subgroups",
  };
}
