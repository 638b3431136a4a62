import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import type { Result, SummaryRow } from '../../../core/result.js';
import { partsOf, summaryRows } from '../../result-parts.js';

export interface LimitLine {
  readonly label: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The mean difference, not one of the limits. */
  readonly main: boolean;
  readonly row: SummaryRow;
}

export interface AgreementLimits {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** 0 for differences, 1 for ratios. */
  readonly noDifference: 0 | 1;
  readonly lines: readonly LimitLine[];
}

/** Points, mean difference and limits of a result; throws where it has none. */
export function agreementLimits(result: Result): AgreementLimits {
  const rows = summaryRows(result);
  const [part] = partsOf(result, 'points');
  const series = part?.series[0];
  const lines = rows
    .filter(({ statistic }) => statistic === 'mean-difference' || statistic === 'limit-of-agreement')
    .flatMap((row): LimitLine[] => {
      if (!isEstimable(row.value)) return [];
      const { value, interval } = row;
      const main = row.statistic === 'mean-difference';
      const limit = (side: 'lower' | 'upper') => {
        const number = interval?.[side];
        return number !== undefined && isEstimable(number) ? number : value;
      };
      const label = main ? 'Mean' : row.term === 'lower' ? 'Lower limit' : 'Upper limit';
      return [{ label, value, lower: limit('lower'), upper: limit('upper'), main, row }];
    });
  if (part === undefined || series === undefined || series.x.length === 0 || lines.length === 0) {
    throw new PlanError({
      code: 'display/no-limits',
      where: 'limits-of-agreement',
      what: `analysis "${result.analysis}" has no limits of agreement to draw`,
      expected: 'the result of bland-altman with at least two subjects',
    });
  }
  const ratio = result.options['ratio'] === true;
  return {
    x: series.x,
    y: series.y,
    xLabel: part.xLabel.replace(' - ', ' \u2212 '),
    yLabel: part.yLabel.replace(' - ', ' \u2212 '),
    noDifference: ratio ? 1 : 0,
    lines,
  };
}
