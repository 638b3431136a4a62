import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import type { MethodOutput, SummaryRow, TestRow } from '../../../core/result.js';
import { checkOrdinalRows } from '../ordinal-rows.js';
import { vanElteren } from './van-elteren.js';

/** Van Elteren's test for the registry. */
export const vanElterenMethod = defineMethod({
  id: 'van-elteren',
  label: 'Van Elteren test',
  summary: 'Whether an ordered outcome is higher in one group than in another, comparing within strata only.',
  accepts: 'ordinal',
  options: z.strictObject({}),
  returns: ['test', 'summary'],
  statistics: ['van-elteren', 'probability-index', 'n'],
  run: runVanElteren,
  sources: ['Van Elteren PH. Bull Int Stat Inst 1960;37:351-361'],
});

function runVanElteren(data: OrdinalData): MethodOutput {
  const reference = checkOrdinalRows('van-elteren', data);
  const { strata } = data;
  if (strata === undefined) {
    throw argumentError(
      'van-elteren',
      'strata',
      'are missing',
      'no strata',
      'a stratum for each subject',
      'Name the columns of the strata as `strata` of the endpoint',
    );
  }
  if (strata.codes.length !== data.outcome.length) {
    throw argumentError(
      'van-elteren',
      'strata',
      'has another length than "outcome"',
      String(strata.codes.length),
      String(data.outcome.length),
    );
  }
  const outcomes = (group: number, stratum: number): number[] => {
    const list: number[] = [];
    data.outcome.forEach((category, row) => {
      if (data.group.codes[row] !== group || strata.codes[row] !== stratum) return;
      for (let subject = 0; subject < data.weight[row]!; subject += 1) list.push(category);
    });
    return list;
  };
  const contrasts = data.group.levels.flatMap((group, index) =>
    index === reference ? [] : [{ group, index }],
  );
  const tests: TestRow[] = [];
  const summary: SummaryRow[] = [];
  for (const { group, index } of contrasts) {
    const result = vanElteren(
      strata.levels.map((stratum, level) => ({
        stratum,
        of: outcomes(index, level),
        versus: outcomes(reference, level),
      })),
    );
    tests.push({
      statistic: 'van-elteren',
      term: contrasts.length === 1 ? null : group,
      value: result.chiSquare,
      df: 1,
      p: result.p,
      method: `Van Elteren test, ${result.informativeStrata} of ${strata.levels.length} strata informative`,
    });
    for (const { stratum, ofTotal, probabilityIndex } of result.strata) {
      summary.push(
        { group, term: stratum, statistic: 'n', value: ofTotal, unit: null },
        { group, term: stratum, statistic: 'probability-index', value: probabilityIndex, unit: null },
      );
    }
  }
  return {
    parts: [
      { kind: 'test', rows: tests },
      { kind: 'summary', rows: summary },
    ],
    notices: [],
  };
}
