/** Positions of every other group and of the reference; none without a reference. */
export function groupPairs(
  levels: readonly string[],
  reference: string | null,
): readonly (readonly [of: number, versus: number])[] {
  const versus = reference === null ? -1 : levels.indexOf(reference);
  if (versus < 0) return [];
  return levels.flatMap((_, of) => (of === versus ? [] : [[of, versus] as const]));
}
