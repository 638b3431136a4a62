import type { NotEstimableReason } from '../../core/estimable.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { CumulativeLogitRows } from './cumulative-logit-rows.js';
import { independentColumns } from './independent-columns.js';
import { checkOrdinalRows, countCategories, type OrdinalRows } from './ordinal-rows.js';

/** A column of the model: a group against the reference, or a covariate. */
export interface DesignColumn {
  readonly name: string;
  readonly kind: 'group' | 'covariate';
  /** The variable that several columns code. */
  readonly term?: string;
  readonly values: Float64Array;
  /** Why the column has no coefficient; null where it has one. */
  readonly dropped: NotEstimableReason | null;
}

/** Ordered rows made ready for a cumulative logit model. */
export interface OrdinalDesign {
  readonly reference: string;
  /** Subjects in each group and category, empty categories included. */
  readonly counts: readonly {
    readonly group: string;
    readonly n: number;
    readonly categories: readonly number[];
  }[];
  /** Names of the categories that someone is in, lowest first. */
  readonly categories: readonly string[];
  readonly emptyCategories: readonly string[];
  /** Positions of the rows kept. */
  readonly rows: Int32Array;
  /** Without rows of weight 0; `outcome` counts observed categories only. */
  readonly outcome: Int32Array;
  readonly weight: Float64Array;
  /** Groups first, then covariates. */
  readonly columns: readonly DesignColumn[];
  readonly notices: readonly Notice[];
}

/**
 * Drops empty categories and rows of weight 0, codes each group against the reference as 0/1, and finds columns that
 * carry nothing new. What was dropped is said in a notice whose code starts with `method`.
 */
export function ordinalDesign(method: string, rows: OrdinalRows): OrdinalDesign {
  const reference = checkOrdinalRows(method, rows);
  const groupCounts = countCategories(rows);
  const sizes = groupCounts.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const totals = rows.categories.map((_, category) =>
    groupCounts.reduce((sum, counts) => sum + counts[category]!, 0),
  );
  const observed = totals.flatMap((count, category) => (count > 0 ? [category] : []));
  const position = new Int32Array(rows.categories.length).fill(-1);
  observed.forEach((category, index) => {
    position[category] = index;
  });
  const used = rowsInUse(rows.weight);
  const weight = pick(rows.weight, used);
  const candidates = [
    ...rows.group.levels.flatMap((name, index) => {
      if (index === reference) return [];
      const values = new Float64Array(used.length);
      for (let row = 0; row < used.length; row += 1) {
        if (rows.group.codes[used[row]!] === index) values[row] = 1;
      }
      const empty = sizes[index] === 0 || sizes[reference] === 0;
      return [{ name, kind: 'group' as const, term: 'groups', values, empty }];
    }),
    ...rows.covariates.map(({ name, term, values }) => ({
      name,
      kind: 'covariate' as const,
      ...(term === undefined ? {} : { term }),
      values: pick(values, used),
      empty: false,
    })),
  ];
  // Columns of empty groups hold nothing and must not push others out.
  const full = candidates.filter((candidate) => !candidate.empty);
  const kept = new Set(
    independentColumns(
      full.map((candidate) => candidate.values),
      weight,
    ).kept.map((index) => full[index]!),
  );
  const columns = candidates.map((candidate): DesignColumn => {
    const dropped = candidate.empty ? 'empty-group' : kept.has(candidate) ? null : 'collinear';
    const { empty: _, ...column } = candidate;
    return { ...column, dropped };
  });

  const emptyCategories = rows.categories.filter((_, category) => totals[category] === 0);
  const notices: Notice[] = [];
  if (emptyCategories.length > 0) {
    const list = emptyCategories.join(', ');
    notices.push(information(`${method}/empty-category`, `Left out categories that nobody is in: ${list}.`));
  }
  for (const { name, dropped } of columns) {
    if (dropped === null) continue;
    const reason =
      dropped === 'collinear' ? 'the columns before it already give it' : 'a group has no subjects';
    notices.push(warning(`${method}/dropped-column`, `"${name}" has no estimate: ${reason}.`));
  }
  return {
    reference: rows.group.levels[reference]!,
    counts: rows.group.levels.map((group, index) => ({
      group,
      n: sizes[index]!,
      categories: Array.from(groupCounts[index]!),
    })),
    categories: observed.map((category) => rows.categories[category]!),
    emptyCategories,
    rows: used,
    outcome: positions(rows.outcome, used, position),
    weight,
    columns,
    notices,
  };
}

/** The rows of a cumulative logit model with some of the design's columns. */
export function cumulativeLogitRows(
  design: OrdinalDesign,
  columns: readonly DesignColumn[],
): CumulativeLogitRows {
  return {
    outcome: design.outcome,
    weight: design.weight,
    categoryCount: design.categories.length,
    columns: columns.map((column) => column.values),
  };
}

/** Positions of the rows that stand for someone. */
function rowsInUse(weight: Float64Array): Int32Array {
  const used = new Int32Array(weight.length);
  let count = 0;
  for (let row = 0; row < weight.length; row += 1) if (weight[row]! > 0) used[count++] = row;
  return used.slice(0, count);
}

function positions(outcome: Int32Array, rows: Int32Array, position: Int32Array): Int32Array {
  const asTheyAre = rows.length === outcome.length && position.every((place, category) => place === category);
  if (asTheyAre) return outcome;
  const picked = new Int32Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) picked[row] = position[outcome[rows[row]!]!]!;
  return picked;
}

/** The values of these rows; of all rows as they are, for nothing here changes them. */
function pick(values: Float64Array, rows: Int32Array): Float64Array {
  if (rows.length === values.length && values instanceof Float64Array) return values;
  const picked = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) picked[row] = values[rows[row]!]!;
  return picked;
}
