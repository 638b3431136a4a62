import type { EstimateRow, Result } from '../core/result.js';
import type { StatisticName } from '../core/statistic-names.js';

/**
 * Effects whose sign a method can turn round, with the option that does it. Every other effect rises with the outcome:
 * above no difference means more of it, or a higher value, in the arm named first.
 */
const turnedBy: Partial<Record<StatisticName, readonly [option: string, value: string]>> = {
  'proportional-odds-ratio': ['oddsOf', 'lower-category'],
  'win-ratio': ['better', 'lower'],
  'win-odds': ['better', 'lower'],
  'net-benefit': ['better', 'lower'],
  'probability-index': ['better', 'lower'],
};

/** Effects on time to the event: above no difference means a later event, so less of it. */
const delays: ReadonlySet<StatisticName> = new Set([
  'time-ratio',
  'restricted-mean-difference',
  'restricted-mean-ratio',
  'survival-difference',
  'survival-ratio',
]);

/** Whether an effect above no difference means higher values of the outcome in the arm named first. */
export function risesWithOutcome(row: EstimateRow, result: Result): boolean {
  if (delays.has(row.statistic)) return false;
  const turned = turnedBy[row.statistic];
  return turned === undefined || result.options[turned[0]] !== turned[1];
}

/**
 * The side of no difference that is good for the patient in the arm named first; null where the analysis does not say.
 */
export function goodSide(row: EstimateRow, result: Result): 'below' | 'above' | null {
  const { benefit } = result.context;
  if (benefit === null) return null;
  return (benefit === 'higher') === risesWithOutcome(row, result) ? 'above' : 'below';
}
