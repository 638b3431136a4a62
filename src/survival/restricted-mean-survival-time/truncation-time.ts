import { argumentError } from '../../core/errors.js';
import type { ProductLimit } from '../product-limit.js';

/** How the time up to which means are taken is chosen, where it is not given. */
export const windowRules = [
  'smallest-of-largest-times',
  'smallest-of-largest-event-times',
  'largest-time-with-n-at-risk',
] as const;
export type WindowRule = (typeof windowRules)[number];

/** The time up to which means are taken, and where it came from. */
export interface TruncationTime {
  readonly tau: number;
  readonly rule: 'given' | WindowRule;
  /** The number that must be at risk, for the rule that asks for one. */
  readonly numberAtRisk: number | null;
}

/**
 * The time up to which means are taken: the one given, or by a rule on the curves of the arms, empty arms aside.
 * `smallest-of-largest-times`: the last time of the arm that was followed least. `smallest-of-largest-event-times`: the
 * last event of the arm whose last event came first. `largest-time-with-n-at-risk`: the last time just before which every
 * arm has at least that many at risk. A rule that looks at the data leaves its own variation out of intervals.
 * Source: Tian L, Jin H, Uno H, et al. Biometrics 2020;76:1157-1166 (windows up to the largest time).
 * A given time that differs from an observed one by rounding error only is that time.
 */
export function truncationTime(
  method: string,
  curves: readonly ProductLimit[],
  tau: number | undefined,
  rule: WindowRule,
  numberAtRisk: number,
): TruncationTime {
  if (tau !== undefined) {
    if (!(tau > 0 && Number.isFinite(tau))) {
      throw argumentError(method, 'tau', 'is no time', String(tau), 'a number above 0');
    }
    return { tau: observedTime(curves, tau), rule: 'given', numberAtRisk: null };
  }
  if (!windowRules.includes(rule)) {
    throw argumentError(method, 'window', 'is no rule', `"${rule}"`, windowRules.join(', '));
  }
  const counted = rule === 'largest-time-with-n-at-risk';
  if (counted && !(Number.isInteger(numberAtRisk) && numberAtRisk > 0)) {
    throw argumentError(
      method,
      'numberAtRisk',
      'is no count',
      String(numberAtRisk),
      'a whole number above 0',
    );
  }
  const holds = {
    'smallest-of-largest-times': () => true,
    'smallest-of-largest-event-times': (curve: ProductLimit, step: number) => curve.events[step]! > 0,
    'largest-time-with-n-at-risk': (curve: ProductLimit, step: number) => curve.atRisk[step]! >= numberAtRisk,
  }[rule];
  let smallest = Number.POSITIVE_INFINITY;
  for (const curve of curves) {
    if (curve.time.length === 0) continue;
    let last = curve.time.length - 1;
    while (last >= 0 && !holds(curve, last)) last -= 1;
    smallest = Math.min(smallest, last < 0 ? 0 : curve.time[last]!);
  }
  if (!(smallest > 0 && Number.isFinite(smallest))) {
    throw argumentError(
      method,
      'window',
      'finds no time above 0',
      counted ? `${rule} with ${numberAtRisk} at risk` : rule,
      'a rule that every arm meets at some time after 0',
      'Give the time as "tau"',
    );
  }
  return { tau: smallest, rule, numberAtRisk: counted ? numberAtRisk : null };
}

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

function observedTime(curves: readonly ProductLimit[], tau: number): number {
  for (const { time } of curves) {
    const near = time.find((own) => Math.abs(own - tau) <= timeTolerance);
    if (near !== undefined) return near;
  }
  return tau;
}
