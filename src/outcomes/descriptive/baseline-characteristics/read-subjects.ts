import type { Factor, SubjectVariablesData } from '../../../core/analysis-data.js';
import { requireList, requireName, requireObject, requireOneOf } from '../../../math/argument-checks.js';
import { type NameColumn, readNames } from '../../../math/columns/name-column.js';
import { numbersWithGaps } from '../../../math/number-list.js';
import { requireFactor } from '../../require-factor.js';
import { categoriesOf, hasNames, readCategories } from '../name-codes.js';

/** Numbers, or names of categories; null (for numbers NaN too) where missing. */
export type CharacteristicColumn = ArrayLike<number | null> | readonly (string | null)[] | Factor;

/** Who took part: one entry a subject in every column. */
export interface BaselineSubjects {
  readonly group: NameColumn;
  readonly reference: string | null;
  /** A list with labels and units, or columns by label. */
  readonly variables: SubjectVariablesData['variables'] | Readonly<Record<string, CharacteristicColumn>>;
}

/**
 * Columns by label become variables without unit; categories that are plain names are sorted, a factor's stay in
 * order.
 */
export function readSubjects(
  method: string,
  { group: arms, variables }: BaselineSubjects,
): Pick<SubjectVariablesData, 'group' | 'variables'> {
  const group = readNames(method, 'group', arms);
  const n = group.codes.length;
  requireObject(method, 'variables', variables, 'variables');
  if (Array.isArray(variables)) {
    const list = variables as SubjectVariablesData['variables'];
    for (const [place, variable] of Array.from(list).entries()) {
      const at = `variables[${place}]`;
      requireObject(method, at, variable, 'a variable with its type, name and label');
      requireOneOf(method, `${at}.type`, variable.type, ['number', 'category']);
      requireName(method, `${at}.name`, variable.name);
      requireName(method, `${at}.label`, variable.label);
    }
    return { group, variables: list };
  }
  return {
    group,
    variables: Object.entries(variables as Readonly<Record<string, CharacteristicColumn>>).map(
      ([name, values]) => readVariable(method, name, values, n),
    ),
  };
}

function readVariable(
  method: string,
  name: string,
  values: CharacteristicColumn,
  n: number,
): SubjectVariablesData['variables'][number] {
  requireObject(method, `variables.${name}`, values, 'one number or name a subject');
  const about = { name, label: name };
  if ('codes' in values) {
    requireFactor(method, `variables.${name}`, values, n);
    return { ...about, type: 'category', categories: values.levels, codes: values.codes };
  }
  requireList(method, `variables.${name}`, values, 'one number or name a subject');
  if (hasNames(values)) {
    const categories = categoriesOf(values);
    const codes = readCategories(method, `variables.${name}`, values, categories, n);
    return { ...about, type: 'category', categories, codes };
  }
  const numbers = numbersWithGaps(method, `variables.${name}`, values as ArrayLike<number | null>);
  return { ...about, type: 'number', unit: null, values: numbers };
}
