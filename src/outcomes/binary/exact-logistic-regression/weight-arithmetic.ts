import { logAddExp } from '../../../math/special/log-sum-exp.js';

/** How numbers of outcomes are held while they are counted: as they are, or as logarithms. */
export interface WeightArithmetic {
  readonly nothing: number;
  readonly one: number;
  readonly times: (weight: number, ratio: number) => number;
  /** Adds `from` times `ways` to `into`, `shift` entries further on, as far as that reaches. */
  readonly addShifted: (into: Float64Array, from: Float64Array, shift: number, ways: number) => void;
  /** Divides by the largest of all, in place, so that nothing overflows. */
  readonly scaleDown: (lists: Iterable<Float64Array>) => void;
  /** A weight over another, and its logarithm. */
  readonly ratio: (weight: number, other: number) => number;
  readonly logRatio: (weight: number, other: number) => number;
}

/** As they are, which is quickest. Of at most 1000 subjects no weight is less than 2^-1000 of the largest. */
export const plainWeights: WeightArithmetic = {
  nothing: 0,
  one: 1,
  times: (weight, ratio) => weight * ratio,
  addShifted: (into, from, shift, ways) => {
    for (let t = 0; t + shift < into.length; t += 1) into[t + shift] = into[t + shift]! + ways * from[t]!;
  },
  scaleDown: (lists) => {
    const all = [...lists];
    const largest = largestOf(all);
    for (const list of all) for (let t = 0; t < list.length; t += 1) list[t] = list[t]! / largest;
  },
  ratio: (weight, other) => weight / other,
  logRatio: (weight, other) => Math.log(weight / other),
};

/** As logarithms, which neither overflow nor underflow. */
export const logWeights: WeightArithmetic = {
  nothing: Number.NEGATIVE_INFINITY,
  one: 0,
  times: (weight, ratio) => weight + Math.log(ratio),
  addShifted: (into, from, shift, ways) => {
    for (let t = 0; t + shift < into.length; t += 1) {
      into[t + shift] = logAddExp(into[t + shift]!, ways + from[t]!);
    }
  },
  scaleDown: () => {},
  ratio: (weight, other) => Math.exp(weight - other),
  logRatio: (weight, other) => weight - other,
};

function largestOf(lists: readonly Float64Array[]): number {
  return lists.reduce((most, list) => list.reduce((own, weight) => Math.max(own, weight), most), 0);
}
