/**
 * The categories as numbers, when their names are numbers that rise with the scale, such as organ-support-free days
 * from -1 to 21; null when they are words or fall.
 */
export function categoryScores(categories: readonly string[]): Float64Array | null {
  const scores = Float64Array.from(categories, (name) =>
    name.trim() === '' ? Number.NaN : Number(name.replace('−', '-')),
  );
  const rises = scores.every(
    (score, index) => Number.isFinite(score) && (index === 0 || score > scores[index - 1]!),
  );
  return rises ? scores : null;
}
