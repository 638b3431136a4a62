import type { Factor, SurvivalData } from '../core/analysis-data.js';
import { MethodError } from '../core/errors.js';

/** The arms of the data, or a `MethodError` when a comparison was asked of data without arms. */
export function requireGroup(method: string, data: Pick<SurvivalData, 'group'>): Factor {
  if (data.group !== undefined && data.group.levels.length >= 2) return data.group;
  throw new MethodError({
    code: `${method}/needs-groups`,
    where: `method ${method}`,
    what: 'compares arms, and the data have fewer than two',
    got: data.group === undefined ? 'no arms' : `${data.group.levels.length} arm`,
    expected: 'two arms or more',
    fix: 'Name the arms in "compare" of the specification',
  });
}
