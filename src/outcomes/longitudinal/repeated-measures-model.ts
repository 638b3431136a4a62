import type { Covariate, Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { didYouMean } from '../../core/suggest.js';

/** A product of fixed effects: at most one covariate, with the arm, the visit or both. */
export interface ModelTerm {
  readonly name: string;
  /** null for the constant 1. */
  readonly covariate: string | null;
  readonly group: boolean;
  readonly visit: boolean;
}

const where = 'mixed-model-repeated-measures';

/**
 * Reads the terms of a model: a word is an effect, and `a*b` stands for a, b and their product. Words are `group`,
 * `visit` and the names of covariates (the value before treatment is `baseline`).
 *
 * @throws MethodError for a word that names no effect, and for a product of two covariates.
 */
export function readModelTerms(
  model: readonly string[],
  covariates: readonly string[],
): readonly ModelTerm[] {
  const terms = new Map<string, ModelTerm>();
  for (const text of model) {
    const words = covariates.includes(text.trim())
      ? [text.trim()]
      : text.split('*').map((word) => word.trim());
    for (const word of words) requireEffect(word, covariates);
    const [covariate = null, ...others] = new Set(
      words.filter((word) => word !== 'group' && word !== 'visit'),
    );
    if (others.length > 0) {
      throw argumentError(
        where,
        'model',
        'has a product of two covariates',
        `"${text}"`,
        'products with group and visit',
        'Give the product as a covariate of its own',
      );
    }
    for (const name of covariate === null ? [null] : [null, covariate]) {
      for (const group of words.includes('group') ? [false, true] : [false]) {
        for (const visit of words.includes('visit') ? [false, true] : [false]) {
          const label = [name, group ? 'group' : null, visit ? 'visit' : null].filter(
            (word) => word !== null,
          );
          if (label.length === 0) continue;
          terms.set(label.join('*'), { name: label.join('*'), covariate: name, group, visit });
        }
      }
    }
  }
  return [...terms.values()].sort((left, right) => order(left) - order(right));
}

/** Main effects before products, as tables of tests list them. */
function order({ covariate, group, visit }: ModelTerm): number {
  return Number(covariate !== null) + Number(group) + Number(visit);
}

function requireEffect(word: string, covariates: readonly string[]): void {
  const known = ['group', 'visit', ...covariates];
  if (known.includes(word)) return;
  throw argumentError(
    where,
    'model',
    'names no effect',
    `"${word}"`,
    `${known.map((one) => `"${one}"`).join(', ')} and products such as "group*visit"`,
    didYouMean(word, known),
  );
}

/** One row an observed outcome; every covariate has one value a row. */
export interface ModelRows {
  readonly visit: Factor;
  readonly group: Factor;
  /** Position of the comparator among the arms. */
  readonly reference: number;
  readonly covariates: readonly Covariate[];
}

/** How a coefficient depends on arm and visit: the columns of the design that its value is the sum of. */
interface Surface {
  readonly covariate: Covariate | null;
  /** Name of the term, which several covariates may share. */
  readonly term: string | null;
  columnsAt(group: number, visit: number): readonly number[];
  readonly byGroup: boolean;
  readonly byVisit: boolean;
}

export interface ModelDesign {
  readonly columns: readonly Covariate[];
  readonly terms: readonly ModelTerm[];
  /**
   * Weights of a least-squares mean, one a column: the value of the model at an arm, a visit and `at` (one a
   * covariate).
   */
  meanWeights(group: number, visit: number, at: Float64Array): Float64Array;
  /** Weights of the slope of a covariate (its position) at an arm and a visit. */
  slopeWeights(covariate: number, group: number, visit: number): Float64Array;
  /** Whether the slope of a covariate differs by arm and by visit; null where it is not in the model. */
  slopeVaries(covariate: number): { readonly byGroup: boolean; readonly byVisit: boolean } | null;
  /** Contrasts that are all 0 when the term has no effect; see `termContrasts`. */
  contrasts(term: ModelTerm): readonly Float64Array[];
  /** Coefficients that differ only between subjects, collinear ones counted. */
  readonly betweenColumns: number;
}

/**
 * Lays out the columns of a model. A coefficient that differs by arm and visit has one column a cell; one that differs
 * by either has one a level (and, where it differs by both without their product, one a visit and one an arm but the
 * reference), so that a row touches few columns. Covariates are centred at the middle of their range, which changes no
 * mean, difference or test but keeps digits.
 */
export function designModel(
  rows: ModelRows,
  terms: readonly ModelTerm[],
  constantWithin: readonly boolean[],
): ModelDesign {
  const { group, visit, reference } = rows;
  const columns: Covariate[] = [];
  const centres = rows.covariates.map(({ values }) => middle(values));
  const surfaces = [null, ...rows.covariates].flatMap((covariate, index): readonly Surface[] => {
    const term = covariate === null ? null : (covariate.term ?? covariate.name);
    const own = terms.filter((one) => one.covariate === term);
    if (covariate !== null && own.length === 0) return [];
    const centre = index === 0 ? 0 : centres[index - 1]!;
    return [laySurface(columns, rows, covariate, centre, own)];
  });
  const size = columns.length;
  const centreOf = new Map(rows.covariates.map((covariate, index) => [covariate, centres[index]!]));
  const position = new Map(rows.covariates.map((covariate, index) => [covariate, index]));
  const meanWeights = (arm: number, when: number, at: Float64Array) => {
    const weights = new Float64Array(size);
    for (const { covariate, columnsAt } of surfaces) {
      const value = covariate === null ? 1 : at[position.get(covariate)!]! - centreOf.get(covariate)!;
      for (const column of columnsAt(arm, when)) weights[column]! += value;
    }
    return weights;
  };
  const zero = new Float64Array(rows.covariates.length);
  const slopeWeights = (surface: Surface, arm: number, when: number) => {
    const weights = new Float64Array(size);
    for (const column of surface.columnsAt(arm, when)) weights[column]! += 1;
    return weights;
  };
  const arms = group.levels.length;
  const visits = visit.levels.length;
  const surfaceOf = (index: number) => surfaces.find(({ covariate }) => covariate === rows.covariates[index]);
  return {
    columns,
    terms,
    meanWeights,
    slopeWeights: (index, arm, when) => slopeWeights(surfaceOf(index)!, arm, when),
    slopeVaries: (index) => surfaceOf(index) ?? null,
    contrasts: (term) =>
      surfaces
        .filter((surface) => surface.term === term.covariate)
        .flatMap((surface) =>
          termContrasts(term, arms, visits, reference, size, (arm, when) =>
            surface.covariate === null ? meanWeights(arm, when, zero) : slopeWeights(surface, arm, when),
          ),
        ),
    betweenColumns: surfaces.reduce((sum, surface) => {
      if (surface.covariate !== null && !constantWithin[position.get(surface.covariate)!]!) return sum;
      return sum + 1 + (surface.byGroup ? arms - 1 : 0);
    }, 0),
  };
}

/** The middle of the range: it does not depend on the order of rows, not even in its last bit. */
function middle(values: ArrayLike<number>): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row += 1) {
    low = Math.min(low, values[row]!);
    high = Math.max(high, values[row]!);
  }
  return values.length === 0 ? 0 : low + (high - low) / 2;
}

function laySurface(
  columns: Covariate[],
  { group, visit, reference }: ModelRows,
  covariate: Covariate | null,
  centre: number,
  terms: readonly ModelTerm[],
): Surface {
  const rows = group.codes.length;
  const arms = group.levels.length;
  const byGroup = terms.some((term) => term.group) && arms > 1;
  const byVisit = terms.some((term) => term.visit);
  const crossed = byGroup && terms.some((term) => term.group && term.visit);
  const prefix = covariate === null ? [] : [covariate.name];
  const add = (labels: readonly string[], at: (row: number) => boolean) => {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      if (at(row)) values[row] = covariate === null ? 1 : covariate.values[row]! - centre;
    }
    columns.push({ name: [...prefix, ...labels].join(' at ') || 'intercept', values });
    return columns.length - 1;
  };
  const surface = {
    covariate,
    term: covariate === null ? null : (covariate.term ?? covariate.name),
    byGroup,
    byVisit,
  };
  if (crossed) {
    const cells = group.levels.map((arm, code) =>
      visit.levels.map((when, place) =>
        add([`${arm}, ${when}`], (row) => group.codes[row] === code && visit.codes[row] === place),
      ),
    );
    return { ...surface, columnsAt: (arm, when) => [cells[arm]![when]!] };
  }
  const main = byVisit
    ? visit.levels.map((when, place) => add([when], (row) => visit.codes[row] === place))
    : [add([], () => true)];
  const arm = byGroup
    ? group.levels.map((name, code) =>
        code === reference ? null : add([name], (row) => group.codes[row] === code),
      )
    : [];
  return {
    ...surface,
    columnsAt: (code, when) => {
      const extra = arm[code] ?? null;
      return extra === null ? [main[byVisit ? when : 0]!] : [main[byVisit ? when : 0]!, extra];
    },
  };
}

/**
 * Contrasts of type III (SAS): a covariate on its own is its mean slope over arms and visits; an arm effect is the
 * difference of arms, averaged over visits; a visit effect the difference from the first visit, averaged over arms; their
 * product the difference of differences. All at covariates of 0.
 */
function termContrasts(
  { covariate, group, visit }: ModelTerm,
  arms: number,
  visits: number,
  reference: number,
  size: number,
  cell: (arm: number, visit: number) => Float64Array,
): readonly Float64Array[] {
  const average = (arm: number | null, when: number | null) => {
    const sum = new Float64Array(size);
    const armList = arm === null ? Array.from({ length: arms }, (_, index) => index) : [arm];
    const visitList = when === null ? Array.from({ length: visits }, (_, index) => index) : [when];
    for (const one of armList) {
      for (const other of visitList) {
        const weights = cell(one, other);
        for (let column = 0; column < size; column += 1) {
          sum[column]! += weights[column]! / (armList.length * visitList.length);
        }
      }
    }
    return sum;
  };
  const subtract = (left: Float64Array, right: Float64Array) =>
    left.map((value, column) => value - right[column]!);
  const others = Array.from({ length: arms }, (_, arm) => arm).filter((arm) => arm !== reference);
  const later = Array.from({ length: visits - 1 }, (_, index) => index + 1);
  if (group && visit) {
    return others.flatMap((arm) =>
      later.map((when) =>
        subtract(
          subtract(average(arm, when), average(reference, when)),
          subtract(average(arm, 0), average(reference, 0)),
        ),
      ),
    );
  }
  if (group) return others.map((arm) => subtract(average(arm, null), average(reference, null)));
  if (visit) return later.map((when) => subtract(average(null, when), average(null, 0)));
  return covariate === null ? [] : [average(null, null)];
}
