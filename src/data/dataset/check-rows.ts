import type { DatasetColumn, DictionaryCheck, NumberColumn } from '../../core/dataset.js';
import { roundHalfAway } from '../../core/round-half-away.js';
import type { Violations } from './violations.js';

/** Applies the rules between columns of one row. A rule is silent in rows where one of its cells is missing. */
export function checkRows(
  checks: readonly DictionaryCheck[],
  columns: ReadonlyMap<string, DatasetColumn>,
  rowCount: number,
  violations: Violations,
): void {
  for (const check of checks) {
    const numbers = columnsOf(check).map((name) => columns.get(name));
    if (!numbers.every(isNumberColumn)) continue;
    const rule = rules[check.rule];
    for (let row = 0; row < rowCount; row += 1) {
      if (numbers.every((column) => column.missing[row] === 0)) rule(numbers, row, violations);
    }
  }
}

/** The columns of a check in the order in which its rule takes them. */
function columnsOf(check: DictionaryCheck): readonly string[] {
  switch (check.rule) {
    case 'at-most':
      return [check.variable, check.limit];
    case 'percent-agrees':
      return [check.count, check.of, check.percent];
    case 'interval-holds':
      return [check.lower, check.estimate, check.upper];
  }
}

type RowRule = (columns: readonly NumberColumn[], row: number, violations: Violations) => void;

const rules: Record<DictionaryCheck['rule'], RowRule> = {
  'at-most': ([variable, limit], row, violations) => {
    if (variable!.values[row]! <= limit!.values[row]!) return;
    violations.cell(row, variable!.name, {
      code: 'data/above-limit',
      what: `${variable!.name} is above ${limit!.name}`,
      got: cellText(variable!, row),
      expected: `at most ${cellText(limit!, row)}`,
      fix: 'Compare both cells with the source',
    });
  },
  'percent-agrees': ([count, of, percent], row, violations) => {
    if (of!.values[row] === 0) return;
    const exact = (100 * count!.values[row]!) / of!.values[row]!;
    const expected = roundHalfAway(exact, decimalsOf(cellText(percent!, row)));
    if (Number(expected) === percent!.values[row]) return;
    violations.cell(row, percent!.name, {
      code: 'data/percent-disagrees',
      what: `${percent!.name} is not 100 × ${count!.name} / ${of!.name}`,
      got: cellText(percent!, row),
      expected: `${expected} (from ${cellText(count!, row)} of ${cellText(of!, row)})`,
      fix: `Compare the row with the source; if it is printed so, leave ${percent!.name} empty and say so beside the source`,
    });
  },
  'interval-holds': ([lower, estimate, upper], row, violations) => {
    const [low, value, high] = [lower!.values[row]!, estimate!.values[row]!, upper!.values[row]!];
    if (low <= value && value <= high) return;
    violations.cell(row, estimate!.name, {
      code: 'data/outside-interval',
      what: `${estimate!.name} does not lie between ${lower!.name} and ${upper!.name}`,
      got: cellText(estimate!, row),
      expected: `between ${cellText(lower!, row)} and ${cellText(upper!, row)}`,
      fix: 'Compare the three cells with the source',
    });
  },
};

function isNumberColumn(column: DatasetColumn | undefined): column is NumberColumn {
  return column !== undefined && (column.type === 'integer' || column.type === 'decimal');
}

/** As printed, so that the digits are the source's own. */
function cellText(column: NumberColumn, row: number): string {
  return column.printed?.[row] ?? String(column.values[row]);
}

function decimalsOf(text: string): number {
  const match = /^[+-]?\d*\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  return Math.max(0, (match?.[1]?.length ?? 0) - Number(match?.[2] ?? 0));
}
