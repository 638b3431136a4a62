import type { Table } from '../../../core/display.js';
import type { CurvesPart } from '../../../core/result.js';
import { capitalise, formatCount, formatLevel, formatPercent, joinInterval } from '../../format-number.js';
import { curveAt, numbersAt } from './curve-at-time.js';
import { turnOver } from './drawn-curve.js';
import type { KaplanMeierDisplayOptions } from './kaplan-meier-options.js';

/** The numbers of the figure: for each arm and tick, the table under the axis and the value of the curve. */
export function curvesTable(
  part: CurvesPart,
  times: readonly number[],
  title: string,
  options: KaplanMeierDisplayOptions,
): Table {
  const value = options.show === 'survival' ? 'Event-free' : 'With event';
  return {
    title,
    columns: [
      { id: 'arm', label: 'Arm', align: 'left' },
      { id: 'time', label: `Time (${part.timeUnit})`, align: 'right' },
      { id: 'atRisk', label: 'At risk', align: 'right' },
      { id: 'events', label: 'Events', align: 'right' },
      { id: 'censored', label: 'Censored', align: 'right' },
      { id: 'value', label: options.eventFreeLabel ?? value, align: 'right' },
      { id: 'interval', label: `${formatLevel(part.level)} CI`, align: 'right' },
    ],
    rows: part.curves.flatMap((curve) =>
      times.map((time) => {
        const { atRisk, events, censored } = numbersAt(curve, time);
        const at = curveAt(curve, time);
        const shown = at === null || options.show === 'survival' ? at : turnOver(at);
        return {
          arm: capitalise(curve.group ?? 'all'),
          time: String(time),
          atRisk: formatCount(atRisk),
          events: formatCount(events),
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
