import { type Estimable, notEstimable } from '../../core/estimable.js';
import { criticalZ, normalCdf, normalTwoSidedP, normalUpperTail } from '../../math/distributions/normal.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { productDifference } from '../../math/special/product-difference.js';
import type { EventRate } from './event-rate.js';

/** Limits and p-values of a rate ratio, beside the ratio itself. */
export interface RateRatioFigures {
  readonly lower: Estimable;
  /** `zero-cells` where the limit is infinite. */
  readonly upper: Estimable;
  readonly p: number;
  readonly pLess: number;
  readonly pGreater: number;
}

/**
 * Score interval and test of a rate ratio: the ratios r at which (x - s y)² = z² s (x + y), with s the ratio times the
 * exposure of `of` over that of `versus`. At least one event is needed.
 */
export function scoreRateRatio(of: EventRate, versus: EventRate, level: number): RateRatioFigures {
  const [x, y] = [of.events, versus.events];
  const critical = criticalZ(level);
  const spread = critical * critical * (x + y);
  // The larger root times y², and the smaller as x² over it.
  const half = x * y + spread / 2 + Math.sqrt(spread * (x * y + spread / 4));
  const perExposure = versus.exposure / of.exposure;
  const z =
    productDifference(x, versus.exposure, y, of.exposure) /
    Math.sqrt(of.exposure) /
    Math.sqrt(versus.exposure) /
    Math.sqrt(x + y);
  return {
    lower: x === 0 ? 0 : finiteOrOverflow((x / half) * x * perExposure),
    upper: y === 0 ? notEstimable('zero-cells') : finiteOrOverflow((half / y / y) * perExposure),
    p: normalTwoSidedP(z),
    pLess: normalCdf(z),
    pGreater: normalUpperTail(z),
  };
}
