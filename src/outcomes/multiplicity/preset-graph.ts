import { argumentError } from '../../core/errors.js';
import { requireCount, requireOneOf } from '../../math/argument-checks.js';

export const graphPresets = ['holm', 'fixed-sequence', 'fallback', 'parallel-gatekeeping'] as const;
export type GraphPreset = (typeof graphPresets)[number];

/** The settings of a preset graph. */
export interface PresetGraphSettings {
  /** Shares of the level; equal where absent. Not for the fixed sequence, whose first hypothesis has all. */
  readonly weights?: readonly number[];
  /** Hypotheses of the first family, which come first; for parallel gatekeeping only. */
  readonly primary?: number;
}

/**
 * The graph of a well-known procedure. `holm`: a rejected hypothesis shares out among the others. `fixed-sequence`: all
 * of the level goes from one hypothesis to the next. `fallback`: each starts with a share of its own and hands it to the
 * next; the last hands it to nobody. `parallel-gatekeeping`: the first family shares the level and hands it to the second,
 * which is tested by Holm's procedure.
 *
 * @throws MethodError when a fixed sequence comes with weights, `primary` is missing, out of range or given for another
 * procedure, or the preset has no such name.
 *
 * Source: Bretz F, Maurer W, Brannath W, Posch M. Stat Med 2009;28:586-604, figures 2 to 6.
 */
export function presetGraph(
  preset: GraphPreset,
  size: number,
  { weights, primary }: PresetGraphSettings = {},
): { readonly weights: readonly number[]; readonly transitions: readonly (readonly number[])[] } {
  requireOneOf('preset-graph', 'preset', preset, graphPresets);
  requireCount('preset-graph', 'size', size);
  if (preset === 'fixed-sequence' && weights !== undefined) {
    throw argumentError(
      'preset-graph',
      'weights',
      'do not belong to a fixed sequence, whose first hypothesis has all of the level',
      weights.join(', '),
      'none',
      'Leave the weights out, or choose `fallback`',
    );
  }
  if (preset !== 'parallel-gatekeeping' && primary !== undefined) {
    throw argumentError(
      'preset-graph',
      'primary',
      'belongs to parallel gatekeeping only',
      `${primary} with ${preset}`,
      'none',
      'Leave it out, or choose `parallel-gatekeeping`',
    );
  }
  const indices = Array.from({ length: size }, (_, index) => index);
  const matrix = (cell: (from: number, to: number) => number) =>
    indices.map((from) => indices.map((to) => (from === to ? 0 : cell(from, to))));
  const equal = weights ?? indices.map(() => 1 / size);
  switch (preset) {
    case 'holm': {
      const total = equal.reduce((sum, weight) => sum + weight, 0);
      // In proportion to the shares of the others: weighted Holm.
      return { weights: equal, transitions: matrix((from, to) => shareOf(equal[to]!, total - equal[from]!)) };
    }
    case 'fixed-sequence':
      return {
        weights: indices.map((index) => (index === 0 ? 1 : 0)),
        transitions: matrix((from, to) => (to === from + 1 ? 1 : 0)),
      };
    case 'fallback':
      return { weights: equal, transitions: matrix((from, to) => (to === from + 1 ? 1 : 0)) };
    case 'parallel-gatekeeping': {
      if (primary === undefined || !(Number.isInteger(primary) && primary >= 1 && primary < size)) {
        throw argumentError(
          'preset-graph',
          'primary',
          'is not the size of a first family',
          String(primary),
          `a whole number from 1 to ${size - 1}`,
          'Say how many of the hypotheses, from the first on, are primary',
        );
      }
      const others = size - primary;
      return {
        weights: weights ?? indices.map((index) => (index < primary ? 1 / primary : 0)),
        transitions: matrix((from, to) => {
          if (to < primary) return 0;
          return from < primary ? 1 / others : 1 / (others - 1);
        }),
      };
    }
  }
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
