import type { AdverseEventsData } from '../../../core/analysis-data.js';
import { notEstimable } from '../../../core/estimable.js';
import type {
  AdverseEventArm,
  AdverseEventOptions,
  AdverseEventRow,
  AdverseEventSummary,
  ExposureRule,
} from './adverse-event-summary.js';
import { exposureRate, incidenceContrast, riskContrast } from './arm-figures.js';
import { type CountedEvents, countEvents } from './count-events.js';
import { type EventTimes, eventTimes } from './event-times.js';
import { orderRows } from './order-rows.js';
import { termPairs } from './term-pairs.js';

export type Settings = Required<Omit<AdverseEventOptions, 'exposure'>> & {
  /** Whether the time at risk of incidence ends with the first event; null where exposure is not known. */
  readonly exposure: ExposureRule | null;
};
type Data = Omit<AdverseEventsData, 'kind'>;

/** A row before its figures: where it stands and where its counts are. */
export interface CountedRow {
  readonly level: AdverseEventRow['level'];
  readonly name: string;
  readonly bodySystem: string | null;
  /** Subjects and events of each arm. */
  readonly subjects: Int32Array;
  readonly events: Int32Array;
  /** Of each arm, by severity and "not recorded". */
  readonly worst: Int32Array | null;
  /** Time to the first event, and exposure, of the subjects with an event of each arm. */
  readonly times: CountedEvents['times'];
}

export const notRecorded = 'not recorded';

/** Counts each level of the table, orders and thins its rows, and works out the figures of those that stay. */
export function summariseRows(data: Data, settings: Settings): AdverseEventSummary {
  const { levels: armNames, codes } = data.group;
  const sizes = sumByArm(codes, armNames.length, null);
  const exposures = data.exposure === undefined ? null : sumByArm(codes, armNames.length, data.exposure);
  const exposed =
    data.exposure === undefined ? null : sumByArm(codes, armNames.length, data.exposure.map(Math.sign));
  const starts = settings.exposure === 'until-first-event' ? placeEvents(data, settings) : null;
  const counted = countRows(data, starts, settings);
  const { rows, belowThreshold } = orderRows(counted, { sizes, arms: armNames }, settings);
  const label = uniqueNames(rows);
  const severities = data.events.severity?.levels ?? [];
  const unrecorded = rows.some(({ worst }) => worst !== null && hasUnrecorded(worst, severities.length));
  const describe = (row: CountedRow): AdverseEventRow => {
    const timesAtRisk = exposures && exposed && timesOfRow(row, exposures, exposed);
    const arm = (index: number | null): AdverseEventArm => {
      const [subjects, events] = [figureOf(row.subjects, index), figureOf(row.events, index)];
      const n = figureOf(sizes, index);
      const exposure = exposures === null ? null : figureOf(exposures, index) / settings.per;
      const timeAtRisk = timesAtRisk && figureOf(timesAtRisk, index);
      return {
        arm: index === null ? null : armNames[index]!,
        subjects,
        events,
        proportion: n === 0 ? notEstimable('empty-group') : subjects / n,
        timeAtRisk,
        incidence:
          timeAtRisk === null ? null : exposureRate(subjects, timeAtRisk / settings.per, settings.level),
        eventRate: exposure === null ? null : exposureRate(events, exposure, settings.level),
        worstSeverity: worstOf(row, index, unrecorded ? [...severities, notRecorded] : severities, n),
      };
    };
    const count = (index: number) => ({ events: row.subjects[index]!, n: sizes[index]! });
    const incidence = (times: Float64Array, index: number) => ({
      events: row.subjects[index]!,
      exposure: times[index]! / settings.per,
    });
    const versus = data.reference === null ? -1 : armNames.indexOf(data.reference);
    const others = versus < 0 ? [] : [...armNames.keys()].filter((index) => index !== versus);
    const contrast = (index: number) => ({ of: armNames[index]!, versus: armNames[versus]! });
    return {
      level: row.level,
      name: row.level === 'any' ? null : label.get(row)!,
      bodySystem: row.bodySystem,
      arms: [...armNames.map((_, index) => arm(index)), ...(armNames.length > 1 ? [arm(null)] : [])],
      differences: others.map((index) => ({
        ...contrast(index),
        ...riskContrast(count(index), count(versus), settings),
      })),
      incidenceContrasts:
        timesAtRisk === null || !settings.compareIncidence
          ? []
          : others.map((index) => ({
              ...contrast(index),
              ...incidenceContrast(
                incidence(timesAtRisk, index),
                incidence(timesAtRisk, versus),
                settings.level,
              ),
            })),
    };
  };
  const total = armNames.length > 1 ? [null] : [];
  return {
    arms: [...armNames.keys(), ...total].map((index) => ({
      arm: index === null ? null : armNames[index]!,
      n: figureOf(sizes, index),
      exposure: exposures === null ? null : figureOf(exposures, index),
    })),
    rows: rows.map(describe),
    belowThreshold,
    exposure: settings.exposure,
    starts: starts && { missing: starts.missing, before: starts.before, after: starts.after },
  };
}

function placeEvents({ events, exposure }: Data, { missingStart }: Settings): EventTimes | null {
  if (events.start === undefined || exposure === undefined) return null;
  return eventTimes(events, events.start, exposure, missingStart);
}

/**
 * Time at risk of each arm: the exposure of the subjects without an event of the row, and the time to the first one of
 * the others. The former is 0 where all who have exposure had an event, and not what rounding leaves of it.
 */
function timesOfRow({ times }: CountedRow, exposures: Float64Array, exposed: Float64Array): Float64Array {
  if (times === null) return exposures;
  return exposures.map(
    (whole, arm) =>
      (times.exposed[arm] === exposed[arm] ? 0 : whole - times.whole[arm]!) + times.untilFirst[arm]!,
  );
}

function countRows(
  { group, events, exposure }: Data,
  starts: EventTimes | null,
  { by, severity }: Settings,
): readonly CountedRow[] {
  const armCount = group.levels.length;
  const severities = severity && events.severity !== undefined ? events.severity : null;
  const count = (row: Int32Array, rowCount: number): CountedEvents =>
    countEvents({
      row,
      rowCount,
      subject: events.subject,
      arm: group.codes,
      armCount,
      severity: severities && { codes: severities.codes, size: severities.levels.length },
      times: starts && exposure ? { event: starts.time, exposure } : null,
    });
  const rowsOf = (
    counted: CountedEvents,
    places: readonly Pick<CountedRow, 'level' | 'name' | 'bodySystem'>[],
  ): CountedRow[] =>
    places.map((place, row) => {
      const cut = <Values extends Int32Array | Float64Array>(values: Values): Values => {
        const width = values.length / places.length;
        return values.subarray(row * width, (row + 1) * width) as Values;
      };
      const { subjects, events: count, worst, times } = counted;
      return {
        ...place,
        subjects: cut(subjects),
        events: cut(count),
        worst: worst && cut(worst),
        times: times && {
          untilFirst: cut(times.untilFirst),
          whole: cut(times.whole),
          exposed: cut(times.exposed),
        },
      };
    });
  const { bodySystem, term } = events;
  const any = rowsOf(count(new Int32Array(events.subject.length), 1), [
    { level: 'any', name: '', bodySystem: null },
  ]);
  const systems = (): CountedRow[] =>
    rowsOf(
      count(bodySystem.codes, bodySystem.levels.length),
      bodySystem.levels.map((name) => ({ level: 'body-system', name, bodySystem: null })),
    );
  const terms = (): CountedRow[] =>
    rowsOf(
      count(term.codes, term.levels.length),
      term.levels.map((name) => ({ level: 'term', name, bodySystem: null })),
    );
  const nested = (): CountedRow[] => {
    const pairs = termPairs(bodySystem.codes, term.codes, term.levels.length);
    return rowsOf(
      count(pairs.pair, pairs.term.length),
      pairs.term.map((code, pair) => ({
        level: 'term',
        name: term.levels[code]!,
        bodySystem: bodySystem.levels[pairs.bodySystem[pair]!]!,
      })),
    );
  };
  switch (by) {
    case 'none':
      return any;
    case 'body-system':
      return [...any, ...systems()];
    case 'term':
      return [...any, ...terms()];
    case 'body-system-and-term':
      return [...any, ...systems(), ...nested()];
  }
}

/** A name of its own for each row: a repeated one is followed by its class in brackets. */
function uniqueNames(rows: readonly CountedRow[]): ReadonlyMap<CountedRow, string> {
  const uses = new Map<string, number>();
  for (const { name } of rows) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    rows.map((row) => [
      row,
      row.bodySystem !== null && uses.get(row.name)! > 1 ? `${row.name} (${row.bodySystem})` : row.name,
    ]),
  );
}

function sumByArm(codes: Int32Array, arms: number, values: Float64Array | null): Float64Array {
  const sums = new Float64Array(arms);
  for (let subject = 0; subject < codes.length; subject += 1) {
    sums[codes[subject]!]! += values === null ? 1 : values[subject]!;
  }
  return sums;
}

function figureOf(values: ArrayLike<number>, arm: number | null): number {
  if (arm !== null) return values[arm]!;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return sum;
}

function worstOf(
  { worst, subjects }: CountedRow,
  arm: number | null,
  severities: readonly string[],
  n: number,
): AdverseEventArm['worstSeverity'] {
  if (worst === null) return [];
  const width = worst.length / subjects.length;
  const of = (index: number, severity: number): number => worst[index * width + severity]!;
  return severities.map((severity, code) => {
    const count =
      arm === null
        ? Array.from(subjects.keys()).reduce((sum, index) => sum + of(index, code), 0)
        : of(arm, code);
    return { severity, subjects: count, proportion: n === 0 ? notEstimable('empty-group') : count / n };
  });
}

function hasUnrecorded(worst: Int32Array, severities: number): boolean {
  for (let place = severities; place < worst.length; place += severities + 1)
    if (worst[place]! > 0) return true;
  return false;
}
