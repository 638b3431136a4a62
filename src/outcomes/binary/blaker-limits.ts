import { betaCdf, betaQuantile, betaUpperTail } from '../../math/distributions/beta.js';
import { brentRoot } from '../../math/optimise/brent-root.js';

/**
 * Blaker's exact interval: the smallest interval that holds every proportion whose acceptability exceeds 1 - level. The
 * acceptability of p is the probability, under p, of all counts whose smaller tail is no larger than that of the
 * observed count. It lies within the Clopper-Pearson interval.
 *
 * Source: Blaker H. Can J Stat 2000;28:783-798. Klaschka J. COMPSTAT 2010: 1247-1254 (pieces).
 */
export function blakerLimits(events: number, n: number, level: number): { lower: number; upper: number } {
  return {
    lower: blakerLower(events, n, 1 - level),
    upper: 1 - blakerLower(n - events, n, 1 - level),
  };
}

/**
 * Below the observed share the acceptability is P(X >= events) + P(X <= k), where k is the largest count whose lower
 * tail is no larger than P(X >= events). It is made of pieces with one k each, and jumps up where k does, at the p at
 * which the two tails are equal. Within a piece it falls and then rises, so that it crosses `alpha` upwards once at most.
 */
function blakerLower(events: number, n: number, alpha: number): number {
  if (events === 0) return 0;
  const atLeast = (p: number) => betaCdf(p, events, n - events + 1);
  const atMost = (k: number, p: number) => (k < 0 ? 0 : betaUpperTail(p, k + 1, n - k));
  // The acceptability is at most twice the upper tail, and at least that tail itself.
  let left = betaQuantile(alpha / 2, events, n - events + 1);
  const end = betaQuantile(alpha, events, n - events + 1);
  let k = -1;
  while (k + 1 < events && atMost(k + 1, left) <= atLeast(left)) k += 1;
  for (;;) {
    const acceptability = (p: number) => atLeast(p) + atMost(k, p) - alpha;
    if (acceptability(left) >= 0) return left;
    const next = k + 1;
    const gap = (p: number) => atLeast(p) - atMost(next, p);
    const right = next < events && gap(end) > 0 ? brentRoot(gap, left, end) : end;
    if (acceptability(right) >= 0) return brentRoot(acceptability, left, right);
    if (right === end) return end;
    left = right;
    k = next;
  }
}
