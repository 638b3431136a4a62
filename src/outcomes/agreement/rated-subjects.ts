import { argumentError } from '../../core/errors.js';
import { requireList } from '../../math/argument-checks.js';
import { numbersWithGaps } from '../../math/number-list.js';

/** One array of ratings a rater, all of the same subjects; NaN or null where a rating is missing. */
export type Ratings = readonly ArrayLike<number | null>[];

export interface RatedSubjects {
  /** Subjects with every rating, subject after subject. */
  readonly rows: readonly Float64Array[];
  readonly raters: number;
  /** Subjects left out because a rating is missing. */
  readonly missing: number;
}

/** Subjects with all ratings; throws on fewer than two raters, infinite values, text and lists of different lengths. */
export function ratedSubjects(method: string, ratings: Ratings): RatedSubjects {
  requireList(method, 'ratings', ratings, 'one list a rater');
  if (ratings.length < 2) {
    throw argumentError(method, 'ratings', 'are of too few raters', String(ratings.length), 'two or more');
  }
  const lists = ratings.map((list, rater) => numbersWithGaps(method, `ratings[${rater}]`, list));
  const n = lists[0]!.length;
  const rows: Float64Array[] = [];
  lists.forEach((list, rater) => {
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
    const row = Float64Array.from(lists, (list) => list[subject]!);
    if (!row.some(Number.isNaN)) rows.push(row);
  }
  return { rows, raters: ratings.length, missing: n - rows.length };
}
