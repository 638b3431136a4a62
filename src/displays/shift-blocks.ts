import { PlanError } from '../core/errors.js';
import { type Estimable, isEstimable } from '../core/estimable.js';
import type { Result } from '../core/result.js';
import { summaryRows } from './result-parts.js';

/** One parameter in one group: its categories before and after, and the count of each pair. */
export interface ShiftBlock {
  readonly parameter: string;
  /** null for all groups together. */
  readonly group: string | null;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Subjects with both categories. */
  readonly n: number;
  readonly cell: (
    before: string,
    after: string,
  ) => { readonly count: number; readonly proportion: Estimable };
}

/** What stands between the two categories in the name of a cell. */
const arrow = ' → ';

/**
 * The blocks of a result that counts shifts, parameter by parameter and group by group in its order.
 *
 * @throws PlanError `display/no-rows` where the result counts none, `display/unknown-parameter` for another parameter.
 */
export function shiftBlocks(
  display: string,
  result: Result,
  parameters: readonly string[] | null,
  total: boolean,
): readonly ShiftBlock[] {
  const blocks = new Map<
    string,
    { parameter: string; group: string | null; cells: Map<string, Cell>; n: number }
  >();
  for (const { heading, term, group, statistic, value } of summaryRows(result)) {
    if (heading === undefined || term === null || !isKnown(statistic)) continue;
    const key = JSON.stringify([heading, group]);
    const block = blocks.get(key) ?? { parameter: heading, group, cells: new Map<string, Cell>(), n: 0 };
    blocks.set(key, block);
    if (statistic === 'n') {
      if (term === heading && isEstimable(value)) block.n = value;
      continue;
    }
    const name = term.slice(heading.length + 2);
    if (!name.includes(arrow)) continue;
    const cell = block.cells.get(name) ?? { count: 0, proportion: 0 };
    block.cells.set(
      name,
      statistic === 'count'
        ? { ...cell, count: isEstimable(value) ? value : 0 }
        : { ...cell, proportion: value },
    );
  }
  const found = [...blocks.values()].filter(({ cells }) => cells.size > 0);
  if (found.length === 0) {
    throw new PlanError({
      code: 'display/no-rows',
      where: display,
      what: `"${result.analysis}" counts no shifts`,
      fix: 'Use the method shift-table.',
    });
  }
  const known = [...new Set(found.map(({ parameter }) => parameter))];
  const unknown = parameters?.find((wanted) => !known.includes(wanted));
  if (unknown !== undefined) {
    throw new PlanError({
      code: 'display/unknown-parameter',
      where: `${display}, option "parameters"`,
      what: `"${result.analysis}" has no parameter "${unknown}"`,
      expected: `one of ${known.join(', ')}`,
    });
  }
  const shown = (parameters ?? known).flatMap((parameter) =>
    found.filter((block) => block.parameter === parameter && (total || block.group !== null)),
  );
  return shown.map(({ parameter, group, cells, n }) => {
    const pairs = [...cells.keys()].map((name) => name.split(arrow) as [string, string]);
    return {
      parameter,
      group,
      n,
      before: [...new Set(pairs.map(([before]) => before))],
      after: [...new Set(pairs.map(([, after]) => after))],
      cell: (before, after) => cells.get(`${before}${arrow}${after}`) ?? { count: 0, proportion: 0 },
    };
  });
}

interface Cell {
  readonly count: number;
  readonly proportion: Estimable;
}

function isKnown(statistic: string): statistic is 'n' | 'count' | 'proportion' {
  return statistic === 'n' || statistic === 'count' || statistic === 'proportion';
}
