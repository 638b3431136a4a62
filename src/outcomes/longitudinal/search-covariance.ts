import { type CovarianceMaximum, maximiseCovariance } from './maximise-covariance.js';
import {
  commonCorrelation,
  type PartialCorrelations,
  partialsOfCorrelations,
  scatteredPartials,
} from './partial-correlations.js';
import {
  differentiateLikelihood,
  evaluateLikelihood,
  type LikelihoodModel,
} from './repeated-measures-likelihood.js';
import type { StartingMoments } from './starting-moments.js';

/** Correlations of neighbouring visits to try, each the start of a chain. */
const chains = [-0.9, -0.6, -0.3, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9];
/** Partial correlations scattered over all that is possible, to choose starts from. */
const scattered = 24;
/** Chains and scattered starts of a covariance group that are followed; three times as many with few observations. */
const followed = 4;
/** Iterations of a further start; few need more than ten. */
const furtherIterations = 100;
/** A further maximum must be higher by this, in log-likelihood, to take the place of an earlier one. */
const gain = 1e-7;
/** With fewer observations for each covariance parameter odd maxima are likely. */
const plenty = 25;
/** From here on an unstructured covariance has one maximum in practice. */
const enoughUnstructured = 12;

/**
 * The highest maximum of the likelihood over the covariance parameters that a fixed list of starts leads to, or null
 * where the first of them has no likelihood.
 *
 * A likelihood of a patterned covariance, or of incomplete data, can have several maxima: in random trials of 6 to 40
 * subjects 1 Toeplitz or antedependence model in 40 ended below the highest from one start. The first start is a
 * common correlation at the spread of each visit. Then, one covariance group after the other: no correlation, the
 * correlation of each pair of visits, other spreads, chains, and scattered partial correlations. Where there are
 * several correlations only those of the last two with the highest likelihood are followed; any start is given up near
 * a maximum that is known. A singular matrix gives way to a maximum, also where the likelihood grows without limit
 * towards it. Nothing is random: the same data give the same bits. Oracle:
 * test/oracles/mixed-model-repeated-measures/several-maxima.json.
 *
 * One start is enough for a single parameter, and for an unstructured covariance of complete or plentiful data.
 */
export function searchCovariance(
  model: LikelihoodModel,
  moments: StartingMoments,
  maxIterations: number,
): CovarianceMaximum | null {
  const { search } = model.structure;
  if (search === undefined) return highestMaximum(model, moments, maxIterations, null);
  const searched = { ...model, structure: search.structure };
  const found = highestMaximum(searched, moments, maxIterations, search.bounded);
  return found === null ? null : inNaturalParameters(model, found, search.natural);
}

function highestMaximum(
  model: LikelihoodModel,
  moments: StartingMoments,
  maxIterations: number,
  bounded: number | null,
): CovarianceMaximum | null {
  const { structure, matrices } = model;
  const { visits } = structure;
  const count = structure.parameters.length;
  const startOf = (
    group: number,
    partials: PartialCorrelations,
    scale: (visit: number) => number = () => 1,
  ) =>
    structure.start(
      moments.deviations[group]!.map((deviation, visit) => scale(visit) * deviation),
      partials,
    );
  const common = commonCorrelation(moments.correlation);
  const first = new Float64Array(matrices * count);
  for (let group = 0; group < matrices; group += 1) first.set(startOf(group, common), group * count);
  let best = maximiseCovariance(model, first, { maxIterations, bounded });
  if (best === null || hasOneMaximum(model)) return best;
  const known: CovarianceMaximum[] = best.status === 'converged' ? [best] : [];
  const scarce = observationsPerParameter(model) < plenty;
  const oneCorrelation = count === (structure.heterogeneous ? visits : 1) + 1;
  // What is best for one group may change once another has moved.
  const rounds = matrices > 1 && scarce ? 2 : 1;
  for (let turn = 0; turn < rounds * matrices; turn += 1) {
    const group = turn % matrices;
    const others = best.status === 'converged' ? best.point.parameters : first;
    const beside = (own: Float64Array) => {
      const start = others.slice();
      start.set(own, group * count);
      return start;
    };
    const always = [
      startOf(group, () => 0),
      startOf(group, partialsOfCorrelations(visits, moments.pairwise[group]!, 0.9)),
      // Coefficients that all groups share may follow one of them closely or not.
      ...(matrices > 1 ? [0.3, 3].map((factor) => startOf(group, common, () => factor)) : []),
      // They may follow one visit closely, too.
      ...(scarce && structure.heterogeneous
        ? Array.from({ length: visits }, (_, close) =>
            startOf(group, common, (visit) => (visit === close ? 0.2 : 1)),
          )
        : []),
    ];
    const chained = chains.map((correlation) => startOf(group, (lag) => (lag === 1 ? correlation : 0)));
    const anywhere = Array.from({ length: scattered }, (_, index) =>
      startOf(group, scatteredPartials(visits, index)),
    );
    const starts = oneCorrelation
      ? [...always, ...chained].map(beside)
      : [
          ...always.map(beside),
          ...highest(model, [...chained, ...anywhere].map(beside), scarce ? 3 * followed : followed),
        ];
    for (const start of starts) {
      const other = maximiseCovariance(model, start, { maxIterations: furtherIterations, bounded, known });
      if (other?.status !== 'converged') continue;
      known.push(other);
      const higher = other.point.logLikelihood > best.point.logLikelihood + gain;
      if (best.status !== 'converged' || higher) best = other;
    }
  }
  return best;
}

function observationsPerParameter({ structure, matrices, sums: { patterns } }: LikelihoodModel): number {
  const rows = patterns.reduce((sum, { visits, subjects }) => sum + visits.length * subjects, 0);
  return rows / (structure.parameters.length * matrices);
}

/** Whether one start is enough. */
function hasOneMaximum(model: LikelihoodModel): boolean {
  const { structure, sums } = model;
  const { name, parameters, visits } = structure;
  if (parameters.length === 1) return true;
  if (name !== 'unstructured') return false;
  return (
    observationsPerParameter(model) >= enoughUnstructured ||
    sums.patterns.every((pattern) => pattern.visits.length === visits)
  );
}

/** Those of the starts that have the highest likelihood. */
function highest(
  model: LikelihoodModel,
  starts: readonly Float64Array[],
  count: number,
): readonly Float64Array[] {
  return starts
    .flatMap((start) => {
      const value = evaluateLikelihood(model, start)?.logLikelihood;
      return value === undefined ? [] : [{ start, value }];
    })
    .sort((left, right) => right.value - left.value)
    .slice(0, count)
    .map(({ start }) => start);
}

/** A maximum found by the parameters of a search, by those that are reported. */
function inNaturalParameters(
  model: LikelihoodModel,
  found: CovarianceMaximum,
  natural: (parameters: Float64Array) => Float64Array,
): CovarianceMaximum {
  const count = model.structure.parameters.length;
  const parameters = new Float64Array(found.point.parameters.length);
  for (let from = 0; from < parameters.length; from += count) {
    parameters.set(natural(found.point.parameters.subarray(from, from + count)), from);
  }
  const point = evaluateLikelihood(model, parameters);
  return point === null ? found : { ...found, point, derivatives: differentiateLikelihood(model, point) };
}
