import { argumentError } from '../../core/errors.js';
import { requireList } from '../../math/argument-checks.js';

/** One array of ratings a rater, all of the same subjects; NaN or null where a rating is missing. */
export type Ratings = readonly ArrayLike<number | null>[];

export interface RatedSubjects {
  /** Subjects with every rating, subject after subject. */
  readonly rows: readonly Float64Array[];
  readonly raters: number;
  /** Subjects left out because a rating is missing. */
  readonly missing: number;
}

/** Subjects with all ratings; throws on fewer than two raters, infinite values and lists of different lengths. */
export function ratedSubjects(method: string, ratings: Ratings): RatedSubjects {
  requireList(method, 'ratings', ratings, 'one list a rater');
  if (ratings.length < 2) {
    throw argumentError(method, 'ratings', 'are of too few raters', String(ratings.length), 'two or more');
  }
  const n = ratings[0]!.length;
  const rows: Float64Array[] = [];
  ratings.forEach((list, rater) => {
    requireList(method, `ratings[${rater}]`, list, 'one rating a subject');
    if (list.length !== n) {
      throw argumentError(
        method,
        `ratings[${rater}]`,
        'has another length than the first',
        String(list.length),
        `${n}, one a subject`,
      );
    }
  });
  for (let subject = 0; subject < n; subject += 1) {
    const row = Float64Array.from(ratings, (list) => list[subject] ?? Number.NaN);
    if (row.some((value) => value === Infinity || value === -Infinity)) {
      throw argumentError(method, 'ratings', 'hold an infinite value', `subject ${subject + 1}`, 'numbers');
    }
    if (!row.some(Number.isNaN)) rows.push(row);
  }
  return { rows, raters: ratings.length, missing: n - rows.length };
}
