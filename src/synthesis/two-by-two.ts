import type { StudyRow } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { checkCounts, type DoubleZeroRule, type ZeroCellRule } from './study-effects.js';

/** The four cells of one study: a, b events and non-events of the first arm; c, d of the second. */
export interface TwoByTwo {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/**
 * The tables of studies that are counts, zero cells treated by rule; null where the rule, or an arm without subjects,
 * leaves a study out. Throws `<method>/invalid-argument` for a row that is an effect: it has no cells.
 */
export function twoByTwoTables(
  method: string,
  studies: readonly StudyRow[],
  rules: { readonly zeroCells: ZeroCellRule; readonly doubleZero: DoubleZeroRule },
): (TwoByTwo | null)[] {
  return studies.map((study): TwoByTwo | null => {
    if (study.type !== 'counts') {
      throw argumentError(
        method,
        'rows',
        `need counts; "${study.name}" is an effect`,
        'an effect with its standard error',
        'events and n of both arms',
        'Pool effects with inverse-variance or random-effects',
      );
    }
    checkCounts(method, study.name, study.of);
    checkCounts(method, study.name, study.versus);
    const cells = [
      study.of.events,
      study.of.n - study.of.events,
      study.versus.events,
      study.versus.n - study.versus.events,
    ] as const;
    const hasZero = cells.includes(0);
    const double = (cells[0] === 0 && cells[2] === 0) || (cells[1] === 0 && cells[3] === 0);
    if (study.of.n === 0 || study.versus.n === 0) return null;
    if (double && rules.doubleZero === 'exclude') return null;
    if (hasZero && rules.zeroCells === 'exclude') return null;
    const corrected =
      rules.zeroCells === 'add-half-to-all' ||
      (hasZero && rules.zeroCells === 'add-half-when-any-zero-in-study');
    const half = corrected ? 0.5 : 0;
    return {
      name: study.name,
      a: cells[0] + half,
      b: cells[1] + half,
      c: cells[2] + half,
      d: cells[3] + half,
    };
  });
}
