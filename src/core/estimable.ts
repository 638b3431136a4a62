/** Why a number does not exist. The list is closed so that every renderer can handle every case. */
export type NotEstimableReason =
  | 'not-reached' // a survival quantile that the curve never reaches
  | 'no-events'
  | 'no-variation' // zero variance where a variance is needed
  | 'empty-group'
  | 'too-few-observations'
  | 'zero-cells' // a zero count makes the estimate infinite or undefined
  | 'separated' // a covariate predicts the outcome perfectly: the estimate is infinite
  | 'collinear'
  | 'not-converged'
  | 'beyond-last-observation'
  | 'overflow' // beyond the largest number that can be represented
  | 'not-applicable';

/** A number, or the reason why there is none. Never NaN, never an infinite stand-in. */
export type Estimable = number | { readonly notEstimable: NotEstimableReason };

export function notEstimable(reason: NotEstimableReason): { readonly notEstimable: NotEstimableReason } {
  return { notEstimable: reason };
}

export function isEstimable(value: Estimable): value is number {
  return typeof value === 'number';
}

/** Applies `transform` to a number and passes a reason through unchanged. */
export function mapEstimable(value: Estimable, transform: (number: number) => number): Estimable {
  return isEstimable(value) ? transform(value) : value;
}

/**
 * A ratio from its logarithm: `overflow` where it is beyond the largest number that a double holds (logarithm above
 * 709.78), so that the logarithm stands alone. A reason passes through.
 */
export function ratioFromLog(logRatio: Estimable): Estimable {
  if (!isEstimable(logRatio)) return logRatio;
  const ratio = Math.exp(logRatio);
  return Number.isFinite(ratio) ? ratio : notEstimable('overflow');
}

/** The number, or `null` where there is none: for JSON rows and Vega data. */
export function numberOrNull(value: Estimable): number | null {
  return isEstimable(value) ? value : null;
}

const reasonTexts: Record<NotEstimableReason, string> = {
  'not-reached': 'not reached',
  'no-events': 'no events',
  'no-variation': 'no variation',
  'empty-group': 'empty group',
  'too-few-observations': 'too few observations',
  'zero-cells': 'zero cells',
  separated: 'separated: the estimate is infinite',
  collinear: 'collinear',
  'not-converged': 'did not converge',
  'beyond-last-observation': 'beyond the last observation',
  overflow: 'too large to represent',
  'not-applicable': 'not applicable',
};

/** The reason in words, as a table prints it. */
export function describeNotEstimable(reason: NotEstimableReason): string {
  return reasonTexts[reason];
}
