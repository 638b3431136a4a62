import type { EventCount } from '../../binary/event-count.js';
import type { DifferenceFigure } from '../difference-figure.js';
import { type RiskContrastInterval, riskContrast } from '../risk-contrast.js';

/** One arm's subjects at the visit: those observed, the events among them, and those missing. */
export interface IncompleteCount {
  readonly name: string;
  readonly events: number;
  readonly observed: number;
  readonly missing: number;
}

/** The comparison if `ofEvents` and `versusEvents` of the missing subjects had the event. */
export function comparisonWithEvents(
  of: IncompleteCount,
  versus: IncompleteCount,
  ofEvents: number,
  versusEvents: number,
  interval: RiskContrastInterval,
  level: number,
): DifferenceFigure {
  const complete = ({ events, observed, missing }: IncompleteCount, more: number): EventCount => ({
    events: events + more,
    n: observed + missing,
  });
  return {
    of: of.name,
    versus: versus.name,
    ...riskContrast(complete(of, ofEvents), complete(versus, versusEvents), interval, level),
    df: null,
  };
}

/** Events among the missing if they occur as often as among the observed, to the nearest whole subject. */
export function expectedEvents({ events, observed, missing }: IncompleteCount): number {
  return Math.round((events * missing) / observed);
}
