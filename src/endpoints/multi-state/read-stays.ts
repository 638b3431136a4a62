import type { Dataset } from '../../core/dataset.js';
import { DataError, type Issue } from '../../core/errors.js';
import { didYouMean } from '../../core/suggest.js';
import { requiredNumber, requiredText, textColumn, whereRow } from '../dataset-columns.js';
import type { SubjectRows } from '../subject-rows.js';

interface StayColumns {
  readonly start: string;
  readonly stop: string;
  readonly from: string;
  readonly to: string;
  /** States in display order; null for those found, in order of appearance. */
  readonly states: readonly string[] | null;
  /** States that nobody leaves. */
  readonly absorbing: readonly string[];
  readonly gaps: 'refuse' | 'allow';
}

export interface Stays {
  readonly start: Float64Array;
  readonly stop: Float64Array;
  readonly states: readonly string[];
  readonly from: Int32Array;
  /** -1 at the end of follow-up. */
  readonly to: Int32Array;
}

/**
 * Reads stays in states, one entry a row, and checks that the rows of each subject make one history. All rows that do
 * not are named at once in a `DataError`: a start below 0 or not before its stop, an unknown state, a move into the same
 * state, stays that overlap, a gap between stays, a state that the stay before did not lead to, a state left that is
 * said to be absorbing. O(rows log rows).
 */
export function readStays(
  dataset: Dataset,
  { rows: { rows }, codes, nameOf }: SubjectRows,
  columns: StayColumns,
): Stays {
  const start = Float64Array.from(rows, (row) => requiredNumber(dataset, columns.start, row));
  const stop = Float64Array.from(rows, (row) => requiredNumber(dataset, columns.stop, row));
  const toCells = textColumn(dataset, columns.to).values;
  const fromNames = Array.from(rows, (row) => requiredText(dataset, columns.from, row));
  const toNames = Array.from(rows, (row) => toCells[row] || null);
  const states = columns.states ?? [
    ...new Set(
      fromNames.flatMap((name, index) => [name, ...(toNames[index] === null ? [] : [toNames[index]!])]),
    ),
  ];
  const issues: Issue[] = [];
  const report = (index: number, issue: Omit<Issue, 'where'>) =>
    issues.push({ where: whereRow(dataset, rows[index]!), ...issue });
  const code = (index: number, column: string, name: string): number => {
    const found = states.indexOf(name);
    if (found < 0) report(index, unknownState(column, name, states));
    return found;
  };
  const from = Int32Array.from(fromNames, (name, index) => code(index, columns.from, name));
  const to = Int32Array.from(toNames, (name, index) => (name === null ? -1 : code(index, columns.to, name)));
  rows.forEach((_, index) => {
    const [begin, end] = [start[index]!, stop[index]!];
    if (begin < 0 || begin >= end) {
      report(index, {
        code: begin < 0 ? 'data/negative-time' : 'data/empty-stretch',
        what: begin < 0 ? `${columns.start} is negative` : `${columns.start} is not before ${columns.stop}`,
        got: `${columns.start} ${begin} and ${columns.stop} ${end}`,
        expected: 'a start of 0 or more before its stop',
      });
    }
    if (fromNames[index] === toNames[index]) {
      report(index, {
        code: 'data/no-move',
        what: `${columns.to} is the state of ${columns.from}`,
        got: `"${toNames[index]}"`,
        expected: 'another state, or an empty cell where follow-up ends',
      });
    }
    if (toNames[index] !== null && columns.absorbing.includes(fromNames[index]!)) {
      report(index, leftAbsorbing(nameOf(rows[index]!), fromNames[index]!, toNames[index]!));
    }
  });
  const order = Array.from(rows.keys()).sort(
    (left, right) => codes[left]! - codes[right]! || start[left]! - start[right]!,
  );
  order.forEach((index, place) => {
    const before = order[place - 1];
    if (before === undefined || codes[before] !== codes[index]) return;
    const name = nameOf(rows[index]!);
    const other = whereRow(dataset, rows[before]!);
    if (start[index]! < stop[before]!) {
      report(index, {
        code: 'data/overlapping-rows',
        what: `The stay overlaps another of subject ${name}, at ${other}`,
        got: `${start[index]} to ${stop[index]} beside ${start[before]} to ${stop[before]}`,
        expected: 'stays of a subject that do not overlap',
        fix: 'Start each stay where the one before it ends.',
      });
      return;
    }
    const reached = toNames[before] ?? fromNames[before]!;
    if (fromNames[index] !== reached && columns.absorbing.includes(reached)) {
      report(index, leftAbsorbing(name, reached, fromNames[index]!));
      return;
    }
    if (start[index]! > stop[before]!) {
      if (columns.gaps === 'refuse') report(index, gap(name, stop[before]!, start[index]!, other));
      return;
    }
    if (fromNames[index] !== reached) {
      report(index, {
        code: 'data/broken-history',
        what: `${columns.from} does not go on from the stay before of subject ${name}, at ${other}`,
        got: `"${fromNames[index]}" after "${reached}"`,
        expected: `"${reached}"`,
      });
    }
  });
  if (issues.length > 0) throw new DataError(issues);
  return { start, stop, states, from, to };
}

function unknownState(column: string, name: string, states: readonly string[]): Omit<Issue, 'where'> {
  const fix = didYouMean(name, states);
  return {
    code: 'data/unknown-state',
    what: `${column} names a state that is not one of the states`,
    got: `"${name}"`,
    expected: states.map((state) => `"${state}"`).join(', '),
    fix: fix ?? 'List every state under `states`.',
  };
}

function leftAbsorbing(subject: string, state: string, next: string): Omit<Issue, 'where'> {
  return {
    code: 'data/absorbing-state-left',
    what: `Subject ${subject} leaves "${state}", a state that nobody leaves`,
    got: `"${next}" after "${state}"`,
    expected: `no other state after "${state}"`,
  };
}

function gap(subject: string, end: number, start: number, other: string): Omit<Issue, 'where'> {
  return {
    code: 'data/gap',
    what: `Nothing tells where subject ${subject} was after the stay before, at ${other}`,
    got: `a stay that ends at ${end} and one that starts at ${start}`,
    expected: 'stays that follow each other without a gap',
    fix: 'Fill the gap with a stay, or set `gaps: allow`: the subject then counts nowhere in between.',
  };
}
