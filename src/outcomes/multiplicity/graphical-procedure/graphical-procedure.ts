import { argumentError } from '../../../core/errors.js';
import { requireList, requireObject } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type Hypothesis, requireHypotheses, requireWeights } from '../hypotheses.js';

/** Shares of the significance level, and how the share of a rejected hypothesis is passed on. */
export interface HypothesisGraph {
  /** One a hypothesis; their sum is at most 1. */
  readonly weights: readonly number[];
  /** `transitions[i][j]` is the part of the share of hypothesis i that j gets once i is rejected; 0 for j = i. */
  readonly transitions: readonly (readonly number[])[];
}

/** One rejection and the shares of the level before it. */
export interface GraphStep {
  readonly rejected: string;
  /** Share of the level that each hypothesis had at this step; null for those rejected before. */
  readonly weights: readonly (number | null)[];
  /** Smallest overall level at which this rejection, and all before it, are made. */
  readonly adjustedP: number;
}

export interface GraphicalProcedure {
  readonly hypotheses: readonly {
    readonly name: string;
    readonly p: number;
    readonly adjustedP: number;
    readonly rejected: boolean;
  }[];
  /** Rejections at `alpha` in their order. */
  readonly steps: readonly GraphStep[];
  /** Share of the level of each hypothesis when no more is rejected; null for the rejected. */
  readonly finalWeights: readonly (number | null)[];
  readonly alpha: number;
}

/**
 * Tests several hypotheses in a planned order of importance, passing the significance level of each rejected one on to
 * others along a graph.
 *
 * The sequentially rejective procedure of Bretz and others: reject a hypothesis whose p-value is at most its share of
 * alpha, hand its share on, repeat. It controls the familywise error in the strong sense for any dependence, and
 * contains Holm, fixed-sequence, fallback and gatekeeping procedures (`presetGraph`). An adjusted p-value is the
 * smallest overall level at which the hypothesis is rejected; 1 for a hypothesis that no share ever reaches. O(m³).
 *
 * @throws MethodError when there is no hypothesis, a name stands twice, a p-value or alpha is out of range, weights are
 * negative or sum to more than 1, or a row of transitions is negative, sums to more than 1 or leads to itself.
 *
 * Source: Bretz F, Maurer W, Brannath W, Posch M. Stat Med 2009;28:586-604, algorithms 1 and 2. Oracle:
 * test/oracles/graphical-procedure (the closed test of all intersections).
 */
export function graphicalProcedure(
  hypotheses: readonly Hypothesis[],
  graph: HypothesisGraph,
  options: { readonly alpha?: number } = {},
): GraphicalProcedure {
  requireOptions(METHOD, options, { alpha: 'checked later' });
  const { alpha = 0.05 } = options;
  if (!(alpha > 0 && alpha < 1)) {
    throw argumentError(METHOD, 'alpha', 'is not a significance level', String(alpha), 'between 0 and 1');
  }
  requireHypotheses(METHOD, hypotheses);
  requireGraph(graph, hypotheses.length);
  const m = hypotheses.length;
  let weights = graph.weights.slice();
  let transitions = graph.transitions.map((row) => row.slice());
  const open = new Set(hypotheses.keys());
  const adjusted = new Array<number>(m).fill(1);
  const steps: GraphStep[] = [];
  const shares = () => weights.map((weight, index) => (open.has(index) ? weight : null));
  let finalWeights: readonly (number | null)[] | null = null;
  let most = 0;
  while (open.size > 0) {
    let best = -1;
    let smallest = Number.POSITIVE_INFINITY;
    for (const index of open) {
      const ratio = weights[index]! > 0 ? hypotheses[index]!.p / weights[index]! : Number.POSITIVE_INFINITY;
      if (ratio < smallest) {
        smallest = ratio;
        best = index;
      }
    }
    // No share is left: nothing more can be rejected at any level.
    if (best < 0) break;
    most = Math.min(1, Math.max(most, smallest));
    adjusted[best] = most;
    if (most <= alpha) {
      steps.push({ rejected: hypotheses[best]!.name, weights: shares(), adjustedP: most });
    } else finalWeights ??= shares();
    open.delete(best);
    ({ weights, transitions } = passOn(weights, transitions, best, open));
  }
  return {
    hypotheses: hypotheses.map(({ name, p }, index) => ({
      name,
      p,
      adjustedP: adjusted[index]!,
      rejected: adjusted[index]! <= alpha,
    })),
    steps,
    finalWeights: finalWeights ?? shares(),
    alpha,
  };
}

const METHOD = 'graphical-procedure';

/** The graph without hypothesis `gone`, its share handed on: Bretz and others, algorithm 1. */
function passOn(
  weights: readonly number[],
  transitions: readonly (readonly number[])[],
  gone: number,
  open: ReadonlySet<number>,
): { weights: number[]; transitions: number[][] } {
  const nextWeights = weights.slice();
  const next = transitions.map((row) => row.slice());
  for (const from of open) {
    nextWeights[from] = weights[from]! + weights[gone]! * transitions[gone]![from]!;
    const loop = transitions[from]![gone]! * transitions[gone]![from]!;
    for (const to of open) {
      const direct = transitions[from]![to]! + transitions[from]![gone]! * transitions[gone]![to]!;
      next[from]![to] = from === to || loop >= 1 ? 0 : direct / (1 - loop);
    }
  }
  return { weights: nextWeights, transitions: next };
}

function requireGraph(graph: HypothesisGraph, size: number): void {
  requireObject(METHOD, 'graph', graph, 'weights and transitions');
  requireList(METHOD, 'weights', graph.weights, 'one share a hypothesis');
  requireWeights(METHOD, 'weights', graph.weights, size);
  requireList(METHOD, 'transitions', graph.transitions, 'one row a hypothesis');
  if (graph.transitions.length !== size) {
    throw argumentError(
      METHOD,
      'transitions',
      'has another number of rows than there are hypotheses',
      String(graph.transitions.length),
      String(size),
    );
  }
  for (const [index, row] of graph.transitions.entries()) {
    requireList(METHOD, `transitions[${index}]`, row, 'one number a hypothesis');
    const sum = row.reduce((total, value) => total + value, 0);
    if (row.length !== size || row.some((value) => !(value >= 0)) || row[index] !== 0 || !(sum <= 1 + 1e-9)) {
      throw argumentError(
        METHOD,
        `transitions[${index}]`,
        'does not hand a share on',
        row.join(', '),
        `${size} numbers from 0 up, 0 for itself, that sum to at most 1`,
      );
    }
  }
}
