import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireLevel, requireList } from '../../../math/argument-checks.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';

export const kappaWeights = ['none', 'linear', 'quadratic'] as const;
export type KappaWeights = (typeof kappaWeights)[number];

export interface KappaOptions {
  /** Credit for ratings that lie near: none (default), by distance (Cicchetti-Allison), by its square (Fleiss-Cohen). */
  readonly weights?: KappaWeights;
  readonly level?: number;
}

export interface KappaResult {
  /** 1 is full agreement, 0 what chance gives, negative less than that. */
  readonly kappa: Estimable;
  /** Large-sample, used for the interval. */
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Standard error if there were no agreement beyond chance, used for z and p. */
  readonly nullStandardError: Estimable;
  readonly z: Estimable;
  readonly p: Estimable;
  /** Share of (weighted) agreement. */
  readonly observedAgreement: Estimable;
  readonly expectedAgreement: Estimable;
  readonly n: number;
  readonly level: number;
}

/**
 * How far two raters agree on categories beyond chance (Cohen's kappa), with or without credit for near misses.
 *
 * `table[i][j]` counts subjects that the first rater put in category i and the second in j. Without subjects:
 * `too-few-observations`. Where both raters use one and the same category, chance agreement is complete and kappa does
 * not exist (`no-variation`). Standard errors as SAS PROC FREQ and R vcd (Fleiss, Cohen and Everitt 1969). Limits are
 * those of Wald, cut to [-1, 1].
 *
 * @throws MethodError when the table is not square or holds what is no count.
 *
 * Sources: Cohen J. Educ Psychol Meas 1960;20:37-46, and Psychol Bull 1968;70:213-220. Fleiss JL, Cohen J, Everitt BS.
 * Psychol Bull 1969;72:323-327. Oracle: test/oracles/kappa.
 */
export function cohenKappa(table: readonly (readonly number[])[], options: KappaOptions = {}): KappaResult {
  requireOptions('kappa', options, { weights: kappaWeights, level: 'checked later' });
  const { weights = 'none', level = 0.95 } = options;
  requireLevel('kappa', 'level', level);
  requireList('kappa', 'table', table, 'one row of counts a category');
  const size = table.length;
  let n = 0;
  table.forEach((row, first) => {
    requireList('kappa', `table[${first}]`, row, 'counts');
    if (row.length !== size) {
      throw argumentError(
        'kappa',
        `table[${first}]`,
        'does not make the table square',
        String(row.length),
        String(size),
      );
    }
    row.forEach((count, second) => {
      requireCount('kappa', `table[${first}][${second}]`, count);
      n += count;
    });
  });
  if (n === 0) return noKappa('too-few-observations', n, level);
  const share = table.map((row) => row.map((count) => count / n));
  const rows = share.map((row) => row.reduce((sum, value) => sum + value, 0));
  const columns = share.map((_, second) => share.reduce((sum, row) => sum + row[second]!, 0));
  const credit = (first: number, second: number) => {
    if (weights === 'none') return first === second ? 1 : 0;
    const distance = Math.abs(first - second) / (size - 1);
    return weights === 'linear' ? 1 - distance : 1 - distance * distance;
  };
  const credits = table.map((_, first) => table.map((_, second) => (size === 1 ? 1 : credit(first, second))));
  let observed = 0;
  let expected = 0;
  const each = (visit: (first: number, second: number) => void) => {
    for (let first = 0; first < size; first += 1)
      for (let second = 0; second < size; second += 1) visit(first, second);
  };
  each((first, second) => {
    observed += credits[first]![second]! * share[first]![second]!;
    expected += credits[first]![second]! * rows[first]! * columns[second]!;
  });
  if (1 - expected < 1e-12) return noKappa('no-variation', n, level);
  const kappa = (observed - expected) / (1 - expected);
  const ofRow = credits.map((row) => row.reduce((sum, value, second) => sum + value * columns[second]!, 0));
  const ofColumn = credits.map((_, second) =>
    credits.reduce((sum, row, first) => sum + row[second]! * rows[first]!, 0),
  );
  let spread = 0;
  let nullSpread = 0;
  each((first, second) => {
    const weight = credits[first]![second]!;
    const chance = ofRow[first]! + ofColumn[second]!;
    spread += share[first]![second]! * (weight - chance * (1 - kappa)) ** 2;
    nullSpread += rows[first]! * columns[second]! * (weight - chance) ** 2;
  });
  const variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  const nullVariance = (nullSpread - expected ** 2) / (n * (1 - expected) ** 2);
  return described(kappa, Math.sqrt(Math.max(0, variance)), Math.sqrt(Math.max(0, nullVariance)), {
    observed,
    expected,
    n,
    level,
  });
}

/**
 * How far several raters agree on categories beyond chance (Fleiss's kappa). `counts[i][j]`: how many raters put
 * subject i in category j; each subject has the same number of raters, two or more, who need not be the same persons.
 *
 * The standard error is the one without agreement beyond chance (Fleiss, Nee and Landis 1979), right for the test; the
 * interval uses it too, cut to [-1, 1], and is rough where kappa is high. Without subjects: `too-few-observations`; all
 * ratings in one category: `no-variation`.
 *
 * @throws MethodError when subjects have different numbers of raters or of categories, a count is no whole number from
 * 0 up, or level is not in (0, 1).
 *
 * Sources: Fleiss JL. Psychol Bull 1971;76:378-382. Fleiss JL, Nee JCM, Landis JR. Psychol Bull 1979;86:974-977.
 */
export function fleissKappa(
  counts: readonly (readonly number[])[],
  options: { readonly level?: number } = {},
): KappaResult {
  requireOptions('kappa', options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel('kappa', 'level', level);
  requireList('kappa', 'counts', counts, 'one row of counts a subject');
  for (const [subject, row] of counts.entries()) {
    requireList('kappa', `counts[${subject}]`, row, 'counts');
    if (row.length !== counts[0]!.length) {
      throw argumentError(
        'kappa',
        `counts[${subject}]`,
        'has another number of categories than the first',
        String(row.length),
        String(counts[0]!.length),
      );
    }
  }
  const n = counts.length;
  if (n === 0) return noKappa('too-few-observations', n, level);
  const raters = counts[0]!.reduce((sum, count) => sum + count, 0);
  const shares = counts[0]!.map(() => 0);
  let observed = 0;
  counts.forEach((row, subject) => {
    let squares = 0;
    let sum = 0;
    row.forEach((count, category) => {
      requireCount('kappa', `counts[${subject}][${category}]`, count);
      squares += count * count;
      sum += count;
      shares[category]! += count / (n * raters);
    });
    if (sum !== raters || raters < 2) {
      throw argumentError(
        'kappa',
        `counts[${subject}]`,
        'has another number of raters',
        String(sum),
        `${Math.max(2, raters)}`,
      );
    }
    observed += (squares - raters) / (raters * (raters - 1) * n);
  });
  const expected = shares.reduce((sum, share) => sum + share * share, 0);
  if (1 - expected < 1e-12) return noKappa('no-variation', n, level);
  const kappa = (observed - expected) / (1 - expected);
  const mixed = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  const skewed = shares.reduce((sum, share) => sum + share * (1 - share) * (1 - 2 * share), 0);
  const nullError =
    (Math.sqrt(2) / (mixed * Math.sqrt(n * raters * (raters - 1)))) * Math.sqrt(mixed ** 2 - skewed);
  return described(kappa, nullError, nullError, { observed, expected, n, level });
}

function described(
  kappa: number,
  standardError: number,
  nullStandardError: number,
  { observed, expected, n, level }: { observed: number; expected: number; n: number; level: number },
): KappaResult {
  const half = criticalZ(level) * standardError;
  const none = notEstimable('no-variation');
  const varies = nullStandardError > 1e-12;
  const z = kappa / nullStandardError;
  return {
    kappa,
    standardError,
    lower: Math.max(-1, kappa - half),
    upper: Math.min(1, kappa + half),
    nullStandardError: varies ? nullStandardError : none,
    z: varies ? z : none,
    p: varies ? normalTwoSidedP(z) : none,
    observedAgreement: observed,
    expectedAgreement: expected,
    n,
    level,
  };
}

function noKappa(reason: NotEstimableReason, n: number, level: number): KappaResult {
  const none = notEstimable(reason);
  return {
    kappa: none,
    standardError: none,
    lower: none,
    upper: none,
    nullStandardError: none,
    z: none,
    p: none,
    observedAgreement: none,
    expectedAgreement: none,
    n,
    level,
  };
}
