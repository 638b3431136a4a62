export interface Moved {
  /** Where in the results, with ids in place of positions. */
  readonly path: string;
  readonly stored: string;
  readonly now: string;
}

/** Compares two results to the last digit and names what moved. */
export function firstDifferences(
  stored: unknown,
  now: unknown,
): { readonly numbers: number; readonly differences: readonly Moved[] } {
  const differences: Moved[] = [];
  let numbers = 0;
  const compare = (left: unknown, right: unknown, path: string): void => {
    if (typeof left === 'number') numbers += 1;
    if (isObject(left) && isObject(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
        compare(
          left[key],
          right[key],
          Array.isArray(left) ? `${path}[${label(left[key] ?? right[key], key)}]` : `${path}.${key}`,
        );
      }
    } else if (!Object.is(left, right)) {
      differences.push({ path: path.replace(/^\./, ''), stored: show(left), now: show(right) });
    }
  };
  compare(stored, now, '');
  return { numbers, differences };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A list entry by its name, where it has one. */
function label(entry: unknown, position: string): string {
  if (!isObject(entry)) return position;
  const { analysis, claim, statistic, group, term, name } = entry;
  const words = [analysis, claim, statistic, group, term, name].filter((word) => typeof word === 'string');
  return words.length > 0 ? words.join(' ') : position;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
