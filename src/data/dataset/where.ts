import type { Dataset, DateColumn, NumberColumn, TextColumn, WhereClause } from '../../core/dataset.js';
import { type Issue, PlanError } from '../../core/errors.js';
import { didYouMean } from '../../core/suggest.js';
import { parseIsoDate } from '../calendar-date.js';

export type RowPredicate = (row: number) => boolean;
type Condition = Extract<WhereClause, { variable: string }>;

/**
 * Turns a condition (the shape of a CDISC ARS WhereClause) into a test of a row; rows count from 0.
 *
 * Comparators: EQ, NE, IN and NOTIN for every type; GT, GE, LT and LE for numbers and dates. Text is compared exactly,
 * in its letter case; dates are given as `YYYY-MM-DD`.
 *
 * Missing values: a missing cell satisfies NE and NOTIN and nothing else, as a SAS programmer expects of `ne`; unlike
 * SAS, a missing number is not below every number, so `LT` and `LE` leave it out. In a text or flag column the value
 * `""` means missing: `EQ ""` selects empty cells and `NE ""` the others. AND, OR and NOT combine plain true and false,
 * so NOT turns a condition that a missing cell fails into one that it satisfies.
 *
 * @param location where the clause was written, such as `analysis.yaml:12:11`; named in errors.
 * @throws PlanError with every unknown column, unfit value and empty list of the clause.
 */
export function compileWhere(
  clause: WhereClause,
  dataset: Dataset,
  location: string = dataset.source.file,
): RowPredicate {
  const issues: Issue[] = [];
  const predicate = compile(clause, dataset, (issue) => issues.push({ where: location, ...issue }));
  if (issues.length > 0) throw new PlanError(issues);
  return predicate;
}

type Complain = (issue: Omit<Issue, 'where'>) => void;

function compile(clause: WhereClause, dataset: Dataset, complain: Complain): RowPredicate {
  if ('variable' in clause) return compileCondition(clause, dataset, complain);
  const { logicalOperator, whereClauses } = clause;
  const parts = whereClauses.map((part) => compile(part, dataset, complain));
  if (parts.length === 0 || (logicalOperator === 'NOT' && parts.length !== 1)) {
    complain({
      code: 'plan/where-operands',
      what: `${logicalOperator} has the wrong number of clauses`,
      got: String(parts.length),
      expected: logicalOperator === 'NOT' ? 'exactly 1' : 'at least 1',
      fix: logicalOperator === 'NOT' ? 'Join the clauses by AND or OR inside NOT' : 'Add a clause',
    });
  }
  switch (logicalOperator) {
    case 'AND':
      return (row) => parts.every((part) => part(row));
    case 'OR':
      return (row) => parts.some((part) => part(row));
    case 'NOT':
      return (row) => !parts[0]!(row);
  }
}

function compileCondition(condition: Condition, dataset: Dataset, complain: Complain): RowPredicate {
  const { variable, comparator, value } = condition;
  const column = dataset.columns.get(variable);
  if (column === undefined) {
    const names = [...dataset.columns.keys()];
    const fix = didYouMean(variable, names);
    complain({
      code: 'plan/unknown-column',
      what: `"${variable}" is not a column of dataset "${dataset.name}"`,
      got: `"${variable}"`,
      expected: `one of ${names.join(', ')}`,
      ...(fix === undefined ? {} : { fix }),
    });
    return () => false;
  }
  const takesList = comparator === 'IN' || comparator === 'NOTIN';
  if (value.length === 0 || (!takesList && value.length !== 1)) {
    complain({
      code: 'plan/where-value',
      what: `${comparator} on "${variable}" has the wrong number of values`,
      got: String(value.length),
      expected: takesList ? 'at least 1' : 'exactly 1',
      fix: takesList ? 'Add a value' : 'Use IN or NOTIN for several values',
    });
    return () => false;
  }
  return 'missing' in column
    ? compileNumber(column, condition, complain)
    : compileText(column, condition, complain);
}

function compileText(column: TextColumn, { comparator, value }: Condition, complain: Complain): RowPredicate {
  const codes = column.type === 'flag' ? ['Y', 'N'] : column.codelist?.map(({ code }) => code);
  const wanted = new Set<string | null>();
  for (const item of value) {
    if (typeof item !== 'string') {
      complain({
        code: 'plan/where-type',
        what: `The value for the ${column.type} column "${column.name}" is a number`,
        got: String(item),
        expected: 'text',
        fix: `Put it in quotes: "${item}"`,
      });
    } else if (item !== '' && codes !== undefined && !codes.includes(item)) {
      const fix = didYouMean(item, codes);
      complain({
        code: 'plan/where-code',
        what: `No cell of "${column.name}" can have this value`,
        got: `"${item}"`,
        expected: `one of ${codes.join(', ')}`,
        ...(fix === undefined ? {} : { fix }),
      });
    } else wanted.add(item === '' ? null : item);
  }
  const { values } = column;
  switch (comparator) {
    case 'EQ':
    case 'IN':
      return (row) => wanted.has(values[row]!);
    case 'NE':
    case 'NOTIN':
      return (row) => !wanted.has(values[row]!);
    default:
      complain({
        code: 'plan/where-type',
        what: `${comparator} asks for an order, and the column "${column.name}" is text`,
        got: comparator,
        expected: 'EQ, NE, IN or NOTIN',
        fix: 'Declare the variable as a number or date in the dictionary if it is one',
      });
      return () => false;
  }
}

function compileNumber(
  column: NumberColumn | DateColumn,
  { comparator, value }: Condition,
  complain: Complain,
): RowPredicate {
  const wanted = value.map((item): number => {
    if (column.type === 'date') {
      const date = typeof item === 'string' ? parseIsoDate(item) : null;
      if (date?.kind === 'day' && !date.time) return date.days;
    } else if (typeof item === 'number' && Number.isFinite(item)) return item;
    complain({
      code: 'plan/where-type',
      what: `The value for the ${column.type} column "${column.name}" is not a ${column.type === 'date' ? 'date' : 'number'}`,
      got: typeof item === 'string' ? JSON.stringify(item) : String(item),
      expected: column.type === 'date' ? 'text as YYYY-MM-DD' : 'a number without quotes',
    });
    return 0;
  });
  const { values, missing } = column;
  const first = wanted[0]!;
  const list = new Set(wanted);
  switch (comparator) {
    case 'EQ':
    case 'IN':
      return (row) => missing[row] === 0 && list.has(values[row]!);
    case 'NE':
    case 'NOTIN':
      return (row) => missing[row] !== 0 || !list.has(values[row]!);
    case 'GT':
      return (row) => missing[row] === 0 && values[row]! > first;
    case 'GE':
      return (row) => missing[row] === 0 && values[row]! >= first;
    case 'LT':
      return (row) => missing[row] === 0 && values[row]! < first;
    case 'LE':
      return (row) => missing[row] === 0 && values[row]! <= first;
  }
}
