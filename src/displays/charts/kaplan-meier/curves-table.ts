import type { Table } from '../../../core/display.js';
import type { CurvesPart } from '../../../core/result.js';
import { competingEvents, curveAt, numbersAt } from '../../curves/curve-at-time.js';
import { turnOver } from '../../curves/drawn-curve.js';
import { capitalise, formatCount, formatLevel, formatPercent, joinInterval } from '../../format-number.js';
import type { ShownQuantity } from './shown-quantity.js';
import type { TimeOrigin } from './time-origin.js';

/** The numbers of the figure: for each arm and tick, the table under the axis and the value of the curve. */
export function curvesTable(
  part: CurvesPart,
  times: readonly number[],
  title: string,
  quantity: ShownQuantity,
  { timeTitle }: TimeOrigin,
): Table {
  const competing = part.curves.some((curve) => competingEvents(curve) > 0);
  return {
    title,
    columns: [
      { id: 'arm', label: 'Arm', align: 'left' },
      { id: 'time', label: timeTitle, align: 'right' },
      { id: 'atRisk', label: 'At risk', align: 'right' },
      { id: 'events', label: 'Events', align: 'right' },
      ...(competing ? [{ id: 'competing', label: 'Competing events', align: 'right' as const }] : []),
      { id: 'censored', label: 'Censored', align: 'right' },
      { id: 'value', label: quantity.label, align: 'right' },
      { id: 'interval', label: `${formatLevel(part.level)} CI`, align: 'right' },
    ],
    rows: part.curves.flatMap((curve) =>
      times.map((time) => {
        const { atRisk, events, competing: others, censored } = numbersAt(curve, time);
        const at = curveAt(curve, time);
        const shown = at !== null && quantity.turned ? turnOver(at) : at;
        return {
          arm: capitalise(curve.group ?? 'all'),
          time: String(time),
          atRisk: formatCount(atRisk),
          events: formatCount(events),
          competing: formatCount(others),
          censored: formatCount(censored),
          value: shown === null ? 'beyond the last observation' : formatPercent(shown.estimate),
          interval:
            shown === null || shown.lower === null || shown.upper === null
              ? ''
              : joinInterval(formatPercent(shown.lower), formatPercent(shown.upper)),
        };
      }),
    ),
    footnotes: ['At risk: just before each time. Events and censored: cumulative, before each time.'],
  };
}
