import type { Covariate } from '../../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList, requireOneOf } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type AnalysedRows, analysedRows, type ModelledRows, requireReference } from '../analysed-rows.js';
import { type CovarianceStructureName, covarianceStructureNames } from '../covariance-structure.js';
import {
  fitRepeatedMeasures,
  type RepeatedMeasuresFit,
  type RepeatedMeasuresStatus,
} from '../fit-repeated-measures.js';
import type { CovarianceInformation } from '../fixed-effects-covariance.js';
import {
  type ContrastFigure,
  type DegreesOfFreedomMethod,
  degreesOfFreedomMethods,
  inferFixedEffects,
  type JointTest,
  type VarianceEstimator,
  varianceEstimators,
} from '../fixed-effects-inference.js';
import { type Parametrisation, parametrisations } from '../mmrm-parametrisation.js';
import { designModel, type ModelDesign, readModelTerms } from '../repeated-measures-model.js';

export type MixedModelRows = ModelledRows;

export interface MixedModelOptions {
  /** Fixed effects, such as `['group*visit', 'baseline*visit', 'age']`, which is also the default. */
  readonly model?: readonly string[];
  readonly covariance?: CovarianceStructureName;
  /** Structures to try in turn where the one before has no maximum. */
  readonly fallback?: readonly CovarianceStructureName[];
  readonly likelihood?: 'restricted' | 'full';
  readonly degreesOfFreedom?: DegreesOfFreedomMethod;
  readonly variance?: VarianceEstimator;
  readonly information?: CovarianceInformation;
  /** Parameters of the covariance that `kenward-roger` takes second derivatives by: of SAS (`natural`) or of R mmrm. */
  readonly parametrisation?: Parametrisation;
  /** Where least-squares means put categories: at their shares of the rows, or at equal shares. */
  readonly margins?: 'proportional' | 'equal';
  readonly level?: number;
}

export interface LeastSquaresMean extends ContrastFigure {
  readonly group: string;
  readonly visit: string;
  /** Outcomes of the arm at the visit. */
  readonly n: number;
}

export interface VisitDifference extends ContrastFigure {
  readonly of: string;
  readonly versus: string;
  readonly visit: string;
}

export interface CovariateSlope extends ContrastFigure {
  readonly covariate: string;
  /** null where the slope is one for all arms. */
  readonly group: string | null;
  /** null where the slope is one for all visits. */
  readonly visit: string | null;
}

export interface EffectTest extends JointTest {
  readonly term: string;
}

export interface VisitCovariance {
  /** null where all subjects share one matrix. */
  readonly group: string | null;
  readonly covariance: readonly (readonly number[])[];
  readonly correlation: readonly (readonly number[])[];
}

export interface MixedModelResult {
  readonly status: RepeatedMeasuresStatus;
  /** The structure that was fitted: the one asked for or the first fallback that has a maximum. */
  readonly covariance: CovarianceStructureName;
  /** Every structure that was tried. */
  readonly attempts: readonly {
    readonly covariance: CovarianceStructureName;
    readonly status: RepeatedMeasuresStatus;
  }[];
  /** By arm, then by visit. */
  readonly leastSquaresMeans: readonly LeastSquaresMean[];
  /** Each other arm less the reference, by visit. */
  readonly differences: readonly VisitDifference[];
  readonly slopes: readonly CovariateSlope[];
  /** Type III. */
  readonly tests: readonly EffectTest[];
  readonly covariances: readonly VisitCovariance[];
  readonly covarianceParameters: readonly {
    readonly name: string;
    readonly group: string | null;
    readonly value: number;
    /** Whether the likelihood would rise beyond the least value possible: a range of 0 is no correlation at all. */
    readonly atBoundary: boolean;
  }[];
  readonly logLikelihood: Estimable;
  readonly akaikeInformation: Estimable;
  readonly bayesianInformation: Estimable;
  readonly observations: number;
  readonly subjects: number;
  /** Levels of `visit` with an outcome; others are not in the model. */
  readonly visits: readonly string[];
  readonly rowsWithoutOutcome: number;
  readonly rowsWithoutCovariate: number;
  /** Columns that others determine, such as an arm at a visit where none of its subjects was seen. */
  readonly collinear: readonly string[];
  readonly model: readonly string[];
  readonly level: number;
}

const where = 'mixed-model-repeated-measures';

/**
 * Compares arms at every visit of a trial with a mixed model for repeated measures (MMRM): a linear model for all visits
 * at once that lets the outcomes of a subject be correlated and takes missing outcomes as missing at random.
 *
 * Default: arm × visit, baseline × visit and covariates; unstructured covariance; restricted maximum likelihood;
 * Kenward-Roger. With an unstructured covariance this is SAS PROC MIXED `TYPE=UN DDFM=KR` and R mmrm
 * `Kenward-Roger-Linear`; Kenward-Roger's standard errors depend on the parametrisation, by default that of SAS
 * (variances, correlations, range); `parametrisation: 'mmrm'` gives `Kenward-Roger` of R mmrm.
 * `information: 'expected'` gives R pbkrtest.
 * Least-squares means at the row means of covariates, as SAS `OM` and emmeans `weights = "proportional"`; `equal` gives
 * categories (columns of 0 and 1) equal shares, as SAS without `OM`. Type III tests with covariates at 0, as SAS.
 * `between-within` gives every effect the between-subject df when unstructured, as SAS.
 *
 * AIC = −2 logL + 2 d and BIC = −2 logL + d log(subjects), where d counts covariance parameters and, under full maximum
 * likelihood, fixed effects (SAS); SAS counts in its BIC also subjects without any outcome. Rows without an outcome or a
 * covariate are left out and counted. A figure that collinear columns leave undetermined is `collinear`; without a
 * maximum all are `not-converged` (also for a covariance matrix that is singular or that the data say nothing of; see
 * `status`), `no-variation` or `too-few-observations`.
 *
 * `spatial-exponential` cannot hold negative correlations. Where the likelihood is highest without any, the range is 0
 * and `atBoundary`: the fit is that of `independence`, the range counts as known in degrees of freedom and is left out of
 * d, the effective number of parameters (SAS).
 *
 * Same bits on every run, for every order of rows and whatever subjects and visits are called. Cost O(rows · visits ·
 * c² + iterations · patterns · parameters · visits² · c²), where c columns are in use at a visit.
 *
 * @throws MethodError for lists of different lengths, codes out of range, two rows of a subject at a visit, a reference
 * that is no arm, words that are no effect or no choice, Kenward-Roger without restricted likelihood or with a sandwich.
 *
 * Sources: Mallinckrodt CH et al. Drug Inf J 2008;42:303-319. Kenward MG, Roger JH. Biometrics 1997;53:983-997; Comput
 * Stat Data Anal 2009;53:2583-2595. Jennrich RI, Schluchter MD. Biometrics 1986;42:805-820. Fai AHT, Cornelius PL. J Stat
 * Comput Simul 1996;54:363-378. Oracle: test/oracles/mixed-model-repeated-measures.
 */
export function mixedModelRepeatedMeasures(
  rows: MixedModelRows,
  options: MixedModelOptions = {},
): MixedModelResult {
  const chosen = chooseOptions(options);
  const analysed = analysedRows(where, rows);
  const reference = requireReference(where, { group: analysed.group, reference: rows.reference });
  const names = [...new Set(analysed.covariates.map(({ term, name }) => term ?? name))];
  const model = options.model ?? [
    'group*visit',
    ...names.map((name) => (name === 'baseline' && rows.baseline !== undefined ? 'baseline*visit' : name)),
  ];
  const terms = readModelTerms(model, names);
  const design = designModel(
    { ...analysed, group: analysed.group, reference: Math.max(reference, 0) },
    terms,
    analysed.constantWithin,
  );
  const { fit, covariance, attempts } = fitFirst(
    analysed,
    design,
    [chosen.covariance, ...chosen.fallback],
    chosen.likelihood,
  );
  const inference = inferFixedEffects(fit, { ...chosen, strata: strataDf(fit, design, covariance) });
  const at = margins(analysed, chosen.margins);
  const visits = analysed.visit.levels;
  const arms = analysed.group.levels;
  return {
    status: fit.status,
    covariance,
    attempts,
    leastSquaresMeans: arms.flatMap((group, arm) =>
      visits.map((visit, when) => ({
        group,
        visit,
        n: analysed.counts[arm * visits.length + when]!,
        ...inference.single(design.meanWeights(arm, when, at), 'within'),
      })),
    ),
    differences: arms.flatMap((of, arm) =>
      arm === reference || reference < 0
        ? []
        : visits.map((visit, when) => {
            const versus = design.meanWeights(reference, when, at);
            const weights = design.meanWeights(arm, when, at).map((value, column) => value - versus[column]!);
            return { of, versus: arms[reference]!, visit, ...inference.single(weights, 'within') };
          }),
    ),
    slopes: analysed.covariates.flatMap(({ name }, index) => {
      const varies = design.slopeVaries(index);
      if (varies === null) return [];
      return (varies.byGroup ? arms : [null]).flatMap((group, arm) =>
        (varies.byVisit ? visits : [null]).map((visit, when) => ({
          covariate: name,
          group,
          visit,
          ...inference.single(
            design.slopeWeights(index, arm, when),
            varies.byVisit || !analysed.constantWithin[index]! ? 'within' : 'between',
          ),
        })),
      );
    }),
    tests: terms.flatMap((term) => {
      const contrasts = design.contrasts(term);
      if (contrasts.length === 0) return [];
      const varies = analysed.covariates.some(
        (one, index) => (one.term ?? one.name) === term.covariate && !analysed.constantWithin[index]!,
      );
      return [
        { term: term.name, ...inference.joint(contrasts, term.visit || varies ? 'within' : 'between') },
      ];
    }),
    covariances: fit.covariances.map((matrix, index) => ({
      group: analysed.covarianceGroups?.[index] ?? null,
      ...describe(matrix, visits.length),
    })),
    covarianceParameters: fit.covarianceParameters.map((one) => ({
      ...one,
      group: analysed.covarianceGroups?.[one.group] ?? null,
    })),
    ...information(fit, chosen.likelihood),
    observations: fit.observations,
    subjects: fit.subjects,
    visits,
    rowsWithoutOutcome: analysed.rowsWithoutOutcome,
    rowsWithoutCovariate: analysed.rowsWithoutCovariate,
    collinear: fit.collinear.map((column) => design.columns[column]!.name),
    model: terms.map(({ name }) => name),
    level: chosen.level,
  };
}

function chooseOptions(options: MixedModelOptions) {
  requireOptions(where, options, {
    model: 'checked later',
    covariance: covarianceStructureNames,
    fallback: 'checked later',
    likelihood: ['restricted', 'full'],
    degreesOfFreedom: degreesOfFreedomMethods,
    variance: varianceEstimators,
    information: ['observed', 'expected'],
    parametrisation: parametrisations,
    margins: ['proportional', 'equal'],
    level: 'checked later',
  });
  const chosen = {
    covariance: options.covariance ?? 'unstructured',
    fallback: options.fallback ?? [],
    likelihood: options.likelihood ?? 'restricted',
    degreesOfFreedom: options.degreesOfFreedom ?? 'kenward-roger',
    variance: options.variance ?? 'model',
    information: options.information ?? 'observed',
    parametrisation: options.parametrisation ?? 'natural',
    margins: options.margins ?? 'proportional',
    level: options.level ?? 0.95,
  } as const;
  if (options.model !== undefined) requireList(where, 'model', options.model, 'a list of terms');
  requireList(where, 'fallback', chosen.fallback, 'a list of covariance structures');
  for (const name of chosen.fallback) requireOneOf(where, 'fallback', name, covarianceStructureNames);
  requireLevel(where, 'level', chosen.level);
  return chosen;
}

interface FirstFit {
  readonly fit: RepeatedMeasuresFit;
  readonly covariance: CovarianceStructureName;
  readonly attempts: MixedModelResult['attempts'];
}

/** The first structure with a maximum, or the first one without where none has. */
function fitFirst(
  analysed: AnalysedRows,
  design: ModelDesign,
  structures: readonly CovarianceStructureName[],
  likelihood: 'restricted' | 'full',
): FirstFit {
  const attempts: { covariance: CovarianceStructureName; status: RepeatedMeasuresStatus }[] = [];
  let first: RepeatedMeasuresFit | null = null;
  for (const covariance of structures) {
    const fit = fitRepeatedMeasures(
      { ...analysed.kernel, columns: design.columns },
      { covariance, likelihood },
    );
    attempts.push({ covariance, status: fit.status });
    if (fit.status === 'converged') return { fit, covariance, attempts };
    first ??= fit;
    if (fit.status === 'too-few-observations') break;
  }
  return { fit: first!, covariance: structures[0]!, attempts };
}

function strataDf(fit: RepeatedMeasuresFit, design: ModelDesign, covariance: CovarianceStructureName) {
  const between = fit.subjects - design.betweenColumns;
  const within = fit.observations - fit.rank - between;
  // Subjects seen once each have nothing within them.
  const one = covariance === 'unstructured' || fit.observations === fit.subjects;
  return { between, within: one ? between : within };
}

/** Where least-squares means take each covariate. */
function margins({ covariates, kernel }: AnalysedRows, kind: 'proportional' | 'equal'): Float64Array {
  const rows = kernel.outcome.length;
  return Float64Array.from(covariates, (covariate) => {
    const columns = covariates.filter((one) => (one.term ?? one.name) === (covariate.term ?? covariate.name));
    if (kind === 'equal' && areCategories(columns, rows)) return 1 / (columns.length + 1);
    // Summed in order of size, so that the mean does not depend on the order of rows.
    const sorted = Float64Array.from(covariate.values).sort();
    return rows === 0 ? 0 : sorted.reduce((sum, value) => sum + value, 0) / rows;
  });
}

/** Whether columns are indicators of categories that exclude each other. */
function areCategories(columns: readonly Covariate[], rows: number): boolean {
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (const { values } of columns) {
      if (values[row] !== 0 && values[row] !== 1) return false;
      sum += values[row]!;
    }
    if (sum > 1) return false;
  }
  return true;
}

function describe(matrix: Float64Array, size: number): Pick<VisitCovariance, 'covariance' | 'correlation'> {
  const grid = (cell: (row: number, column: number) => number) =>
    Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => cell(row, column)));
  const at = (row: number, column: number) => matrix[row * size + column]!;
  return {
    covariance: grid(at),
    correlation: grid((row, column) =>
      row === column ? 1 : at(row, column) / Math.sqrt(at(row, row)) / Math.sqrt(at(column, column)),
    ),
  };
}

function information(fit: RepeatedMeasuresFit, likelihood: 'restricted' | 'full') {
  if (fit.status !== 'converged') {
    const none = notEstimable(
      fit.status === 'no-variation' || fit.status === 'too-few-observations' ? fit.status : 'not-converged',
    );
    return { logLikelihood: none, akaikeInformation: none, bayesianInformation: none };
  }
  const free = fit.covarianceParameters.filter(({ atBoundary }) => !atBoundary).length;
  const parameters = free + (likelihood === 'full' ? fit.rank : 0);
  return {
    logLikelihood: fit.logLikelihood,
    akaikeInformation: -2 * fit.logLikelihood + 2 * parameters,
    bayesianInformation: -2 * fit.logLikelihood + parameters * Math.log(fit.subjects),
  };
}
