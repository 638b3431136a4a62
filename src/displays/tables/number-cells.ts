import { type Estimable, isEstimable } from '../../core/estimable.js';
import type { StatisticName } from '../../core/statistic-names.js';
import { formatCount, formatNumber, formatPercent } from '../format-number.js';

/** What a group's cell may hold of a number: the value of a statistic, `undefined` where there is none. */
export type CellValue = (statistic: StatisticName) => Estimable | undefined;

/** A line of a number in a table: its name, and the cell of a group by the decimals of the data. */
export interface NumberLine {
  readonly label: string;
  readonly cell: (value: CellValue, decimals: number) => string;
}

/**
 * The lines that tables of study reports give a number. Extremes keep the decimals of the data; means, medians and
 * quartiles get one more, standard deviations and errors two more.
 */
export const numberLine = {
  n: { label: 'n', cell: (value) => one(value('n'), formatCount) },
  mean: { label: 'Mean', cell: (value, decimals) => one(value('mean'), places(decimals + 1)) },
  'mean-sd': {
    label: 'Mean (SD)',
    cell: (value, decimals) =>
      withBracket(
        one(value('mean'), places(decimals + 1)),
        one(value('standard-deviation'), places(decimals + 2)),
      ),
  },
  'mean-se': {
    label: 'Mean (SE)',
    cell: (value, decimals) =>
      withBracket(
        one(value('mean'), places(decimals + 1)),
        one(value('standard-error'), places(decimals + 2)),
      ),
  },
  'median-quartiles': {
    label: 'Median (Q1, Q3)',
    cell: (value, decimals) =>
      withBracket(
        one(value('median'), places(decimals + 1)),
        pair(value('first-quartile'), value('third-quartile'), decimals + 1),
      ),
  },
  'median-range': {
    label: 'Median (min, max)',
    cell: (value, decimals) =>
      withBracket(
        one(value('median'), places(decimals + 1)),
        pair(value('minimum'), value('maximum'), decimals),
      ),
  },
  range: { label: 'Min, max', cell: (value, decimals) => pair(value('minimum'), value('maximum'), decimals) },
  geometric: {
    label: 'Geometric mean (CV)',
    cell: (value, decimals) =>
      withBracket(
        one(value('geometric-mean'), places(decimals + 1)),
        one(value('geometric-coefficient-of-variation'), (cv) => formatPercent(cv)),
      ),
  },
} as const satisfies Record<string, NumberLine>;

const dash = '\u2013';

const places =
  (decimals: number) =>
  (value: number): string =>
    formatNumber(value, decimals);

/** The printed number, or a dash where it does not exist. */
function one(value: Estimable | undefined, print: (value: number) => string): string {
  return value === undefined || !isEstimable(value) ? dash : print(value);
}

function pair(low: Estimable | undefined, high: Estimable | undefined, decimals: number): string {
  const [first, second] = [one(low, places(decimals)), one(high, places(decimals))];
  return first === dash && second === dash ? dash : `${first}, ${second}`;
}

function withBracket(value: string, bracket: string): string {
  return value === dash ? dash : `${value} (${bracket})`;
}

/** The rule of decimals in words, for the foot of a table. */
export const decimalsNote =
  'Minimum and maximum have the decimals of the data; means, medians and quartiles one more, standard deviations two more.';

/** How quartiles were taken, from the options of the method; null where it has no such option. */
export function quartileNote(options: Readonly<Record<string, unknown>>): string | null {
  const rule = options['quartiles'];
  if (rule === undefined) return null;
  const words: Readonly<Record<string, string>> = {
    sas: 'as SAS PCTLDEF=5 (Hyndman-Fan type 2)',
    r: 'as R by default (Hyndman-Fan type 7)',
    stata: 'as Stata (Hyndman-Fan type 2)',
  };
  return `Quartiles ${words[String(rule)] ?? `by Hyndman-Fan type ${String(rule)}`}.`;
}
