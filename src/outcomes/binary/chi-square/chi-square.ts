import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireList } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { type EventCount, requireEventCount } from '../event-count.js';

export interface ChiSquareTest {
  /** Pearson's statistic without continuity correction. */
  readonly chiSquare: Estimable;
  /** Arms less one. */
  readonly df: number;
  readonly p: Estimable;
  /** With Yates' correction; two arms only. */
  readonly correctedChiSquare: Estimable;
  readonly correctedP: Estimable;
  /** Smallest expected count of a cell; below 5 the approximation is doubted. */
  readonly smallestExpected: Estimable;
}

/**
 * Tests whether the proportion with the event is the same in all arms.
 *
 * Both variants are always given, since papers rarely say which they used: R `chisq.test` and `prop.test` correct
 * two-arm tables unless told otherwise; SAS FREQ `CHISQ` prints both. The correction takes 1/2 off each |observed -
 * expected|, and no more than there is. With more than two arms there is no correction: `not-applicable`. With no
 * events, or only events, both are `no-variation`; with an empty arm `empty-group`.
 *
 * @throws MethodError when there are fewer than two arms, or a count is not whole, negative or above n.
 *
 * Sources: Pearson K. Philos Mag 1900;50:157-175. Yates F. Suppl J R Stat Soc 1934;1:217-235. Oracle:
 * test/oracles/chi-square.
 */
export function chiSquareTest(arms: readonly EventCount[]): ChiSquareTest {
  requireList('chi-square', 'arms', arms, 'a list of events and n');
  if (arms.length < 2) {
    throw argumentError('chi-square', 'arms', 'are too few to compare', String(arms.length), 'two or more');
  }
  for (const [index, arm] of arms.entries()) requireEventCount('chi-square', `arms[${index}]`, arm);
  const df = arms.length - 1;
  const subjects = arms.reduce((sum, arm) => sum + arm.n, 0);
  const events = arms.reduce((sum, arm) => sum + arm.events, 0);
  if (arms.some((arm) => arm.n === 0)) return noTest(df, 'empty-group');
  if (events === 0 || events === subjects) return noTest(df, 'no-variation');

  const smallest = arms.reduce((least, arm) => Math.min(least, arm.n), subjects);
  const rarer = Math.min(events, subjects - events);
  const smallestExpected = (rarer * smallest) / subjects;
  // An arm's two cells deviate alike, so each arm adds d² / (n · pooled · (1 - pooled)).
  const scale = (subjects * subjects) / (events * (subjects - events));
  const deviations = arms.map((arm) => (arm.events * subjects - events * arm.n) / subjects);
  const statistic = (shrink: number) =>
    arms.reduce((sum, arm, index) => {
      const deviation = Math.max(0, Math.abs(deviations[index]!) - shrink);
      return sum + (deviation * deviation * scale) / arm.n;
    }, 0);
  const chiSquare = statistic(0);
  const corrected = df === 1 ? statistic(0.5) : notEstimable('not-applicable');
  return {
    chiSquare,
    df,
    p: chiSquareUpperTail(chiSquare, df),
    correctedChiSquare: corrected,
    correctedP: typeof corrected === 'number' ? chiSquareUpperTail(corrected, df) : corrected,
    smallestExpected,
  };
}

function noTest(df: number, reason: 'empty-group' | 'no-variation'): ChiSquareTest {
  const none = notEstimable(reason);
  const corrected = df === 1 ? none : notEstimable('not-applicable');
  return {
    chiSquare: none,
    df,
    p: none,
    correctedChiSquare: corrected,
    correctedP: corrected,
    smallestExpected: none,
  };
}
