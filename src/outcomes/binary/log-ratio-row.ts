import type { BinaryArm } from '../../core/analysis-data.js';
import type { Estimable } from '../../core/estimable.js';
import type { EstimateRow } from '../../core/result.js';
import type { ArmContrast } from '../arm-contrasts.js';

/** What a ratio of two arms brings to its row, on the log scale. */
export interface LogRatioFigures {
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly p: Estimable;
  readonly level: number;
}

/** The row of one ratio of two arms: logarithms, and the counts behind them. */
export function logRatioRow(
  statistic: 'risk-ratio' | 'odds-ratio',
  { of, versus, term }: ArmContrast<BinaryArm>,
  logRatio: Estimable,
  figures: LogRatioFigures,
  intervalMethod: string,
  distribution: 'normal' | 'exact' = 'normal',
): EstimateRow {
  return {
    statistic,
    term,
    role: 'comparison',
    of: of.name,
    versus: versus.name,
    scale: 'log',
    estimate: logRatio,
    standardError: figures.standardError,
    lower: figures.logLower,
    upper: figures.logUpper,
    level: figures.level,
    p: figures.p,
    reference: { distribution },
    intervalMethod,
    counts: { of: { events: of.events, n: of.n }, versus: { events: versus.events, n: versus.n } },
  };
}
