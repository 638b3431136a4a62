import type { Dataset } from '../core/dataset.js';
import { PlanError } from '../core/errors.js';

/** The error of an analysis without a row: the file has none, or the where clause selects none. */
export function noRows({ rowCount, source }: Pick<Dataset, 'rowCount' | 'source'>): PlanError {
  return new PlanError({
    code: 'plan/no-rows',
    where: source.file,
    what: rowCount === 0 ? 'The file has no rows' : 'No row satisfies the where clause',
    expected: 'at least one row',
    fix:
      rowCount === 0
        ? 'Check that the file was written completely.'
        : 'Compare the clause with the values in the file: `il6r describe` lists them.',
  });
}
