import type { CoxInfluence, FittedCoxModel } from '../cox-influence.js';

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

/** Called at each time of the grid with the influence of every subject on each arm's average survival. */
export type InfluenceVisitor = (step: number, influence: readonly Float64Array[]) => void;

/**
 * Survival averaged over all subjects as if all were in one arm, for each arm, at each time of an ascending grid.
 *
 * Each subject keeps the covariates, offset and stratum it has; only the arm is set. With `sensitivity` and `visit`,
 * each time also gives what each subject adds to the average: its own distance from the mean, its part in the
 * coefficients and its part in the baseline hazard. Case weights weight the mean and multiply influences. O(n times
 * arms (1 + p)).
 *
 * @returns one array an arm, one entry a time.
 * Source: Makuch RW. J Chronic Dis 1982;35:437-443; Chen P-Y, Tsiatis AA. Biometrics 2001;57:1030-1038 (variance).
 * Oracle: test/oracles/standardised-survival.
 */
export function averageCurves(
  model: FittedCoxModel,
  arms: readonly string[],
  grid: Float64Array,
  sensitivity: CoxInfluence | null = null,
  visit: InfluenceVisitor | null = null,
): readonly Float64Array[] {
  const { rows, maximum } = model;
  const { n, columnCount: p, strataRows, strataTimes, eventTime } = rows;
  const weight = rows.weight ?? new Float64Array(n).fill(1);
  const totalWeight = weight.reduce((sum, value) => sum + value, 0);
  const stratum = stratumOfPlaces(strataRows, n);
  const { columns, risk } = counterfactuals(model, arms, stratum);
  const hazard = sensitivity?.hazard ?? model.likelihood.sweep(maximum.beta).hazard;
  const strata = strataRows.length - 1;
  const cumulative = new Float64Array(strata);
  const cumulativeMean = new Float64Array(strata * p);
  const hazardChange = new Float64Array(n);
  const own = arms.map(() => new Float64Array(n));
  const influence = arms.map(() => new Float64Array(visit === null ? 0 : n));
  const averages = arms.map(() => new Float64Array(grid.length));
  const next = Int32Array.from(strataTimes.subarray(0, strata));
  for (let step = 0; step < grid.length; step += 1) {
    const limit = grid[step]! + timeTolerance;
    for (let layer = 0; layer < strata; layer += 1) {
      for (; next[layer]! < strataTimes[layer + 1]! && eventTime[next[layer]!]! <= limit; next[layer]! += 1) {
        const event = next[layer]!;
        cumulative[layer]! += hazard[event]!;
        if (sensitivity === null) continue;
        for (let column = 0; column < p; column += 1) {
          cumulativeMean[layer * p + column]! += sensitivity.hazardMean[event * p + column]!;
        }
        moveHazardChange(model, sensitivity, event, layer, hazardChange);
      }
    }
    arms.forEach((_, arm) => {
      const survival = own[arm]!;
      // Slope of the average by each stratum's cumulative hazard, and by the coefficients at equal hazard.
      const byHazard = new Float64Array(strata);
      const byCoefficient = new Float64Array(p);
      let sum = 0;
      for (let place = 0; place < n; place += 1) {
        const layer = stratum[place]!;
        const level = cumulative[layer]!;
        const size = risk[arm]![place]!;
        const value = Math.exp(-size * level);
        survival[place] = value;
        sum += weight[place]! * value;
        if (visit === null) continue;
        const slope = (weight[place]! * size * value) / totalWeight;
        byHazard[layer]! += slope;
        for (let column = 0; column < p; column += 1) {
          const x = columns[column]?.[arm]?.[layer] ?? rows.x[place * p + column]!;
          byCoefficient[column]! -= slope * level * x;
        }
      }
      averages[arm]![step] = sum / totalWeight;
      if (visit === null || sensitivity === null) return;
      for (let layer = 0; layer < strata; layer += 1) {
        for (let column = 0; column < p; column += 1) {
          byCoefficient[column]! += byHazard[layer]! * cumulativeMean[layer * p + column]!;
        }
      }
      for (let place = 0; place < n; place += 1) {
        let change = (survival[place]! - averages[arm]![step]!) / totalWeight;
        change -= byHazard[stratum[place]!]! * hazardChange[place]!;
        for (let column = 0; column < p; column += 1) {
          change += byCoefficient[column]! * sensitivity.coefficients[place * p + column]!;
        }
        influence[arm]![place] = weight[place]! * change;
      }
    });
    visit?.(step, influence);
  }
  return averages;
}

function stratumOfPlaces(strataRows: Int32Array, n: number): Int32Array {
  const stratum = new Int32Array(n);
  for (let layer = 0; layer + 1 < strataRows.length; layer += 1) {
    stratum.fill(layer, strataRows[layer]!, strataRows[layer + 1]!);
  }
  return stratum;
}

/**
 * Relative risk of each place under each arm, on the scale of the fit's baseline hazard. `columns[column][arm][stratum]`
 * is the value that an arm column takes; undefined for covariates, which subjects keep.
 */
function counterfactuals(
  { rows, terms, kept, maximum, likelihood }: FittedCoxModel,
  arms: readonly string[],
  stratum: Int32Array,
) {
  const { n, columnCount: p, center, scale, x, offset } = rows;
  const { beta } = maximum;
  const { shift } = likelihood.sweep(beta);
  const columns = kept.map((index, column) => {
    const { role, of } = terms[index]!;
    if (role !== 'comparison') return undefined;
    return arms.map((arm) =>
      center.map((middle) => ((arm === of ? 1 : 0) - middle[column]!) / scale[column]!),
    );
  });
  const risk = arms.map((_, arm) => {
    const values = new Float64Array(n);
    for (let place = 0; place < n; place += 1) {
      let linear = (offset === null ? 0 : offset[place]!) - shift;
      for (let column = 0; column < p; column += 1) {
        const value = columns[column]?.[arm]?.[stratum[place]!] ?? x[place * p + column]!;
        linear += beta[column]! * value;
      }
      values[place] = Math.exp(Math.min(linear, 700));
    }
    return values;
  });
  return { columns, risk };
}

/** Adds what each subject's weight does to the hazard at one event time, the coefficients being equal. */
function moveHazardChange(
  { rows }: FittedCoxModel,
  { relativeRisk, perEvent, perRisk, perOwnRisk }: CoxInfluence,
  event: number,
  layer: number,
  change: Float64Array,
): void {
  const { strataRows, firstRow, endRow, entry, eventTime } = rows;
  const now = eventTime[event]!;
  for (let place = firstRow[event]!; place < strataRows[layer + 1]!; place += 1) {
    if (entry !== null && entry[place]! >= now) continue;
    if (place < endRow[event]! && rows.event[place] === 1) {
      change[place]! += perEvent[event]! - relativeRisk[place]! * perOwnRisk[event]!;
    } else change[place]! -= relativeRisk[place]! * perRisk[event]!;
  }
}
