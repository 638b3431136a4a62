/**
 * Limits of Wilson's score interval for a proportion: the two roots p of (x/n - p)^2 = z^2 p (1 - p) / n. `events` may
 * be fractional, which is how the continuity correction enters (x - 1/2 and x + 1/2). The lower root comes from the
 * product of the roots, so that nothing cancels when it is near 0.
 *
 * Source: Wilson EB. J Am Stat Assoc 1927;22:209-212.
 */
export function wilsonLower(events: number, n: number, z: number): number {
  if (events <= 0) return 0;
  const proportion = events / n;
  return (proportion / (wilsonUpper(events, n, z) * (1 + (z * z) / n))) * proportion;
}

/** See `wilsonLower`. */
export function wilsonUpper(events: number, n: number, z: number): number {
  if (events >= n) return 1;
  const proportion = events / n;
  const shift = (z * z) / n;
  const spread = Math.sqrt(shift * (proportion * ((n - events) / n) + shift / 4));
  return (proportion + shift / 2 + spread) / (1 + shift);
}
