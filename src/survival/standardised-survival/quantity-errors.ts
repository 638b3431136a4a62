import { Xoshiro256 } from '../../math/random/xoshiro256.js';
import {
  type CoxInput,
  type CoxOptions,
  coxInfluence,
  type FittedCoxModel,
  fitCoxModel,
  whyNoPrediction,
} from '../cox-influence.js';
import { averageCurves } from './average-curves.js';
import type { AverageSurvival, MarginalQuantity } from './marginal-effects.js';

/** Standard errors: of each arm's curve at each time, and of each quantity; null where there is none. */
export interface MarginalErrors {
  readonly curves: readonly Float64Array[];
  readonly quantities: readonly (number | null)[];
  /** Resamples in which no model could be fitted; 0 for influence functions. */
  readonly failedResamples: number;
}

/** Subjects as units of variance: rows that share a code stand or fall together. */
export interface Units {
  /** By row of the input. */
  readonly codes: Int32Array;
  readonly count: number;
}

/** Standard errors from influence functions: the root of the sum over units of their squared influences. */
export function influenceErrors(
  model: FittedCoxModel,
  arms: readonly string[],
  grid: Float64Array,
  quantities: readonly MarginalQuantity[],
  units: Units,
): MarginalErrors {
  const { n, source } = model.rows;
  const unit = Int32Array.from(source, (row) => units.codes[row]!);
  const slopesAt: { readonly quantity: number; readonly arm: number; readonly slope: number }[][] =
    Array.from(grid, () => []);
  quantities.forEach(({ slopes }, quantity) => {
    for (const { arm, step, slope } of slopes) slopesAt[step]!.push({ quantity, arm, slope });
  });
  const totals = quantities.map(() => new Float64Array(units.count));
  const curves = arms.map(() => new Float64Array(grid.length));
  const ofUnit = new Float64Array(units.count);
  averageCurves(model, arms, grid, coxInfluence(model), (step, influence) => {
    influence.forEach((values, arm) => {
      ofUnit.fill(0);
      for (let place = 0; place < n; place += 1) ofUnit[unit[place]!]! += values[place]!;
      curves[arm]![step] = rootOfSquares(ofUnit);
      for (const part of slopesAt[step]!) {
        if (part.arm !== arm) continue;
        const total = totals[part.quantity]!;
        for (let code = 0; code < ofUnit.length; code += 1) total[code]! += part.slope * ofUnit[code]!;
      }
    });
  });
  return {
    curves,
    quantities: quantities.map(({ value }, index) =>
      typeof value === 'number' ? aboveRounding(rootOfSquares(totals[index]!)) : null,
    ),
    failedResamples: 0,
  };
}

/** Influences that cancel leave rounding: no number of subjects makes a true error so small. */
function aboveRounding(error: number): number {
  return error < 1e-13 ? 0 : error;
}

function rootOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]! ** 2;
  return Math.sqrt(sum);
}

export interface BootstrapPlan {
  readonly resamples: number;
  readonly seed: number;
  /** The input with `rows` of it, in that order, repeats allowed. */
  readonly pick: (rows: Int32Array) => CoxInput;
  readonly fit: CoxOptions;
  readonly quantities: (survival: AverageSurvival) => readonly MarginalQuantity[];
}

/**
 * Standard errors from resampling units with replacement and fitting again: standard deviations over the resamples.
 * The seed decides every draw. A resample without a fit, or a quantity without a value in it, is left out.
 */
export function bootstrapErrors(
  arms: readonly string[],
  grid: Float64Array,
  quantityCount: number,
  units: Units,
  { resamples, seed, pick, fit, quantities }: BootstrapPlan,
): MarginalErrors {
  const random = new Xoshiro256(seed);
  const members: number[][] = Array.from({ length: units.count }, () => []);
  units.codes.forEach((code, row) => {
    members[code]!.push(row);
  });
  const curves = arms.map(() => Array.from(grid, () => new Spread()));
  const spreads = Array.from({ length: quantityCount }, () => new Spread());
  let failedResamples = 0;
  for (let resample = 0; resample < resamples; resample += 1) {
    const rows: number[] = [];
    for (let draw = 0; draw < units.count; draw += 1)
      rows.push(...members[random.integerBelow(units.count)]!);
    const model = fitCoxModel(pick(Int32Array.from(rows)), fit);
    if (whyNoPrediction(model) !== null) {
      failedResamples += 1;
      continue;
    }
    const survival = averageCurves(model as FittedCoxModel, arms, grid);
    survival.forEach((curve, arm) => {
      curve.forEach((value, step) => {
        curves[arm]![step]!.add(value);
      });
    });
    quantities(survival).forEach(({ value }, index) => {
      if (typeof value === 'number') spreads[index]!.add(value);
    });
  }
  return {
    curves: curves.map((list) => Float64Array.from(list, (spread) => spread.deviation ?? 0)),
    quantities: spreads.map((spread) => spread.deviation),
    failedResamples,
  };
}

/** Mean and standard deviation of numbers as they come (Welford). */
class Spread {
  #n = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#n += 1;
    const gap = value - this.#mean;
    this.#mean += gap / this.#n;
    this.#squares += gap * (value - this.#mean);
  }

  get deviation(): number | null {
    return this.#n < 2 ? null : Math.sqrt(this.#squares / (this.#n - 1));
  }
}
