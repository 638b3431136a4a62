import type { CountedRow, Settings } from './summarise-rows.js';

interface Arms {
  /** Subjects of each arm. */
  readonly sizes: ArrayLike<number>;
  readonly arms: readonly string[];
}

/**
 * Any adverse event first, then the classes, each followed by its terms. Rows without an event are dropped; terms below
 * the threshold too, and classes that keep no term.
 */
export function orderRows(
  rows: readonly CountedRow[],
  { sizes, arms }: Arms,
  { by, order, orderArm, threshold }: Settings,
): { readonly rows: readonly CountedRow[]; readonly belowThreshold: number } {
  const arm = orderArm === null ? -1 : arms.indexOf(orderArm);
  const total = (values: Int32Array): number => values.reduce((sum, value) => sum + value, 0);
  const rank = (values: Int32Array): number => (arm < 0 ? total(values) : values[arm]!);
  const byName = (left: CountedRow, right: CountedRow): number => {
    const [first, second] = [left.name.toLowerCase(), right.name.toLowerCase()];
    return first < second ? -1 : first > second ? 1 : 0;
  };
  const compare = (left: CountedRow, right: CountedRow): number =>
    order === 'alphabet'
      ? byName(left, right)
      : rank(right.subjects) - rank(left.subjects) ||
        rank(right.events) - rank(left.events) ||
        byName(left, right);
  // A share that is the threshold but for rounding counts as reaching it.
  const reaches = ({ subjects }: CountedRow): boolean =>
    subjects.some((count, index) => count >= threshold * sizes[index]! * (1 - 1e-12));
  const occurring = rows.filter((row) => row.level === 'any' || total(row.events) > 0);
  const limited = by === 'body-system' ? 'body-system' : 'term';
  const kept = occurring.filter((row) => row.level !== limited || reaches(row)).sort(compare);
  const belowThreshold = occurring.length - kept.length;
  const any = kept.filter(({ level }) => level === 'any');
  if (by !== 'body-system-and-term') {
    return { rows: [...any, ...kept.filter(({ level }) => level !== 'any')], belowThreshold };
  }
  const terms = new Map<string, CountedRow[]>();
  for (const row of kept) {
    if (row.level !== 'term') continue;
    const known = terms.get(row.bodySystem!);
    if (known === undefined) terms.set(row.bodySystem!, [row]);
    else known.push(row);
  }
  return {
    rows: [
      ...any,
      ...kept
        .filter(({ level, name }) => level === 'body-system' && terms.has(name))
        .flatMap((system) => [system, ...terms.get(system.name)!]),
    ],
    belowThreshold,
  };
}
