import type { SubjectOutcomeData } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { quantileOfSorted } from '../../math/order/quantile.js';

/** Contrasts of two arms that can be resampled; ratios as logarithms. */
export const armContrastNames = [
  'mean-difference',
  'median-difference',
  'risk-difference',
  'risk-ratio',
  'odds-ratio',
  'rate-difference',
  'rate-ratio',
] as const;
export type ArmContrastName = (typeof armContrastNames)[number];

const contrastsOf: Record<SubjectOutcomeData['outcomeIs'], readonly ArmContrastName[]> = {
  'yes-no': ['risk-difference', 'risk-ratio', 'odds-ratio'],
  number: ['mean-difference', 'median-difference'],
  count: ['rate-ratio', 'rate-difference', 'mean-difference'],
};

export const isRatio = (name: ArmContrastName): boolean => name.endsWith('ratio');

/** The contrast that was asked for, or the first that fits the outcome; throws where it does not fit. */
export function chosenContrast(
  method: string,
  data: SubjectOutcomeData,
  asked: ArmContrastName | undefined,
): ArmContrastName {
  const allowed = contrastsOf[data.outcomeIs];
  if (asked === undefined) return allowed[0]!;
  if (allowed.includes(asked)) return asked;
  throw argumentError(method, 'statistic', 'does not fit the outcome', asked, `one of ${allowed.join(', ')}`);
}

/** The subjects of two arms, `of` first. */
export interface TwoArmRows {
  readonly size: number;
  /** 0 for `of`, 1 for `versus`. */
  readonly arms: Int32Array;
  readonly outcome: Float64Array;
  readonly exposure: Float64Array;
  /** Arm and stratum of each row, within which rows are drawn. */
  readonly cells: readonly string[];
  /** Stratum of each row, within which arms are exchanged; absent without strata. */
  readonly strata?: readonly string[];
  /** Cluster of each row; absent without clusters. */
  readonly clusters?: readonly string[];
}

export function twoArmRows(data: SubjectOutcomeData, of: string, versus: string): TwoArmRows {
  const { group, strata, cluster } = data;
  const codes = [group.levels.indexOf(of), group.levels.indexOf(versus)];
  const rows = codes.flatMap((code) => [...group.codes.keys()].filter((row) => group.codes[row] === code));
  const stratum = (row: number) => (strata === undefined ? '' : strata.levels[strata.codes[row]!]!);
  const arms = Int32Array.from(rows, (row) => (group.codes[row] === codes[0] ? 0 : 1));
  return {
    size: rows.length,
    arms,
    outcome: Float64Array.from(rows, (row) => data.outcome[row]!),
    exposure: Float64Array.from(rows, (row) => data.exposure[row]!),
    cells: rows.map((row, index) => `${arms[index]} ${stratum(row)}`),
    ...(strata === undefined ? {} : { strata: rows.map(stratum) }),
    ...(cluster === undefined ? {} : { clusters: rows.map((row) => cluster.levels[cluster.codes[row]!]!) }),
  };
}

/**
 * The contrast as a function of the rows drawn and of the arm of each row (`arms[row]`). NaN where it does not exist,
 * such as a log ratio of no events.
 */
export function contrastFunction(
  name: ArmContrastName,
  { outcome, exposure }: Pick<TwoArmRows, 'outcome' | 'exposure'>,
): (rows: Int32Array, arms: Int32Array) => number {
  if (name === 'median-difference') return (rows, arms) => medianDifference(rows, arms, outcome);
  const perExposure = name.startsWith('rate');
  return (rows, arms) => {
    let total = 0;
    let of = 0;
    let base = 0;
    let ofBase = 0;
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index]!;
      const weight = perExposure ? exposure[row]! : 1;
      const inOf = 1 - arms[row]!;
      total += outcome[row]!;
      of += inOf * outcome[row]!;
      base += weight;
      ofBase += inOf * weight;
    }
    const first = of / ofBase;
    const second = (total - of) / (base - ofBase);
    if (name === 'odds-ratio') return Math.log((first * (1 - second)) / ((1 - first) * second));
    return isRatio(name) ? Math.log(first / second) : first - second;
  };
}

function medianDifference(rows: Int32Array, arms: Int32Array, outcome: Float64Array): number {
  const values = [0, 1].map((arm) =>
    Float64Array.from(
      rows.filter((row) => arms[row] === arm),
      (row) => outcome[row]!,
    ).sort(),
  );
  if (values.some((list) => list.length === 0)) return Number.NaN;
  return quantileOfSorted(values[0]!, 0.5, 7) - quantileOfSorted(values[1]!, 0.5, 7);
}
