import type { PivotedQr } from '../../../math/linear-algebra/pivoted-qr.js';
import type { AncovaDesign } from './ancova-design.js';

export const ancovaVariances = ['model', 'HC0', 'HC1', 'HC2', 'HC3', 'anhecova'] as const;
export type AncovaVariance = (typeof ancovaVariances)[number];

/** Covariance of the coefficients of two columns that the model keeps. */
export type CoefficientCovariance = (left: number, right: number) => number;

interface Fit {
  readonly qr: PivotedQr;
  readonly coefficients: Float64Array;
  /** Residual mean square. */
  readonly variance: number;
}

/** Covariance under the same variance for all subjects. */
export function modelCovariance({ qr, variance }: Fit): CoefficientCovariance {
  const inverse = qr.inverseCrossProduct();
  const place = placesOf(qr);
  return (left, right) => inverse[place.get(left)! * qr.rank + place.get(right)!]! * variance;
}

/**
 * The sandwich covariance, which lets every subject have a variance of its own. HC0 is White's; HC1 multiplies by n / df;
 * HC2 and HC3 divide squared residuals by one less the leverage, once and twice. Null when a subject alone determines a
 * coefficient, so that HC2 and HC3 do not exist. Source: MacKinnon JG, White H. J Econom 1985;29:305-325.
 */
export function sandwichCovariance(
  design: AncovaDesign,
  { qr, coefficients }: Fit,
  kind: 'HC0' | 'HC1' | 'HC2' | 'HC3',
): CoefficientCovariance | null {
  const { rows, matrix } = design;
  const { rank } = qr;
  const bread = qr.inverseCrossProduct();
  const residuals = residualsOf(design, coefficients);
  const meat = new Float64Array(rank * rank);
  const x = new Float64Array(rank);
  const influence = new Float64Array(rank);
  for (let row = 0; row < rows; row += 1) {
    for (let index = 0; index < rank; index += 1) x[index] = matrix[qr.pivot[index]! * rows + row]!;
    let leverage = 0;
    for (let column = 0; column < rank; column += 1) {
      let sum = 0;
      for (let index = 0; index < rank; index += 1) sum += bread[column * rank + index]! * x[index]!;
      influence[column] = sum;
      leverage += sum * x[column]!;
    }
    const left = 1 - leverage;
    if (left < 1e-10 && (kind === 'HC2' || kind === 'HC3')) return null;
    const share = kind === 'HC2' ? 1 / left : kind === 'HC3' ? 1 / (left * left) : 1;
    const square = residuals[row]! * residuals[row]! * share;
    for (let column = 0; column < rank; column += 1) {
      for (let index = 0; index < rank; index += 1) {
        const cell = column * rank + index;
        meat[cell] = meat[cell]! + square * influence[column]! * influence[index]!;
      }
    }
  }
  const scale = kind === 'HC1' ? rows / (rows - rank) : 1;
  const place = placesOf(qr);
  return (left, right) => meat[place.get(left)! * rank + place.get(right)!]! * scale;
}

/**
 * Covariance of the least-squares means of two arms under the heterogeneous working model (covariates by arm), with the
 * chance of the covariates' means counted in: valid under simple and covariate-adaptive randomisation, whatever the true
 * model. Null when an arm has fewer than two subjects. Source: Ye T, Shao J, Yi Y, Zhao Q. J Am Stat Assoc 2023;118:2370-2382.
 */
export function anhecovaCovariance(
  design: AncovaDesign,
  codes: Int32Array,
  { coefficients }: Fit,
): CoefficientCovariance | null {
  const { rows, matrix, counts, covariateColumn, interactions, armColumn } = design;
  if (counts.some((count) => count === 1)) return null;
  const size =
    design.columns === covariateColumn ? 0 : design.columns - covariateColumn - interactions.length;
  const covariates = Array.from({ length: size }, (_, index) =>
    matrix.subarray((covariateColumn + index) * rows, (covariateColumn + index + 1) * rows),
  );
  const means = covariates.map((column) => column.reduce((sum, value) => sum + value, 0) / rows);
  const slope = (arm: number, covariate: number) =>
    coefficients[covariateColumn + covariate]! +
    interactions.reduce(
      (sum, term) =>
        term.arm === arm && term.covariate === covariate ? sum + coefficients[term.column]! : sum,
      0,
    );
  const residuals = residualsOf(design, coefficients);
  const within = counts.map((count, arm) => {
    let squares = 0;
    for (let row = 0; row < rows; row += 1) if (codes[row] === arm) squares += residuals[row]! ** 2;
    return squares / (count - 1) / count;
  });
  const spread = (left: number, right: number) => {
    let sum = 0;
    for (let row = 0; row < rows; row += 1)
      sum += (covariates[left]![row]! - means[left]!) * (covariates[right]![row]! - means[right]!);
    return sum / (rows - 1) / rows;
  };
  const spreads = covariates.map((_, left) => covariates.map((__, right) => spread(left, right)));
  const armOf = new Map(armColumn.map((column, arm) => [column, arm]));
  return (left, right) => {
    const [first, second] = [armOf.get(left)!, armOf.get(right)!];
    let sum = first === second ? within[first]! : 0;
    spreads.forEach((row, one) => {
      row.forEach((value, other) => {
        sum += slope(first, one) * value * slope(second, other);
      });
    });
    return sum;
  };
}

function residualsOf(
  { rows, columns, matrix, outcome }: AncovaDesign,
  coefficients: Float64Array,
): Float64Array {
  const residuals = outcome.slice();
  for (let column = 0; column < columns; column += 1) {
    const coefficient = coefficients[column]!;
    if (coefficient === 0) continue;
    for (let row = 0; row < rows; row += 1)
      residuals[row] = residuals[row]! - coefficient * matrix[column * rows + row]!;
  }
  return residuals;
}

function placesOf(qr: PivotedQr): Map<number, number> {
  return new Map(Array.from(qr.pivot.subarray(0, qr.rank), (column, index) => [column, index] as const));
}
