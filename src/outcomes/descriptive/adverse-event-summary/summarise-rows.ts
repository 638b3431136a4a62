import type { AdverseEventsData } from '../../../core/analysis-data.js';
import { notEstimable } from '../../../core/estimable.js';
import type {
  AdverseEventArm,
  AdverseEventOptions,
  AdverseEventRow,
  AdverseEventSummary,
} from './adverse-event-summary.js';
import { exposureRate, riskContrast } from './arm-figures.js';
import { type CountedEvents, countEvents } from './count-events.js';
import { orderRows } from './order-rows.js';
import { termPairs } from './term-pairs.js';

export type Settings = Required<AdverseEventOptions>;
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
}

export const notRecorded = 'not recorded';

/** Counts each level of the table, orders and thins its rows, and works out the figures of those that stay. */
export function summariseRows(data: Data, settings: Settings): AdverseEventSummary {
  const { levels: armNames, codes } = data.group;
  const sizes = sumByArm(codes, armNames.length, null);
  const exposures = data.exposure === undefined ? null : sumByArm(codes, armNames.length, data.exposure);
  const { rows, belowThreshold } = orderRows(countRows(data, settings), { sizes, arms: armNames }, settings);
  const label = uniqueNames(rows);
  const severities = data.events.severity?.levels ?? [];
  const unrecorded = rows.some(({ worst }) => worst !== null && hasUnrecorded(worst, severities.length));
  const describe = (row: CountedRow): AdverseEventRow => {
    const arm = (index: number | null): AdverseEventArm => {
      const [subjects, events] = [figureOf(row.subjects, index), figureOf(row.events, index)];
      const n = figureOf(sizes, index);
      const exposure = exposures === null ? null : figureOf(exposures, index) / settings.per;
      return {
        arm: index === null ? null : armNames[index]!,
        subjects,
        events,
        proportion: n === 0 ? notEstimable('empty-group') : subjects / n,
        incidence: exposure === null ? null : exposureRate(subjects, exposure, settings.level),
        eventRate: exposure === null ? null : exposureRate(events, exposure, settings.level),
        worstSeverity: worstOf(row, index, unrecorded ? [...severities, notRecorded] : severities, n),
      };
    };
    const count = (index: number) => ({ events: row.subjects[index]!, n: sizes[index]! });
    const versus = data.reference === null ? -1 : armNames.indexOf(data.reference);
    return {
      level: row.level,
      name: row.level === 'any' ? null : label.get(row)!,
      bodySystem: row.bodySystem,
      arms: [...armNames.map((_, index) => arm(index)), ...(armNames.length > 1 ? [arm(null)] : [])],
      differences: [...armNames.keys()]
        .filter((index) => versus >= 0 && index !== versus)
        .map((index) => ({
          of: armNames[index]!,
          versus: armNames[versus]!,
          ...riskContrast(count(index), count(versus), settings),
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
  };
}

function countRows({ group, events }: Data, { by, severity }: Settings): readonly CountedRow[] {
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
    });
  const rowsOf = (
    counted: CountedEvents,
    places: readonly Pick<CountedRow, 'level' | 'name' | 'bodySystem'>[],
  ): CountedRow[] =>
    places.map((place, row) => {
      const cut = (values: Int32Array): Int32Array => {
        const width = values.length / places.length;
        return values.subarray(row * width, (row + 1) * width);
      };
      return {
        ...place,
        subjects: cut(counted.subjects),
        events: cut(counted.events),
        worst: counted.worst === null ? null : cut(counted.worst),
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
