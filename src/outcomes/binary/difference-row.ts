import type { BinaryArm } from '../../core/analysis-data.js';
import type { Estimable } from '../../core/estimable.js';
import type { EstimateRow } from '../../core/result.js';
import type { ArmContrast } from '../arm-contrasts.js';

/** What a risk difference of two arms brings to its row. */
export interface DifferenceFigures {
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

/** The row of one risk difference of two arms, with the counts behind it. */
export function differenceRow(
  { of, versus, term }: ArmContrast<BinaryArm>,
  riskDifference: Estimable,
  figures: DifferenceFigures,
  level: number,
  intervalMethod: string,
): EstimateRow {
  return {
    statistic: 'risk-difference',
    term,
    role: 'comparison',
    of: of.name,
    versus: versus.name,
    scale: 'linear',
    estimate: riskDifference,
    standardError: figures.standardError,
    lower: figures.lower,
    upper: figures.upper,
    level,
    p: figures.p,
    reference: { distribution: 'normal' },
    intervalMethod,
    counts: { of: { events: of.events, n: of.n }, versus: { events: versus.events, n: versus.n } },
  };
}
