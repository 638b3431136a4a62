import { betaCdf, betaQuantile, betaUpperQuantile, betaUpperTail } from '../../math/distributions/beta.js';
import { brentRoot } from '../../math/optimise/brent-root.js';

/**
 * Blaker's exact interval: the smallest interval that holds every proportion whose acceptability exceeds 1 - level. The
 * acceptability of p is the probability, under p, of all counts whose smaller tail is no larger than that of the
 * observed count. It lies within the Clopper-Pearson interval.
 *
 * Source: Blaker H. Can J Stat 2000;28:783-798. Klaschka J. COMPSTAT 2010: 1247-1254 (pieces).
 */
export function blakerLimits(events: number, n: number, level: number): { lower: number; upper: number } {
  const alpha = 1 - level;
  const atLeast = (count: number, p: number) => (count > n ? 0 : betaCdf(p, count, n - count + 1));
  const atMost = (count: number, p: number) => (count < 0 ? 0 : betaUpperTail(p, count + 1, n - count));
  return {
    lower:
      events === 0
        ? 0
        : outermost(
            {
              own: (p) => atLeast(events, p),
              other: (step, p) => atMost(step - 1, p),
              steps: events,
              from: betaQuantile(alpha / 2, events, n - events + 1),
              to: betaQuantile(alpha, events, n - events + 1),
            },
            alpha,
          ),
    upper:
      events === n
        ? 1
        : outermost(
            {
              own: (p) => atMost(events, p),
              other: (step, p) => atLeast(n + 1 - step, p),
              steps: n - events,
              from: betaUpperQuantile(alpha / 2, events + 1, n - events),
              to: betaUpperQuantile(alpha, events + 1, n - events),
            },
            alpha,
          ),
  };
}

/** What the limit on one side of the observed share is made of. */
interface Side {
  /** The tail of the observed count, away from the share. */
  readonly own: (p: number) => number;
  /** The opposite tail of its `step` outermost counts, nothing for 0. */
  readonly other: (step: number, p: number) => number;
  /** Counts beyond the observed one on the opposite side. */
  readonly steps: number;
  /** Proportions at which the own tail is half of alpha and all of it: the limit lies between. */
  readonly from: number;
  readonly to: number;
}

/**
 * The acceptability is the own tail and the opposite tail of as many counts as make it no larger than the own one. It is
 * made of pieces with one number of counts each, and jumps up at the p where a further opposite tail comes down to the
 * own one. Within a piece it falls and then rises from `from` on, so that it crosses `alpha` upwards once at most.
 */
function outermost({ own, other, steps, from, to }: Side, alpha: number): number {
  const fits = (step: number, p: number) => other(step, p) <= own(p);
  // The largest number of counts at `from`, by halving: there may be millions.
  let step = 0;
  let beyond = steps + 1;
  while (beyond - step > 1) {
    const middle = Math.floor((step + beyond) / 2);
    if (fits(middle, from)) step = middle;
    else beyond = middle;
  }
  let near = from;
  for (;;) {
    const acceptability = (p: number) => own(p) + other(step, p) - alpha;
    if (acceptability(near) >= 0) return near;
    const next = step + 1;
    const gap = (p: number) => own(p) - other(next, p);
    const far = next <= steps && gap(to) > 0 ? brentRoot(gap, near, to) : to;
    if (acceptability(far) >= 0) return brentRoot(acceptability, near, far);
    if (far === to) return to;
    near = far;
    step = next;
  }
}
