import { countBelow } from '../../math/order/count-up-to.js';
import type { NormalDraws } from '../../math/random/normal-draws.js';
import { type DrawnRegression, drawLinearRegression, drawLogisticRegression } from './draw-regression.js';
import type { ImputationGroup } from './imputation-group.js';

export const imputationModels = ['normal', 'predictive-mean-matching'] as const;
/** How a number is drawn once its regression is: a yes-no outcome is always logistic. */
export type ImputationModel = (typeof imputationModels)[number];

/** Donors from whom a predictive mean match is drawn. */
export const matchingDonors = 5;

/**
 * Fits the regression of one visit to the rows where it was observed, draws its coefficients, and fills `missing` rows.
 *
 * `normal`: the drawn line plus a normal residual. `predictive-mean-matching`: the observed value of one of the five
 * subjects whose prediction by the fitted line is nearest to the prediction by the drawn line (type 1 matching, as R
 * `mice`). A yes-no outcome: 1 with the probability of the drawn logistic line.
 *
 * Sources: Little RJA. J Bus Econ Stat 1988;6:287-296. Morris TP, White IR, Royston P. BMC Med Res Methodol 2014;14:75.
 */
export function fillColumn(
  group: ImputationGroup,
  table: Float64Array,
  visit: number,
  predictors: Int32Array,
  missing: Int32Array,
  model: ImputationModel | 'logistic',
  draws: NormalDraws,
  start: Float64Array | null,
): DrawnRegression {
  const width = group.fixed + group.visits;
  const target = group.fixed + visit;
  const rows = group.observed[visit]!;
  const predict = (coefficients: Float64Array, row: number): number => {
    let sum = 0;
    for (let index = 0; index < predictors.length; index += 1) {
      sum += table[row * width + predictors[index]!]! * coefficients[index]!;
    }
    return sum;
  };
  if (model === 'logistic') {
    const line = drawLogisticRegression(group, table, rows, target, predictors, draws, start);
    for (const row of missing) {
      const p = 1 / (1 + Math.exp(-predict(line.drawn, row)));
      table[row * width + target] = draws.openUniform() < p ? 1 : 0;
    }
    return line;
  }
  const line = drawLinearRegression(group, table, rows, target, predictors, draws);
  if (model === 'normal') {
    for (const row of missing) {
      table[row * width + target] = predict(line.drawn, row) + line.spread * draws.normal();
    }
    return line;
  }
  const fitted = Float64Array.from(rows, (row) => predict(line.estimated, row));
  const order = Int32Array.from(fitted.keys()).sort((left, right) => fitted[left]! - fitted[right]!);
  const sorted = Float64Array.from(order, (index) => fitted[index]!);
  for (const row of missing) {
    const donor = order[drawNearest(sorted, predict(line.drawn, row), draws)]!;
    table[row * width + target] = table[rows[donor]! * width + target]!;
  }
  return line;
}

/** The position of one of the five sorted values nearest to `value`, all as likely. */
function drawNearest(sorted: Float64Array, value: number, draws: NormalDraws): number {
  let from = countBelow(sorted, value);
  let to = from;
  const donors = Math.min(matchingDonors, sorted.length);
  while (to - from < donors) {
    const left = from > 0 ? value - sorted[from - 1]! : Number.POSITIVE_INFINITY;
    const right = to < sorted.length ? sorted[to]! - value : Number.POSITIVE_INFINITY;
    if (left <= right) from -= 1;
    else to += 1;
  }
  return from + draws.integerBelow(donors);
}
