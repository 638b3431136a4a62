import type { Estimable } from '../../../core/estimable.js';
import type { EventCount } from '../../binary/event-count.js';
import type { DifferenceFigure } from '../difference-figure.js';
import { type RiskContrastInterval, riskContrast } from '../risk-contrast.js';
import type { CheckedOutcomes, VisitOutcomes } from '../visit-outcomes.js';
import { findTippingCount } from './find-tipping-point.js';
import type { TippingCell, TippingPoint } from './tipping-point.js';

/** One arm's subjects at the visit: those observed, the events among them, and those missing. */
export interface IncompleteCount {
  readonly name: string;
  readonly events: number;
  readonly observed: number;
  readonly missing: number;
}

/** Counts an arm's subjects at a visit; `events` means something for yes-no outcomes only. */
export function incompleteCount(
  { group, outcome }: VisitOutcomes,
  { subjects, visits }: CheckedOutcomes,
  arm: number,
  visit: number,
): IncompleteCount {
  let events = 0;
  let observed = 0;
  let missing = 0;
  for (let subject = 0; subject < subjects; subject += 1) {
    if (group.codes[subject] !== arm) continue;
    const value = outcome[subject * visits + visit]!;
    if (Number.isNaN(value)) {
      missing += 1;
    } else {
      observed += 1;
      events += value;
    }
  }
  return { name: group.levels[arm]!, events, observed, missing };
}

/** The comparison if `ofEvents` and `versusEvents` of the missing subjects had the event. */
function comparisonWithEvents(
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
function expectedEvents({ events, observed, missing }: IncompleteCount): number {
  return Math.round((events * missing) / observed);
}

/** Every number of events among the missing of either arm, with the counts at which significance is lost. */
export function countAnalysis(
  of: IncompleteCount,
  versus: IncompleteCount,
  interval: RiskContrastInterval,
  level: number,
  significance: number,
): Pick<TippingPoint, 'base' | 'cells' | 'reported' | 'down' | 'up' | 'assumption'> {
  const cellAt = (x: number, y: number): TippingCell => ({
    x,
    y,
    ...comparisonWithEvents(of, versus, x, y, interval, level),
  });
  const base = cellAt(expectedEvents(of), expectedEvents(versus));
  const pAt = (x: number): Estimable => cellAt(x, base.y).p;
  const counts = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, index) => index);
  return {
    base,
    cells: counts(versus.missing).flatMap((y) => counts(of.missing).map((x) => cellAt(x, y))),
    reported: [
      { name: 'no missing subject had the event', cell: cellAt(0, 0) },
      { name: 'every missing subject had the event', cell: cellAt(of.missing, versus.missing) },
      { name: `only those of ${of.name} had the event`, cell: cellAt(of.missing, 0) },
      { name: `only those of ${versus.name} had the event`, cell: cellAt(0, versus.missing) },
    ],
    down: findTippingCount(pAt, base.x, 0, significance),
    up: findTippingCount(pAt, base.x, of.missing, significance),
    assumption: 'events',
  };
}
