import { argumentError } from '../../core/errors.js';
import {
  type Estimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../core/estimable.js';
import type { CovariateColumns } from '../../math/columns/covariate-columns.js';
import { type NameColumn, readClusters, readNames } from '../../math/columns/name-column.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { requireOptions } from '../../math/option-checks.js';
import { type CompetingInput, checkCause, readCompetingColumns } from '../competing-columns.js';
import { type HazardTerm, readHazardTerms } from '../hazard-terms.js';
import { independentColumns } from '../independent-columns.js';
import { maximiseLikelihood } from '../maximise-likelihood.js';
import { sandwichCovariance } from '../sandwich-covariance.js';
import { checkLevel, singleLevel } from '../survival-columns.js';
import { addWithinClusters, stratifiedLikelihood } from './stratified-likelihood.js';

export const censoringWeightsVariances = ['estimated', 'known'] as const;
export type CensoringWeightsVariance = (typeof censoringWeightsVariances)[number];

export interface FineGrayInput extends CompetingInput {
  readonly group?: NameColumn | undefined;
  /** Comparator among the groups. Default the first level. */
  readonly reference?: string | null | undefined;
  readonly covariates?: CovariateColumns | undefined;
  /** Groups whose follow-up was censored differently. Default one for all. */
  readonly censoringGroup?: NameColumn | undefined;
  /** Strata have baselines and censoring distributions of their own and share the ratios. */
  readonly strata?: NameColumn | undefined;
  /** Rows that belong together, such as subjects of one family or centre: their influences are added first. */
  readonly cluster?: NameColumn | undefined;
}

export interface FineGrayOptions {
  /** The kind of event whose incidence is compared. Default 1. */
  readonly cause?: number;
  readonly level?: number;
  /**
   * Whether standard errors allow for the censoring weights being estimated (`estimated`, the default, as crr) or take
   * them as known (`known`, as the robust errors of a Cox fit on finegray weights).
   */
  readonly censoringWeights?: CensoringWeightsVariance;
  readonly maximumIterations?: number;
}

export interface FineGrayCoefficient {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly logSubdistributionHazardRatio: Estimable;
  /** Of the logarithm, from the sandwich. */
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly subdistributionHazardRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  readonly p: Estimable;
}

export interface FineGrayResult {
  readonly status: 'converged' | 'separated' | 'not-converged' | 'no-events';
  readonly cause: number;
  readonly level: number;
  /** Subjects and events are sums of case weights. */
  readonly n: number;
  readonly events: number;
  readonly competingEvents: number;
  readonly coefficients: readonly FineGrayCoefficient[];
  /** Covariance of the log ratios in the order of `coefficients`; null where there is none. */
  readonly covariance: readonly (readonly (number | null)[])[];
  readonly logLikelihood: Estimable;
  readonly nullLogLikelihood: Estimable;
  /** Wald test that all ratios are 1, with the sandwich. */
  readonly waldTest: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  readonly collinear: readonly { readonly name: string; readonly dependsOn: readonly string[] }[];
  readonly iterations: number;
}

/**
 * Estimates subdistribution hazard ratios: how arms or covariates change the share of subjects who come to have one
 * kind of event, when other kinds can come first. A ratio below 1 means a lower cumulative incidence at all times.
 *
 * Conventions. Censoring weights from the Kaplan-Meier estimate of censoring, for all or by `censoringGroup`; Breslow
 * ties; sandwich standard errors that allow for the estimated weights: all as crr of the R package cmprsk. With
 * `censoringGroup` each subject counts in the censoring of its own group alone; coefficients are those of
 * crr(cengroup =), whose standard errors then differ by about one percent. With `strata` baselines and censoring are
 * those of each stratum, as finegray(~ strata()) with a stratified coxph in R. With `cluster` influences are added
 * within clusters before they are squared. A case weight of 2 is two subjects, in estimates and standard errors alike;
 * sampling weights want each row as a cluster of its own besides, which squares weighted influences.
 *
 * What agrees with R: without ties finegray() with a Breslow coxph gives these estimates, with strata and copied rows
 * too; its robust standard errors, clustered or not, are those of `censoringWeights: 'known'`. It differs from crr and
 * from this in ties, and its case weights leave the censoring distribution unweighted, which moves estimates a little.
 * The fit goes on until a Newton step is below 1e-12 standard errors.
 *
 * Units: `event` 0 censored, 1, 2, ... the kind. Not estimable: `no-events`, `separated`, `not-converged`,
 * `collinear`, `no-variation`, `empty-group`, as in `cox`. Errors: `MethodError` for unusable columns or cause.
 * O(n log n) once, O(n p^2) an iteration.
 *
 * Source: Fine JP, Gray RJ. J Am Stat Assoc 1999;94:496-509; Zhou B et al. Biometrics 2011;67:661-670
 * (strata); Zhou B et al. Biostatistics 2012;13:371-383 (clusters). Oracle: test/oracles/fine-gray.
 */
export function fineGray(input: FineGrayInput, options: FineGrayOptions = {}): FineGrayResult {
  requireOptions('fine-gray', options, {
    cause: 'number',
    level: 'number',
    censoringWeights: censoringWeightsVariances,
    maximumIterations: 'number',
  });
  const method = 'fine-gray';
  const { cause = 1, level = 0.95, maximumIterations = 50, censoringWeights = 'estimated' } = options;
  checkLevel(method, level);
  if (!(Number.isInteger(maximumIterations) && maximumIterations > 0)) {
    throw argumentError(
      method,
      'maximumIterations',
      'is no count',
      String(maximumIterations),
      'a whole number above 0',
    );
  }
  const columns = readCompetingColumns(method, input, cause);
  checkCause(method, cause, columns.causeCount);
  const { n } = columns;
  const terms = readHazardTerms(method, n, input.group, input.reference, input.covariates);
  const censoring =
    input.censoringGroup === undefined
      ? singleLevel('', n)
      : readNames(method, 'censoringGroup', input.censoringGroup, n);
  const strata =
    input.strata === undefined ? singleLevel('', n) : readNames(method, 'strata', input.strata, n);
  const cluster = input.cluster === undefined ? null : readClusters(method, 'cluster', input.cluster, n);
  const build = (list: readonly HazardTerm[]) =>
    stratifiedLikelihood(
      columns,
      list.map((term) => term.values),
      cause,
      censoring,
      strata,
    );

  const all = build(terms);
  const start = all.evaluate(new Float64Array(terms.length));
  const { kept, dependent } = independentColumns(start.information, terms.length, all.events);
  const likelihood = dependent.length === 0 ? all : build(kept.map((index) => terms[index]!));
  const size = kept.length;
  const maximum =
    all.events === 0 || size === 0
      ? null
      : maximiseLikelihood((beta) => likelihood.evaluate(beta), size, maximumIterations);
  const inverse =
    maximum?.status === 'converged' ? (cholesky(maximum.point.information, size)?.inverse() ?? null) : null;
  let covariance: Float64Array | null = null;
  if (maximum !== null && inverse !== null) {
    const influence = likelihood.influence(maximum.beta, censoringWeights === 'known');
    const totals =
      cluster === null
        ? onePerSubject(influence, size, columns.weight)
        : addWithinClusters(influence, size, cluster);
    covariance = sandwichCovariance(totals, inverse, size);
  }
  const status = all.events === 0 ? 'no-events' : (maximum?.status ?? 'converged');
  const critical = criticalZ(level);

  const coefficients = terms.map((term, index): FineGrayCoefficient => {
    const names = { name: term.name, role: term.role, of: term.of, versus: term.versus };
    const column = kept.indexOf(index);
    const repeated = dependent.find((other) => other.column === index);
    const reason: NotEstimableReason | null = term.empty
      ? 'empty-group'
      : status === 'no-events'
        ? 'no-events'
        : repeated !== undefined
          ? repeated.dependsOn.length === 0
            ? 'no-variation'
            : 'collinear'
          : status === 'separated'
            ? 'separated'
            : covariance === null
              ? 'not-converged'
              : null;
    if (reason !== null) return { ...names, ...nothing(notEstimable(reason)) };
    const scale = likelihood.scale[column]!;
    const estimate = maximum!.beta[column]! / scale;
    const variance = covariance![column * size + column]!;
    if (variance === 0) {
      return {
        ...names,
        ...nothing(notEstimable('no-variation')),
        logSubdistributionHazardRatio: estimate,
        subdistributionHazardRatio: ratioFromLog(estimate),
      };
    }
    const standardError = Math.sqrt(variance) / scale;
    const margin = critical * standardError;
    const z = estimate / standardError;
    return {
      ...names,
      logSubdistributionHazardRatio: estimate,
      standardError,
      logLower: estimate - margin,
      logUpper: estimate + margin,
      subdistributionHazardRatio: ratioFromLog(estimate),
      lower: ratioFromLog(estimate - margin),
      upper: ratioFromLog(estimate + margin),
      z,
      p: normalTwoSidedP(z),
    };
  });
  const failure = notEstimable(
    status === 'converged' ? 'no-variation' : status === 'separated' ? 'separated' : status,
  );
  const solved = covariance === null ? undefined : cholesky(covariance, size)?.solveLower(maximum!.beta);
  const wald: Estimable =
    solved === undefined ? failure : solved.reduce((sum, value) => sum + value * value, 0);
  return {
    status,
    cause,
    level,
    n: columns.weight === null ? n : columns.weight.reduce((sum, weight) => sum + weight, 0),
    events: all.events,
    competingEvents: columns.event.reduce(
      (sum, kind, row) => sum + (kind !== 0 && kind !== cause ? (columns.weight?.[row] ?? 1) : 0),
      0,
    ),
    coefficients,
    covariance: terms.map((_, row) =>
      terms.map((__, column) => {
        const [left, right] = [kept.indexOf(row), kept.indexOf(column)];
        if (covariance === null || left < 0 || right < 0) return null;
        return covariance[left * size + right]! / (likelihood.scale[left]! * likelihood.scale[right]!);
      }),
    ),
    logLikelihood: status === 'not-converged' || maximum === null ? failure : maximum.point.logLikelihood,
    nullLogLikelihood: all.events === 0 ? failure : start.logLikelihood,
    waldTest: {
      chiSquare: wald,
      df: size,
      p: mapEstimable(wald, (value) => chiSquareUpperTail(value, size)),
    },
    collinear: dependent.map(({ column, dependsOn }) => ({
      name: terms[column]!.name,
      dependsOn: dependsOn.map((other) => terms[other]!.name),
    })),
    iterations: maximum?.iterations ?? 0,
  };
}

/** A row of weight w stands for w subjects: the square of its row here is the sum of their squares. */
function onePerSubject(influence: Float64Array, size: number, weight: Float64Array | null): Float64Array {
  if (weight === null) return influence;
  return influence.map((value, cell) => value / Math.sqrt(weight[Math.floor(cell / size)]!));
}

function nothing(reason: Estimable): Omit<FineGrayCoefficient, 'name' | 'role' | 'of' | 'versus'> {
  return {
    logSubdistributionHazardRatio: reason,
    standardError: reason,
    logLower: reason,
    logUpper: reason,
    subdistributionHazardRatio: reason,
    lower: reason,
    upper: reason,
    z: reason,
    p: reason,
  };
}
