import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { symmetricEigen } from '../../math/linear-algebra/symmetric-eigen.js';
import type { WorkingFit } from './fit-repeated-measures.js';
import { withoutHeld } from './maximise-covariance.js';
import { mmrmCurvature, type Parametrisation } from './mmrm-parametrisation.js';
import { squareProduct, subMatrix } from './repeated-measures-likelihood.js';
import { addWeightedProducts, mirror } from './visit-patterns.js';

/** Which second derivatives the uncertainty of the covariance parameters is taken from. */
export type CovarianceInformation = 'observed' | 'expected';

/**
 * Covariance of the covariance parameters: the inverse of their information; null where it is not positive definite.
 * Parameters held at their bound count as known.
 */
export function parameterCovariance(
  { maximum: { derivatives, held } }: WorkingFit,
  information: CovarianceInformation,
): Float64Array | null {
  const size = derivatives.score.length;
  const factor = cholesky(withoutHeld(derivatives[information], held, size), size);
  if (factor === null) return null;
  const spread = factor.inverse();
  for (const index of held) spread[index * (size + 1)] = 0;
  return spread;
}

/**
 * Kenward and Roger's covariance of the fixed effects, in working units: Φ + 2 Φ {Σ W_jk (Q_jk − P_jΦP_k − R_jk/4)} Φ,
 * which adds what estimating the covariance costs. R, the second derivatives, hangs on the parameters of the covariance:
 * those of SAS (`natural`) or of R mmrm. With null it is left out, and the result is the same for all parameters (Kenward
 * and Roger 2009; SAS `FIRSTORDER`; mmrm `Kenward-Roger-Linear`). `spread` is the covariance W of the covariance
 * parameters. Source: Kenward MG, Roger JH. Biometrics 1997;53:983-997.
 */
export function kenwardRogerCovariance(
  { model, structure, maximum }: WorkingFit,
  spread: Float64Array,
  secondDerivatives: Parametrisation | null,
): Float64Array {
  const { sums, matrices } = model;
  const { size } = sums;
  const { point, derivatives } = maximum;
  const width = size + 1;
  const { visits } = structure;
  const count = structure.parameters.length;
  const total = count * matrices;
  const middle = new Float64Array(width * width);
  const parametersOf = (matrix: number) => point.parameters.subarray(matrix * count, (matrix + 1) * count);
  const firsts = Array.from({ length: matrices }, (_, matrix) =>
    structure.firstDerivatives(parametersOf(matrix)),
  );
  /** For each matrix and parameter j: Σ_k W_jk D_k; and for each matrix Σ_jk W_jk D_jk. */
  const blended = firsts.map((list, matrix) =>
    list.map((_, j) => {
      const sum = new Float64Array(visits * visits);
      list.forEach((derivative, k) => {
        addScaled(sum, derivative, spread[(matrix * count + j) * total + matrix * count + k]!);
      });
      return sum;
    }),
  );
  const curvatures = firsts.map((list, matrix) => {
    const sum = new Float64Array(visits * visits);
    if (secondDerivatives === null) return sum;
    const own = new Float64Array(count * count);
    for (let j = 0; j < count; j += 1) {
      for (let k = 0; k < count; k += 1) {
        const weight = spread[(matrix * count + j) * total + matrix * count + k]!;
        own[j * count + k] = weight;
        const second = structure.secondDerivative(parametersOf(matrix), j, k);
        if (second !== null) addScaled(sum, second, weight);
      }
    }
    if (secondDerivatives === 'mmrm') {
      const factors = mmrmCurvature(structure, parametersOf(matrix), own);
      list.forEach((derivative, k) => {
        addScaled(sum, derivative, factors[k]!);
      });
    }
    return sum;
  });
  sums.patterns.forEach((pattern, index) => {
    const seen = pattern.visits.length;
    const inverse = point.inverses[index]!;
    const at = (matrix: Float64Array) => subMatrix(matrix, visits, pattern.visits);
    // V⁻¹ {Σ D_j V⁻¹ (Σ W_jk D_k) − ¼ Σ W_jk D_jk} V⁻¹
    const inner = at(curvatures[pattern.matrix]!).map((value) => -value / 4);
    firsts[pattern.matrix]!.forEach((derivative, j) => {
      const right = squareProduct(inverse, at(blended[pattern.matrix]![j]!), seen);
      addScaled(inner, squareProduct(at(derivative), right, seen), 1);
    });
    const weights = squareProduct(inverse, squareProduct(inner, inverse, seen), seen);
    for (let row = 0; row < seen; row += 1) {
      for (let column = 0; column < row; column += 1) {
        const mean = (weights[row * seen + column]! + weights[column * seen + row]!) / 2;
        weights[row * seen + column] = mean;
        weights[column * seen + row] = mean;
      }
    }
    addWeightedProducts(middle, pattern, sums, weights);
  });
  mirror(middle, width);
  const phi = point.coefficientCovariance;
  const sum = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    sum.set(middle.subarray(row * width, row * width + size), row * size);
  for (let k = 0; k < total; k += 1) {
    const blend = new Float64Array(size * size);
    for (let j = 0; j < total; j += 1) addScaled(blend, derivatives.slopes[j]!, spread[j * total + k]!);
    addScaled(sum, squareProduct(blend, squareProduct(phi, derivatives.slopes[k]!, size), size), -1);
  }
  const correction = squareProduct(phi, squareProduct(sum, phi, size), size);
  const adjusted = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      adjusted[row * size + column] =
        phi[row * size + column]! + correction[row * size + column]! + correction[column * size + row]!;
    }
  }
  return adjusted;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let cell = 0; cell < target.length; cell += 1) target[cell]! += factor * source[cell]!;
}

/** Corrections of a subject's residuals in a sandwich: none (CR0), bias reduced (CR2), jackknife (CR3). */
export const sandwichKinds = ['CR0', 'CR2', 'CR3'] as const;
export type SandwichKind = (typeof sandwichKinds)[number];

export interface SandwichCovariance {
  /** In working units. */
  readonly covariance: Float64Array;
  /** Bell and McCaffrey's degrees of freedom of a contrast in working units, the model's covariance taken as true. */
  degreesOfFreedom(contrast: Float64Array): number;
}

/**
 * Covariance of the fixed effects that holds where the covariance model does not: Φ {Σ XᵀV⁻¹A e eᵀAᵀV⁻¹X} Φ over
 * subjects, e their residuals. A is 1 for `CR0` (SAS `EMPIRICAL`), (1 − H)⁻¹ for `CR3` (the jackknife of
 * R mmrm) and, for `CR2`, the adjustment that makes the expectation right under the model. No factor such as n / (n − p).
 *
 * Sources: Liang KY, Zeger SL. Biometrika 1986;73:13-22. Mancl LA, DeRouen TA. Biometrics 2001;57:126-134. Bell RM,
 * McCaffrey DF. Surv Methodol 2002;28:169-181. Pustejovsky JE, Tipton E. J Bus Econ Stat 2018;36:672-683.
 */
export function sandwichFixedEffects(
  { rows, model, structure, maximum, design, outcome }: WorkingFit,
  kind: SandwichKind,
): SandwichCovariance {
  const { size } = model.sums;
  const { point } = maximum;
  const phi = point.coefficientCovariance;
  const subjects = rows.start.length - 1;
  const meat = new Float64Array(size * size);
  /** For each subject XᵀV⁻¹A, size × seen. */
  const carriers: Float64Array[] = [];
  const variances: Float64Array[] = [];
  for (let subject = 0; subject < subjects; subject += 1) {
    const from = rows.start[subject]!;
    const seen = rows.start[subject + 1]! - from;
    const variance = subMatrix(
      point.covariances[rows.matrixOf[subject]!]!,
      structure.visits,
      rows.visit.subarray(from, from + seen),
    );
    const inverse = cholesky(variance, seen)!.inverse();
    const own = design.subarray(from * size, (from + seen) * size);
    const fitted = fittedVariance(own, phi, seen, size);
    const correction = correct(kind, variance, fitted, seen);
    const weights = correction === null ? inverse : squareProduct(inverse, correction, seen);
    const carrier = new Float64Array(size * seen);
    for (let column = 0; column < size; column += 1) {
      for (let b = 0; b < seen; b += 1) {
        let sum = 0;
        for (let a = 0; a < seen; a += 1) sum += own[a * size + column]! * weights[a * seen + b]!;
        carrier[column * seen + b] = sum;
      }
    }
    carriers.push(carrier);
    variances.push(variance);
    const score = new Float64Array(size);
    for (let b = 0; b < seen; b += 1) {
      let residual = outcome[from + b]!;
      for (let column = 0; column < size; column += 1) {
        residual -= own[b * size + column]! * point.coefficients[column]!;
      }
      for (let column = 0; column < size; column += 1)
        score[column]! += carrier[column * seen + b]! * residual;
    }
    addOuter(meat, score, 1);
  }
  return {
    covariance: squareProduct(phi, squareProduct(meat, phi, size), size),
    degreesOfFreedom: (contrast) => {
      const direction = new Float64Array(size);
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < size; column += 1) {
          direction[row]! += phi[row * size + column]! * contrast[column]!;
        }
      }
      let trace = 0;
      let squares = 0;
      const shared = new Float64Array(size * size);
      for (let subject = 0; subject < subjects; subject += 1) {
        const from = rows.start[subject]!;
        const seen = rows.start[subject + 1]! - from;
        const carrier = carriers[subject]!;
        const pull = new Float64Array(seen);
        const carried = new Float64Array(size);
        for (let b = 0; b < seen; b += 1) {
          for (let column = 0; column < size; column += 1) {
            pull[b]! += carrier[column * seen + b]! * direction[column]!;
          }
          for (let column = 0; column < size; column += 1) {
            carried[column]! += design[(from + b) * size + column]! * pull[b]!;
          }
        }
        const whole = quadratic(variances[subject]!, pull);
        const fitted = quadratic(phi, carried);
        trace += whole - fitted;
        squares += whole * whole - 2 * whole * fitted;
        addOuter(shared, carried, 1);
      }
      const product = squareProduct(phi, shared, size);
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < size; column += 1) {
          squares += product[row * size + column]! * product[column * size + row]!;
        }
      }
      return (trace * trace) / squares;
    },
  };
}

function quadratic(matrix: Float64Array, vector: Float64Array): number {
  const size = vector.length;
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      sum += vector[row]! * matrix[row * size + column]! * vector[column]!;
    }
  }
  return sum;
}

function addOuter(target: Float64Array, vector: Float64Array, factor: number): void {
  const size = vector.length;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      target[row * size + column]! += factor * vector[row]! * vector[column]!;
    }
  }
}

/** X Φ Xᵀ of one subject. */
function fittedVariance(own: Float64Array, phi: Float64Array, seen: number, size: number): Float64Array {
  const fitted = new Float64Array(seen * seen);
  for (let a = 0; a < seen; a += 1) {
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      for (let inner = 0; inner < size; inner += 1)
        sum += own[a * size + inner]! * phi[inner * size + column]!;
      if (sum === 0) continue;
      for (let b = 0; b < seen; b += 1) fitted[a * seen + b]! += sum * own[b * size + column]!;
    }
  }
  return fitted;
}

/** The matrix that a subject's residuals are multiplied by; null for none. */
function correct(
  kind: SandwichKind,
  variance: Float64Array,
  fitted: Float64Array,
  seen: number,
): Float64Array | null {
  if (kind === 'CR0') return null;
  const rest = variance.map((value, cell) => value - fitted[cell]!);
  if (kind === 'CR3') {
    // (1 − X Φ XᵀV⁻¹)⁻¹ = V (V − X Φ Xᵀ)⁻¹
    return squareProduct(variance, symmetricPower(rest, seen, -1), seen);
  }
  const { lower } = cholesky(variance, seen)!;
  // `lower` holds columns one after the other, so read row after row it is its transpose, the upper factor U.
  const upper = lower;
  const transposed = new Float64Array(seen * seen);
  for (let row = 0; row < seen; row += 1) {
    for (let column = 0; column < seen; column += 1) {
      transposed[row * seen + column] = upper[column * seen + row]!;
    }
  }
  const inner = squareProduct(upper, squareProduct(rest, transposed, seen), seen);
  const root = symmetricPower(inner, seen, -1 / 2);
  return squareProduct(transposed, squareProduct(root, upper, seen), seen);
}

/** A power of a symmetric matrix; directions in which it is 0, of a subject alone in its column, stay 0. */
function symmetricPower(matrix: Float64Array, size: number, exponent: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const power = new Float64Array(size * size);
  for (let index = 0; index < size; index += 1) {
    const value = values[index]!;
    if (!(value > values[0]! * 1e-12)) continue;
    addOuter(power, vectors.slice(index * size, (index + 1) * size), value ** exponent);
  }
  return power;
}
