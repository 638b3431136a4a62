import type { Covariate, Factor } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireLevel, requireOneOf } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { criticalT, studentTTwoSidedP } from '../../../math/distributions/student-t.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { quadraticForm } from '../../../math/linear-algebra/matrix-products.js';
import { collinearColumns } from '../../../math/linear-algebra/pivoted-qr.js';
import { numbersWithGaps } from '../../../math/number-list.js';
import { requireOptions } from '../../../math/option-checks.js';
import { designModel, type ModelDesign, readModelTerms } from '../repeated-measures-model.js';
import {
  type CodedVisitRows,
  covariatesOf,
  readVisitRows,
  type VisitRows,
  visitsSeen,
} from '../visit-rows.js';
import { defaultLink, type MarginalFamily, marginalFamily, marginalLinks } from './marginal-family.js';
import { type EstimatingSolution, solveEstimatingEquations } from './solve-estimating-equations.js';
import {
  type MomentRule,
  momentRules,
  type WorkingCorrelation,
  workingCorrelations,
} from './working-correlation.js';

export type MarginalRows = VisitRows;

export const marginalVariances = ['robust', 'model', 'mancl-derouen'] as const;
export type MarginalVariance = (typeof marginalVariances)[number];

export interface MarginalOptions {
  readonly family?: MarginalFamily['name'];
  /** Default identity for normal, logit for binomial, log for poisson. */
  readonly link?: MarginalFamily['link'];
  /** Words of the model: group, visit, baseline, covariates and products with group and visit. */
  readonly model?: readonly string[];
  readonly correlation?: WorkingCorrelation;
  /** `degrees-of-freedom` (default, SAS): Liang and Zeger's divisors; `all-pairs` (R geepack): plain means. */
  readonly moments?: MomentRule;
  /** `robust` (default): sandwich; `mancl-derouen`: corrected for few subjects; `model`: right if the correlation is. */
  readonly variance?: MarginalVariance;
  /** `normal` (default), or t with subjects minus coefficients. */
  readonly reference?: 'normal' | 't';
  readonly level?: number;
  readonly maximumIterations?: number;
}

/** A linear combination of coefficients, on the scale of the link: logarithms for logit and log. */
export interface MarginalFigure {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly statistic: Estimable;
  readonly p: Estimable;
}

export interface MarginalResult {
  readonly status: 'converged' | NotEstimableReason;
  readonly coefficients: readonly (MarginalFigure & { readonly name: string })[];
  /** Each other arm against the reference, by visit and (`visit` null) averaged over visits. */
  readonly differences: readonly (MarginalFigure & {
    readonly of: string;
    readonly versus: string;
    readonly visit: string | null;
  })[];
  /** Means at average covariates, on the scale of the link. */
  readonly means: readonly (MarginalFigure & {
    readonly group: string;
    readonly visit: string;
    readonly n: number;
  })[];
  /** Wald tests of each term. */
  readonly tests: readonly {
    readonly term: string;
    readonly chiSquare: Estimable;
    readonly df: number;
    readonly p: Estimable;
  }[];
  readonly dispersion: Estimable;
  /** The working correlation between visits. */
  readonly correlation: readonly (readonly number[])[];
  readonly subjects: number;
  readonly observations: number;
  readonly rowsWithoutOutcome: number;
  readonly collinear: readonly string[];
  /** Degrees of freedom of intervals; null for the normal distribution. */
  readonly df: number | null;
  readonly family: MarginalFamily['name'];
  readonly link: MarginalFamily['link'];
  readonly level: number;
}

const where = 'generalised-estimating-equations';

/**
 * Compares arms over the visits of a trial by the average response of each arm (generalised estimating equations), with
 * standard errors that hold whatever the correlation within subjects is.
 *
 * Right where outcomes are missing completely at random; under weaker assumptions use a mixed model or imputation. With
 * `moments: 'degrees-of-freedom'` dispersion and correlation are those of Liang and Zeger (SAS GENMOD: products over
 * pairs less coefficients; AR(1) from neighbouring visits); with `all-pairs` those of R geepack. Standard errors are the
 * sandwich, whose default is too small below some 40 subjects: `mancl-derouen` corrects it. A perfectly predicted yes/no
 * outcome is `separated`; moments that give no correlation matrix, `not-converged`: choose a simpler correlation.
 *
 * @throws MethodError for lists of different lengths, infinite values, outcomes that the family does not have, subjects
 * with two rows at one visit, an unknown reference or word of the model.
 *
 * Sources: Liang KY, Zeger SL. Biometrika 1986;73:13-22. Mancl LA, DeRouen TA. Biometrics 2001;57:126-134. Halekoh U,
 * Hojsgaard S, Yan J. J Stat Softw 2006;15(2). Oracle: test/oracles/generalised-estimating-equations.
 */
export function generalisedEstimatingEquations(
  given: MarginalRows,
  options: MarginalOptions = {},
): MarginalResult {
  requireOptions(where, options, {
    family: 'checked later',
    link: marginalLinks,
    model: 'checked later',
    correlation: workingCorrelations,
    moments: momentRules,
    variance: marginalVariances,
    reference: ['normal', 't'],
    level: 'checked later',
    maximumIterations: 'checked later',
  });
  const { family: name = 'normal', correlation = 'exchangeable', moments = 'degrees-of-freedom' } = options;
  const { variance = 'robust', reference = 'normal', level = 0.95, maximumIterations = 500 } = options;
  requireOneOf(where, 'family', name, ['normal', 'binomial', 'poisson']);
  const { link = defaultLink[name] } = options;
  requireLevel(where, 'level', level);
  requireCount(where, 'maximumIterations', maximumIterations);
  const rows = readVisitRows(where, given);
  const kept = keptRows(rows, name);
  const all = covariatesOf(where, rows).map((one) => ({
    ...one,
    values: Float64Array.from(kept.source, (row) => one.values[row]!),
  }));
  requireCovariates(all);
  const model = options.model ?? ['group*visit', ...new Set(all.map(({ term, name: own }) => term ?? own))];
  const terms = readModelTerms(model, [...new Set(all.map(({ term, name: own }) => term ?? own))]);
  const referenceCode = rows.reference === null ? 0 : rows.group.levels.indexOf(rows.reference);
  if (rows.group.levels.length > 1 && (rows.reference === null || referenceCode < 0)) {
    throw argumentError(
      where,
      'reference',
      'names no arm',
      rows.reference ?? 'none',
      rows.group.levels.join(', '),
    );
  }
  const design = designModel(
    { visit: kept.visit, group: kept.group, reference: referenceCode, covariates: all },
    terms,
    all.map(() => true),
  );
  const n = kept.source.length;
  const wide = new Float64Array(n * design.columns.length);
  design.columns.forEach(({ values }, column) => {
    wide.set(values, column * n);
  });
  const names = design.columns.map((column) => column.name);
  const collinear = n === 0 ? names : collinearColumns(wide, n, names);
  const estimable = names.map((own) => !collinear.includes(own));
  const used = names.flatMap((_, column) => (estimable[column] ? [column] : []));
  const p = used.length;
  const long = new Float64Array(n * p);
  used.forEach((column, place) => {
    for (let row = 0; row < n; row += 1) long[row * p + place] = design.columns[column]!.values[row]!;
  });
  const subjects = kept.start.length - 1;
  const solution = solveEstimatingEquations(
    {
      outcome: kept.outcome,
      design: long,
      columns: p,
      start: kept.start,
      visit: kept.visit.codes,
      visits: kept.visit.levels.length,
    },
    marginalFamily(name, link),
    correlation,
    moments,
    maximumIterations,
  );
  const df = reference === 't' ? subjects - p : null;
  const infer = inference(solution, covarianceOf(solution, variance), used, names.length, level, df);
  return {
    status: solution.status,
    coefficients: names.map((own, column) => ({ name: own, ...infer.figure(unit(names.length, column)) })),
    ...figuresOf(design, kept, all, referenceCode, infer),
    tests: terms.map((term) => ({ term: term.name, ...infer.joint(design.contrasts(term)) })),
    dispersion: solution.status === 'converged' ? solution.dispersion : notEstimable(solution.status),
    correlation: square(solution.correlation, kept.visit.levels.length),
    subjects,
    observations: n,
    rowsWithoutOutcome: kept.withoutOutcome,
    collinear,
    df,
    family: name,
    link,
    level,
  };
}

interface KeptRows {
  readonly source: Int32Array;
  readonly outcome: Float64Array;
  readonly visit: Factor;
  readonly group: Factor;
  readonly start: Int32Array;
  readonly withoutOutcome: number;
}

/** Rows with an outcome, subject after subject with visits ascending, and visits that have a row. */
function keptRows(rows: CodedVisitRows, family: MarginalFamily['name']): KeptRows {
  const n = rows.outcome.length;
  const bySubject = new Map<string | number, number[]>();
  let withoutOutcome = 0;
  const outcome = numbersWithGaps(where, 'outcome', rows.outcome);
  for (let row = 0; row < n; row += 1) {
    const value = outcome[row]!;
    if (Number.isNaN(value)) {
      withoutOutcome += 1;
      continue;
    }
    requireOutcome(row, value, family);
    const list = bySubject.get(rows.subject[row]!);
    if (list === undefined) bySubject.set(rows.subject[row]!, [row]);
    else list.push(row);
  }
  const start = new Int32Array(bySubject.size + 1);
  const source: number[] = [];
  [...bySubject].forEach(([subject, list], place) => {
    list.sort((left, right) => rows.visit.codes[left]! - rows.visit.codes[right]!);
    const twice = list.find(
      (row, index) => index > 0 && rows.visit.codes[row] === rows.visit.codes[list[index - 1]!],
    );
    if (twice !== undefined) {
      throw argumentError(
        where,
        'visit',
        `has two rows for subject ${subject}`,
        `visit ${rows.visit.levels[rows.visit.codes[twice]!]}`,
        'one row a subject and visit',
      );
    }
    source.push(...list);
    start[place + 1] = source.length;
  });
  return {
    source: Int32Array.from(source),
    outcome: Float64Array.from(source, (row) => rows.outcome[row]!),
    visit: visitsSeen(rows.visit, source).visit,
    group: { levels: rows.group.levels, codes: Int32Array.from(source, (row) => rows.group.codes[row]!) },
    start,
    withoutOutcome,
  };
}

function requireOutcome(row: number, value: number, family: MarginalFamily['name']): void {
  const fits =
    family === 'normal'
      ? Number.isFinite(value)
      : family === 'binomial'
        ? value === 0 || value === 1
        : value >= 0 && Number.isFinite(value);
  if (fits) return;
  const expected = { normal: 'a finite number', binomial: '0 or 1', poisson: 'a finite number from 0 up' }[
    family
  ];
  throw argumentError(
    where,
    `outcome[${row}]`,
    `is not what the ${family} family has`,
    String(value),
    expected,
  );
}

function requireCovariates(covariates: readonly Covariate[]): void {
  for (const { name, values } of covariates) {
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    throw argumentError(
      where,
      name,
      'is not a finite number on a row with an outcome',
      String(values[wrong]),
      undefined,
      'Leave out subjects with missing covariates, or impute them',
    );
  }
}

function covarianceOf(solution: EstimatingSolution, variance: MarginalVariance): Float64Array {
  if (variance === 'model') return solution.modelCovariance;
  return variance === 'robust' ? solution.robustCovariance : solution.correctedCovariance;
}

type Inference = ReturnType<typeof inference>;

/** Figures of linear combinations of all columns; those that touch a column left out have none. */
function inference(
  { status, coefficients }: EstimatingSolution,
  covariance: Float64Array,
  used: readonly number[],
  columns: number,
  level: number,
  df: number | null,
) {
  const touches = new Set(used);
  const reasonFor = (weights: Float64Array): NotEstimableReason | null => {
    if (status !== 'converged') return status;
    if (df !== null && df < 1) return 'too-few-observations';
    return weights.some((weight, column) => weight !== 0 && !touches.has(column)) ? 'collinear' : null;
  };
  const own = (weights: Float64Array) => Float64Array.from(used, (column) => weights[column]!);
  const size = used.length;
  const value = (weights: Float64Array) =>
    own(weights).reduce((sum, weight, place) => sum + weight * coefficients[place]!, 0);
  return {
    columns,
    figure: (weights: Float64Array): MarginalFigure => {
      const reason = reasonFor(weights);
      if (reason !== null) {
        const none = notEstimable(reason);
        return { estimate: none, standardError: none, lower: none, upper: none, statistic: none, p: none };
      }
      const estimate = value(weights);
      const standardError = Math.sqrt(Math.max(0, quadraticForm(covariance, own(weights))));
      if (!(standardError > 0)) {
        const none = notEstimable('no-variation');
        return { estimate, standardError: 0, lower: none, upper: none, statistic: none, p: none };
      }
      const half = (df === null ? criticalZ(level) : criticalT(level, df)) * standardError;
      const statistic = estimate / standardError;
      return {
        estimate,
        standardError,
        lower: estimate - half,
        upper: estimate + half,
        statistic,
        p: df === null ? normalTwoSidedP(statistic) : studentTTwoSidedP(statistic, df),
      };
    },
    joint: (contrasts: readonly Float64Array[]) => {
      const df = contrasts.length;
      const reason = contrasts.map(reasonFor).find((one) => one !== null);
      if (df === 0 || (reason !== undefined && reason !== null)) {
        const none = notEstimable(reason ?? 'not-applicable');
        return { chiSquare: none, df, p: none };
      }
      const rows = contrasts.map(own);
      const form = new Float64Array(df * df);
      rows.forEach((one, row) => {
        rows.forEach((other, column) => {
          let sum = 0;
          for (let a = 0; a < size; a += 1) {
            for (let b = 0; b < size; b += 1) sum += one[a]! * covariance[a * size + b]! * other[b]!;
          }
          form[row * df + column] = sum;
        });
      });
      const solved = cholesky(form, df)?.solveLower(contrasts.map(value));
      if (solved === undefined) {
        const none = notEstimable('no-variation');
        return { chiSquare: none, df, p: none };
      }
      const chiSquare = solved.reduce((sum, part) => sum + part * part, 0);
      return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
    },
  };
}

/** Means of every arm at every visit at average covariates, and the arms' differences. */
function figuresOf(
  design: ModelDesign,
  { group, visit }: KeptRows,
  covariates: readonly Covariate[],
  reference: number,
  infer: Inference,
) {
  const at = Float64Array.from(covariates, ({ values }) => {
    let mean = 0;
    for (const value of values) mean += value / values.length;
    return mean;
  });
  const counts = group.levels.map(() => visit.levels.map(() => 0));
  group.codes.forEach((code, row) => {
    counts[code]![visit.codes[row]!]! += 1;
  });
  const weights = (arm: number, when: number) => design.meanWeights(arm, when, at);
  const less = (a: Float64Array, b: Float64Array) => a.map((value, column) => value - b[column]!);
  const others = group.levels.flatMap((_, code) => (code === reference ? [] : [code]));
  return {
    means: group.levels.flatMap((arm, code) =>
      visit.levels.map((when, place) => ({
        group: arm,
        visit: when,
        n: counts[code]![place]!,
        ...infer.figure(weights(code, place)),
      })),
    ),
    differences: others.flatMap((code) => {
      const named = { of: group.levels[code]!, versus: group.levels[reference]! };
      const byVisit = visit.levels.map((_, place) => less(weights(code, place), weights(reference, place)));
      const average = new Float64Array(design.columns.length);
      for (const one of byVisit)
        one.forEach((value, column) => {
          average[column]! += value / byVisit.length;
        });
      return [
        ...byVisit.map((one, place) => ({ ...named, visit: visit.levels[place]!, ...infer.figure(one) })),
        { ...named, visit: null, ...infer.figure(average) },
      ];
    }),
  };
}

const unit = (size: number, place: number): Float64Array => {
  const weights = new Float64Array(size);
  weights[place] = 1;
  return weights;
};

function square(matrix: Float64Array, size: number): readonly (readonly number[])[] {
  return Array.from({ length: size }, (_, row) => [...matrix.subarray(row * size, (row + 1) * size)]);
}
